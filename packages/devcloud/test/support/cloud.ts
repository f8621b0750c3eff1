import type { TestContext } from 'node:test';

import { startDevCloud } from '@ostk/devcloud';
import type { DevCloud, DevCloudOptions } from '@ostk/devcloud';

/** Starts a cloud that is closed when the test is over. */
export async function startCloud(t: TestContext, options: DevCloudOptions = {}): Promise<DevCloud> {
  const cloud = await startDevCloud(options);
  t.after(() => cloud.close());
  return cloud;
}
