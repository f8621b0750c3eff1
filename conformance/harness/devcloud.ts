import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startDevCloud } from '@ostk/devcloud';

import type { ReleaseName } from '../releases.ts';

/** A devcloud in this process, with its clouds.yaml written to a file. */
export interface EmbeddedCloud {
  readonly cloudsYaml: string;
  close(): Promise<void>;
}

/** Where the tests serve what web-download fetches; the real clouds allow the same. */
const fetchable = [18_080, 18_081].flatMap((port) => [`127.0.0.1:${port}`, `localhost:${port}`]);

/** Starts a devcloud of a release. `close` ends it and removes the file. */
export async function startEmbeddedCloud(release: ReleaseName): Promise<EmbeddedCloud> {
  const devcloud = await startDevCloud({ release, webDownload: { allow: fetchable } });
  const folder = await mkdtemp(join(tmpdir(), 'ostk-conformance-'));
  const cloudsYaml = join(folder, 'clouds.yaml');
  await writeFile(cloudsYaml, devcloud.cloudsYaml, { mode: 0o600 });
  return {
    cloudsYaml,
    async close(): Promise<void> {
      await devcloud.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
