import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isNotFound, StateError } from '@ostk/sdk';
import type { Image, Server } from '@ostk/sdk';

import type { Scope } from '../harness/cleanup.ts';
import { suite } from '../harness/cloud.ts';
import { uniqueName } from '../harness/images.ts';
import { novaTest } from '../harness/servers.ts';
import { failure } from '../sdk/support.ts';
import {
  holdHypervisor,
  imageCalled,
  makeServer,
  openWorld,
  playHypervisor,
  resetState,
  snapshotPatience,
} from './support.ts';

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
  novaTest('a snapshot, and only the newest are kept', async (t) => {
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

  novaTest('the disk of a server in a file, and no image left', async (t) => {
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

  novaTest('a server that fails meanwhile, and no image left', async (t) => {
    const { demo } = await openWorld();
    const server = await makeServer(t);
    const name = uniqueName();
    await holdHypervisor(t);
    const [error] = await Promise.all([
      failure(demo.image.snapshotServer(server, { name, interval: 3000, timeout: 60_000 }), StateError),
      imageCalled(name).then(() => resetState(server, 'error')),
    ]);
    assert.match(error.message, /will not become active: /);
    assert.equal(await demo.image.findImage(name), undefined);
  });
});
