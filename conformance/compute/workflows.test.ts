import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { isNotFound, StateError } from '@ostk/sdk';
import type { Image, Server } from '@ostk/sdk';

import type { Scope } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { uniqueName } from '../harness/images.ts';
import { failure } from '../sdk/support.ts';
import {
  imageCalled,
  lacksCompute,
  makeServer,
  openWorld,
  playHypervisor,
  resetState,
  snapshotPatience,
} from './support.ts';

/** On devcloud, where it is a matter of luck who is first, faults do it in the SDK's own tests. */
const lacksTime = cloud.name.startsWith('devcloud') && 'its hypervisor may be faster than the test';

async function take(
  scope: Scope,
  server: Server,
  keep?: number,
): Promise<{ image: Image; deleted: readonly Image[] }> {
  const { demo } = await openWorld();
  const name = uniqueName();
  const [snapshot] = await Promise.all([
    demo.image.snapshotServer(server, { name, keep, ...snapshotPatience }),
    playHypervisor(scope, name),
  ]);
  return snapshot;
}

suite('Compute: one call for a whole job', () => {
  test('a snapshot, and only the newest are kept', { skip: lacksCompute }, async (t) => {
    const { demo } = await openWorld();
    const server = await makeServer(t);
    const first = await take(t, server);
    assert.equal(first.image.status, 'active');
    assert.deepEqual(first.deleted, []);
    const second = await take(t, server, 1);
    assert.deepEqual(
      second.deleted.map(({ id }) => id),
      [first.image.id],
    );
    const gone = await demo.image.getImage(first.image).catch((error: unknown) => error);
    assert.ok(isNotFound(gone));
    assert.equal((await demo.image.getImage(second.image)).status, 'active');
  });

  test('the disk of a server in a file, and no image left', { skip: lacksCompute }, async (t) => {
    const { demo } = await openWorld();
    const server = await makeServer(t);
    const folder = await mkdtemp(join(tmpdir(), 'ostk-conformance-server-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const output = join(folder, 'disk.img');
    const name = uniqueName();
    const [downloaded] = await Promise.all([
      demo.image.downloadServer(server, { output, name, ...snapshotPatience }),
      playHypervisor(t, name),
    ]);
    assert.equal(downloaded.verified, true);
    assert.equal((await readFile(output)).length, downloaded.size);
    assert.equal(downloaded.image.size, downloaded.size);
    assert.equal(await demo.image.findImage(name), undefined);
  });

  test('a server that fails meanwhile, and no image left', { skip: lacksCompute || lacksTime }, async (t) => {
    const { demo } = await openWorld();
    const server = await makeServer(t);
    const name = uniqueName();
    const [error] = await Promise.all([
      failure(demo.image.snapshotServer(server, { name, interval: 3000, timeout: 60_000 }), StateError),
      imageCalled(name).then(() => resetState(server, 'error')),
    ]);
    assert.match(error.message, /will not become active: /);
    assert.equal(await demo.image.findImage(name), undefined);
  });
});
