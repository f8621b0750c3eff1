import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { test } from 'node:test';

import { IntegrityError, OptionError, StateError, TransferError } from '@ostk/sdk';

import type { Scope } from '../support/scope.ts';
import { failure } from '../image/support/failure.ts';
import { action, patience, startWorld, until } from './support/world.ts';

async function makeFolder(scope: Scope): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ostk-download-server-'));
  scope.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('the disk of a server is downloaded, verified, and the snapshot is gone', async (t) => {
  const { connection, makeServer, snapshots } = await startWorld(t);
  const server = await makeServer();
  const output = join(await makeFolder(t), 'web.img');
  const downloaded = await connection.image.downloadServer(server, { output, ...patience });
  assert.equal(downloaded.verified, true);
  assert.equal(downloaded.image.properties['instance_uuid'], server.id);
  assert.equal(downloaded.image.name, 'download of web');
  assert.equal((await readFile(output)).length, downloaded.size);
  assert.deepEqual(await snapshots(), []);
});

test('into a stream, under a name of choice', async (t) => {
  const { connection, makeServer, snapshots } = await startWorld(t);
  const server = await makeServer();
  let size = 0;
  const output = new Writable({
    write(chunk: Uint8Array, _encoding, callback) {
      size += chunk.length;
      callback();
    },
  });
  const { image, ...downloaded } = await connection.image.downloadServer(server, {
    output,
    name: 'for me',
    ...patience,
  });
  assert.equal(image.name, 'for me');
  assert.equal(size, downloaded.size);
  assert.deepEqual(await snapshots(), []);
});

test('a snapshot that fails leaves nothing behind', async (t) => {
  const { devcloud, connection, makeServer, snapshots } = await startWorld(t);
  const server = await makeServer();
  const folder = await makeFolder(t);
  devcloud.faults.add({ on: action, do: 'fail-snapshot', image: 'queued' });
  const output = join(folder, 'web.img');
  await failure(connection.image.downloadServer(server, { output, ...patience }), StateError);
  assert.deepEqual(await snapshots(), []);
  assert.deepEqual(await readdir(folder), []);
});

test('a download that fails leaves nothing behind', async (t) => {
  const { devcloud, connection, makeServer, snapshots } = await startWorld(t);
  const server = await makeServer();
  const folder = await makeFolder(t);
  devcloud.faults.add({ on: 'GET /v2/images/:id/file', do: 'corrupt' });
  const output = join(folder, 'web.img');
  await failure(connection.image.downloadServer(server, { output, ...patience }), IntegrityError);
  assert.deepEqual(await snapshots(), []);
  assert.deepEqual(await readdir(folder), []);
});

test('one that is cancelled leaves nothing behind', async (t) => {
  const { devcloud, connection, makeServer, snapshots } = await startWorld(t);
  const server = await makeServer();
  const folder = await makeFolder(t);
  devcloud.faults.add({ on: 'GET /v2/images/:id/file', do: 'stall' });
  const controller = new AbortController();
  const reason = new Error('never mind');
  const downloading = failure(
    connection.image.downloadServer(server, {
      output: join(folder, 'web.img'),
      signal: controller.signal,
      ...patience,
    }),
    Error,
  );
  await until(async () => (await snapshots()).some(({ status }) => status === 'active'));
  controller.abort(reason);
  assert.equal(await downloading, reason);
  assert.deepEqual(await snapshots(), []);
  assert.deepEqual(await readdir(folder), []);
});

test('a snapshot that cannot be deleted is told', async (t) => {
  const { devcloud, connection, makeServer, snapshots } = await startWorld(t);
  const server = await makeServer();
  const output = join(await makeFolder(t), 'web.img');
  devcloud.faults.add({ on: 'DELETE /v2/images/:id', do: 'status', status: 403 });
  const error = await failure(
    connection.image.downloadServer(server, { output, ...patience }),
    TransferError,
  );
  const [left] = await snapshots();
  assert.ok(left !== undefined);
  assert.match(error.message, new RegExp(`was downloaded, but its snapshot ${left.id} could not be deleted`));
  assert.ok((await readFile(output)).length > 0);
});

test('what is refused makes no snapshot', async (t) => {
  const { connection, makeServer, snapshots } = await startWorld(t);
  const server = await makeServer();
  const output = join(await makeFolder(t), 'web.img');
  await failure(connection.image.downloadServer(server, { output: '' }), OptionError);
  await failure(connection.image.downloadServer(server, { output, connections: 0 }), OptionError);
  const options: object = { ouput: 'x' };
  await failure(connection.image.downloadServer(server, { output, ...options }), OptionError);
  assert.deepEqual(await snapshots(), []);
});
