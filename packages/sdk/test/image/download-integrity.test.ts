import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, test } from 'node:test';

import { IntegrityError } from '@ostk/sdk';
import type { Image } from '@ostk/sdk';

import type { Scope } from '../support/scope.ts';
import { startCloud } from './support/dev-cloud.ts';
import type { Cloud } from './support/dev-cloud.ts';
import { failure } from './support/failure.ts';
import { imageJson, json, startFakeCloud } from './support/fake-cloud.ts';

const bytes = randomBytes(3_000_000);
const get = 'GET /v2/images/:id/file';

async function cloudWithImage(t: Scope): Promise<Cloud & { readonly image: Image }> {
  const cloud = await startCloud(t);
  const image = await cloud.connection.image.uploadImage({
    diskFormat: 'raw',
    containerFormat: 'bare',
    data: bytes,
  });
  return { ...cloud, image };
}

async function makeFolder(t: Scope): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ostk-download-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

function assertMismatch(error: IntegrityError, image: Image): void {
  assert.equal(error.code, 'ERR_INTEGRITY');
  assert.equal(error.algorithm, 'sha512');
  assert.equal(error.expected, image.osHashValue);
  assert.match(
    error.message,
    new RegExp(`^image ${image.id}: sha512 is [\\da-f]+, but [\\da-f]+ was expected$`),
  );
}

describe('data that are not those that Glance names', () => {
  test('into memory: IntegrityError', async (t) => {
    const { connection, devcloud, image } = await cloudWithImage(t);
    devcloud.faults.add({ on: get, do: 'corrupt', after: 1_000_000 });
    assertMismatch(await failure(connection.image.downloadImage(image), IntegrityError), image);
  });

  test('as a stream: every chunk, and then an IntegrityError in place of the end', async (t) => {
    const { connection, devcloud, image } = await cloudWithImage(t);
    devcloud.faults.add({ on: get, do: 'corrupt', after: 1_000_000 });
    const stream = await connection.image.downloadImage(image, { stream: true, chunkSize: 500_000 });
    let received = 0;
    const read = async (): Promise<void> => {
      for await (const chunk of stream) received += chunk.length;
    };
    assertMismatch(await failure(read(), IntegrityError), image);
    assert.equal(received, bytes.length);
  });

  test('to an output stream: it is destroyed, not ended', async (t) => {
    const { connection, devcloud, image } = await cloudWithImage(t);
    devcloud.faults.add({ on: get, do: 'corrupt', after: 1_000_000 });
    const output = new PassThrough();
    output.on('error', () => undefined).resume();
    assertMismatch(await failure(connection.image.downloadImage(image, { output }), IntegrityError), image);
    assert.ok(output.destroyed);
    assert.ok(!output.writableFinished);
  });

  test('to a file: IntegrityError, and no file', async (t) => {
    const { connection, devcloud, image } = await cloudWithImage(t);
    const folder = await makeFolder(t);
    devcloud.faults.add({ on: get, do: 'corrupt', after: 1_000_000 });
    const work = connection.image.downloadImage(image, { output: join(folder, 'disk.raw') });
    assertMismatch(await failure(work, IntegrityError), image);
    assert.deepEqual(await readdir(folder), []);
  });

  test('to a file with keepPartial: wrong bytes are not kept', async (t) => {
    const { connection, devcloud, image } = await cloudWithImage(t);
    const folder = await makeFolder(t);
    devcloud.faults.add({ on: get, do: 'corrupt', after: 1_000_000 });
    const output = join(folder, 'disk.raw');
    await failure(connection.image.downloadImage(image, { output, keepPartial: true }), IntegrityError);
    assert.deepEqual(await readdir(folder), []);
  });

  test('to a file that is there: it stays as it was', async (t) => {
    const { connection, devcloud, image } = await cloudWithImage(t);
    const output = join(await makeFolder(t), 'disk.raw');
    await writeFile(output, 'old');
    devcloud.faults.add({ on: get, do: 'corrupt', after: 1_000_000 });
    await failure(connection.image.downloadImage(image, { output }), IntegrityError);
    assert.equal(await readFile(output, 'utf8'), 'old');
  });

  test('to a file, wrong only the first time: fetched again', async (t) => {
    const { connection, devcloud, image } = await cloudWithImage(t);
    const output = join(await makeFolder(t), 'disk.raw');
    devcloud.faults.add({ on: get, do: 'corrupt', after: 1_000_000, times: 1 });
    const done = await connection.image.downloadImage(image, { output });
    assert.equal(done.verified, true);
    assert.ok(bytes.equals(await readFile(output)));
  });
});

describe('data that nothing can be compared with', () => {
  const body = 'no digest';
  const unverifiable = imageJson('1', { status: 'active', size: body.length });

  test('into memory: IntegrityError, unless that is accepted', async (t) => {
    const { connection } = await startFakeCloud(t, (request, response) => {
      if (request.path === '/images/1') json(response, unverifiable);
      else response.end(body);
    });
    const error = await failure(connection.image.downloadImage('1'), IntegrityError);
    assert.match(error.message, /image 1 cannot be verified: .*set allowUnverified/);
    const data = await connection.image.downloadImage('1', { allowUnverified: true });
    assert.equal(Buffer.from(data).toString(), body);
  });
});

describe('downloads that are cut', () => {
  for (const after of [0, 1, 1_500_000, bytes.length - 1]) {
    test(`after ${after} bytes: gone on with, each way`, async (t) => {
      const { connection, devcloud, image } = await cloudWithImage(t);
      const fault = { on: get, do: 'reset', after, times: 1 } as const;
      devcloud.faults.add(fault);
      assert.ok(bytes.equals(await connection.image.downloadImage(image)));
      devcloud.faults.add(fault);
      const stream = await connection.image.downloadImage(image, { stream: true });
      assert.ok(bytes.equals(Buffer.from(await new Response(stream).arrayBuffer())));
      devcloud.faults.add(fault);
      const output = join(await makeFolder(t), 'disk.raw');
      await connection.image.downloadImage(image, { output });
      assert.ok(bytes.equals(await readFile(output)));
      assert.equal(devcloud.faults.fired().length, 3);
    });
  }

  test('an answer that ends early in good order is gone on with', async (t) => {
    const { connection, devcloud, image } = await cloudWithImage(t);
    devcloud.faults.add({ on: get, do: 'truncate', after: 1_000_000, times: 1 });
    assert.ok(bytes.equals(await connection.image.downloadImage(image)));
  });

  test('a store that sends the whole for a range', async (t) => {
    const { connection, devcloud, image } = await cloudWithImage(t);
    devcloud.faults.add(
      { on: get, do: 'lie-about-range' },
      { on: get, do: 'reset', after: 1_000_000, times: 1 },
    );
    assert.ok(bytes.equals(await connection.image.downloadImage(image)));
  });

  test('a store that refuses ranges', async (t) => {
    const { connection, devcloud, image } = await cloudWithImage(t);
    devcloud.faults.add(
      { on: get, do: 'refuse-range' },
      { on: get, do: 'reset', after: 1_000_000, times: 1 },
    );
    assert.ok(bytes.equals(await connection.image.downloadImage(image)));
  });
});
