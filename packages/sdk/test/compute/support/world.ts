import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

import type { DevCloudOptions } from '@ostk/devcloud';
import type { CreateServerOptions, Flavor, Image, Server, WaitOptions } from '@ostk/sdk';

import type { Scope } from '../../support/scope.ts';
import { type Cloud, startCloud } from '../../image/support/dev-cloud.ts';

/** Of a request that has Nova do something with a server. */
export const action = 'POST /v2.1/servers/:id/action';

/** Looks often, and long enough for a busy machine. */
export const patience: WaitOptions = { interval: 10, timeout: 60_000 };

/** A devcloud with what servers are made from. */
export interface World extends Cloud {
  readonly flavor: Flavor;
  readonly image: Image;
  /** Makes a server that is up. */
  readonly makeServer: (options?: Partial<CreateServerOptions>) => Promise<Server>;
  /** The images that there are beside the one that servers are made from. */
  readonly snapshots: () => Promise<readonly Image[]>;
}

/** Starts a devcloud for as long as the scope lasts; its servers do not dawdle. */
export async function startWorld(scope: Scope, options: DevCloudOptions = {}): Promise<World> {
  const cloud = await startCloud(scope, { serverStepTime: 10, ...options });
  const { connection, leftovers } = cloud;
  const flavor = await connection.compute.findFlavor('m1.nano');
  assert.ok(flavor !== undefined);
  const image = await connection.image.uploadImage({
    name: 'base',
    diskFormat: 'raw',
    containerFormat: 'bare',
    data: { text: 'the disk of a server' },
  });
  return {
    ...cloud,
    flavor,
    image,
    makeServer: (more = {}) =>
      connection.compute.createServer({
        name: 'web',
        image,
        flavor,
        networks: 'none',
        wait: true,
        ...patience,
        ...more,
      }),
    snapshots: async () => (await leftovers()).filter(({ id }) => id !== image.id),
  };
}

/** Looks until it is so; fails when it is not within a minute. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isSo())) {
    assert.ok(Date.now() < deadline, 'what the test waits for does not happen');
    await delay(10);
  }
}
