import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isVolumeBacked, MicroversionError, OptionError, StateError } from '@ostk/sdk';

import { failure } from '../image/support/failure.ts';
import { patience, startWorld } from './support/world.ts';

const bootVolume = { size: 1, deleteOnTermination: true };

test('the image of a server on a volume holds no data, and is told apart', async (t) => {
  const { connection, makeServer } = await startWorld(t);
  const server = await makeServer({ bootVolume });
  assert.equal(server.image, null);
  const image = await connection.compute.createServerImage(server, { name: 'one', wait: true, ...patience });
  assert.equal(image.status, 'active');
  assert.equal(image.size, 0);
  assert.equal(isVolumeBacked(image), true);
  // It is what servers can be made from all the same.
  await makeServer({ name: 'child', image });
});

test('a server on a volume cannot be downloaded, and its snapshots not be rotated', async (t) => {
  const { connection, makeServer, snapshots } = await startWorld(t);
  const server = await makeServer({ bootVolume });
  const downloading = connection.image.downloadServer(server, { output: 'never.img', ...patience });
  assert.match((await failure(downloading, StateError)).message, /its disk is a volume/);
  const taking = connection.image.snapshotServer(server, { name: 'one', keep: 1, ...patience });
  assert.match((await failure(taking, OptionError)).message, /its disk is a volume/);
  assert.deepEqual(await snapshots(), []);
  const { image } = await connection.image.snapshotServer(server, { name: 'one', ...patience });
  assert.equal(isVolumeBacked(image), true);
});

test('the image has to fit the volume, not the flavor', async (t) => {
  const { connection, flavor, makeServer } = await startWorld(t);
  const image = await connection.image.uploadImage({
    name: 'large',
    diskFormat: 'raw',
    containerFormat: 'bare',
    minDisk: flavor.disk + 4,
    data: { text: 'data' },
  });
  await makeServer({ image, bootVolume: { size: flavor.disk + 4 } });
  const creating = makeServer({ image, bootVolume: { size: flavor.disk + 3 } });
  assert.match((await failure(creating, OptionError)).message, /asks for a disk of \d+ GiB/);
});

test('a volume type needs a later microversion', async (t) => {
  const { connection, makeServer } = await startWorld(t);
  const range = await connection.compute.microversions();
  assert.ok(range !== undefined);
  const server = await makeServer({ bootVolume: { ...bootVolume, volumeType: 'fast' } });
  assert.equal(server.image, null);
  await failure(connection.compute.getServer(server, { microversion: '2.999' }), MicroversionError);
});
