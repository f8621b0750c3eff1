import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Conflict, NotFound, OptionError, StateError } from '@ostk/sdk';
import type { Image } from '@ostk/sdk';

import { failure } from '../image/support/failure.ts';
import { action, patience, startWorld, until } from './support/world.ts';

const idsOf = (images: readonly Image[]): readonly string[] => images.map(({ id }) => id).toSorted();

test('the newest snapshots of a server are kept, whatever they are called', async (t) => {
  const { connection, makeServer, snapshots } = await startWorld(t);
  const server = await makeServer();
  const other = await makeServer({ name: 'other' });
  const take = async (name: string, of = server): Promise<Image> =>
    (await connection.image.snapshotServer(of, { name, ...patience })).image;
  const first = await take('one');
  const second = await take('two');
  const third = await take('three');
  const foreign = await take('one', other);
  const byHand = await connection.compute.createServerImage(server, { name: 'one', wait: true, ...patience });

  const { image, deleted, skipped, failed } = await connection.image.snapshotServer(server, {
    name: 'four',
    keep: 2,
    metadata: { purpose: 'test' },
    ...patience,
  });
  assert.equal(image.status, 'active');
  assert.equal(image.properties['purpose'], 'test');
  assert.deepEqual([skipped, failed], [[], []]);
  // Times have whole seconds: which of those of one second is older cannot be told.
  assert.equal(deleted.length, 2);
  assert.ok(deleted.every(({ id }) => [first.id, second.id, third.id].includes(id)));
  const kept = [first, second, third].filter(({ id }) => !deleted.some((gone) => gone.id === id));
  assert.deepEqual(idsOf(await snapshots()), idsOf([...kept, image, foreign, byHand]));
});

test('snapshots of what was booted from a snapshot are its own', async (t) => {
  const { connection, makeServer, snapshots } = await startWorld(t);
  const { image } = await connection.image.snapshotServer(await makeServer(), { name: 'one', ...patience });
  const child = await makeServer({ name: 'child', image });
  // It inherits every property, that of our own as well.
  const byHand = await connection.compute.createServerImage(child, { name: 'two', wait: true, ...patience });
  const { image: ours, deleted } = await connection.image.snapshotServer(child, {
    name: 'three',
    keep: 1,
    ...patience,
  });
  assert.deepEqual(deleted, []);
  assert.deepEqual(idsOf(await snapshots()), idsOf([image, byHand, ours]));
});

test('one that is protected is left, and told', async (t) => {
  const { connection, makeServer } = await startWorld(t);
  const server = await makeServer();
  const { image } = await connection.image.snapshotServer(server, { name: 'one', ...patience });
  await connection.image.updateImage(image, { protected: true });
  const result = await connection.image.snapshotServer(server, { name: 'two', keep: 1, ...patience });
  assert.deepEqual(idsOf(result.skipped), [image.id]);
  assert.deepEqual(result.deleted, []);
});

test('one that fails is not left behind, and costs no other', async (t) => {
  const { devcloud, connection, makeServer, snapshots } = await startWorld(t);
  const server = await makeServer();
  const { image } = await connection.image.snapshotServer(server, { name: 'one', ...patience });
  devcloud.faults.add({ on: action, do: 'fail-snapshot', image: 'queued' });
  const taking = connection.image.snapshotServer(server, { name: 'two', keep: 1, ...patience });
  await failure(taking, StateError);
  assert.deepEqual(idsOf(await snapshots()), [image.id]);

  devcloud.faults.add({ on: action, do: 'fail-snapshot', image: 'queued' });
  const keepFailed = true;
  await failure(
    connection.image.snapshotServer(server, { name: 'three', keepFailed, ...patience }),
    StateError,
  );
  assert.deepEqual((await snapshots()).map(({ name }) => name ?? '').toSorted(), ['one', 'three']);
});

test('one that is cancelled is not left behind', async (t) => {
  const { devcloud, connection, makeServer, snapshots } = await startWorld(t);
  const server = await makeServer();
  devcloud.faults.add({ on: action, do: 'hang-server', state: 'image_uploading' });
  const controller = new AbortController();
  const reason = new Error('never mind');
  const { signal } = controller;
  const taking = failure(
    connection.image.snapshotServer(server, { name: 'one', signal, ...patience }),
    Error,
  );
  await until(async () => (await connection.compute.getServer(server)).taskState === 'image_uploading');
  controller.abort(reason);
  assert.equal(await taking, reason);
  assert.deepEqual(await snapshots(), []);
});

test('an answer of Nova that is lost is no failure', async (t) => {
  const { devcloud, connection, makeServer, snapshots } = await startWorld(t);
  const server = await makeServer();
  devcloud.faults.add({ on: action, do: 'lose-answer', times: 1 });
  const { image } = await connection.image.snapshotServer(server, { name: 'one', ...patience });
  assert.equal(image.status, 'active');
  assert.deepEqual(idsOf(await snapshots()), [image.id]);
});

test('what is refused leaves nothing behind', async (t) => {
  const { devcloud, connection, makeServer, snapshots } = await startWorld(t);
  const server = await makeServer();
  await failure(connection.image.snapshotServer(crypto.randomUUID(), { name: 'x' }), NotFound);
  for (const wrong of [{ name: '' }, { name: 'x', keep: 0 }, { name: 'x', keep: 1.5 }])
    await failure(connection.image.snapshotServer(server, wrong), OptionError);
  const options: object = { keeep: 1 };
  await failure(connection.image.snapshotServer(server, { name: 'x', ...options }), OptionError);
  const metadata = { ostk_snapshot: 'mine' };
  await failure(connection.image.snapshotServer(server, { name: 'x', metadata }), OptionError);

  devcloud.faults.add({ on: action, do: 'hang-server' });
  const image = await connection.compute.createServerImage(server, { name: 'first' });
  await failure(connection.image.snapshotServer(server, { name: 'second', ...patience }), Conflict);
  assert.deepEqual(idsOf(await snapshots()), [image.id]);
});
