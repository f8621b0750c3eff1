import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { Forbidden, NoImageDataError, NotFound, OptionError } from '@ostk/sdk';
import type { Image, TransferProgress } from '@ostk/sdk';

import { file } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { connectAs, create, failure, upload } from './support.ts';

const admin = await connectAs('admin');
const demo = await connectAs('demo');
const bytes = randomBytes(5 * 1024 * 1024 + 321);
const image = await upload(file, demo, { data: bytes });
const sha512 = createHash('sha512').update(bytes).digest('hex');

function bothWays(of: Image): readonly (() => Promise<unknown>)[] {
  return [() => demo.image.downloadImage(of), () => demo.image.downloadImage(of, { stream: true })];
}

suite('SDK: downloading into memory and as a stream', () => {
  test('all at once', async () => {
    const data = await demo.image.downloadImage(image);
    assert.ok(data instanceof Uint8Array);
    assert.ok(bytes.equals(data));
    assert.ok(bytes.equals(await demo.image.downloadImage(image.id)));
  });

  test('stream: true, and the hash compared by hand', async () => {
    const stream = await demo.image.downloadImage(image, { stream: true, chunkSize: 1024 * 1024 });
    const hash = createHash('sha512');
    const md5 = createHash('md5');
    for await (const chunk of stream) {
      hash.update(chunk);
      md5.update(chunk);
    }
    assert.equal(hash.digest('hex'), sha512);
    assert.deepEqual(stream.digest, { algorithm: 'sha512', value: sha512 });
    assert.equal(stream.checksum, md5.digest('hex'));
    assert.equal(stream.size, bytes.length);
    assert.deepEqual(stream.image, image);
  });

  for (const chunkSize of [1024, 65_536, 1_000_000, bytes.length, bytes.length + 1, undefined]) {
    test(`chunks of ${chunkSize ?? 'the default size'}: exactly so long, but the last`, async () => {
      const stream = await demo.image.downloadImage(image, { stream: true, chunkSize });
      const chunks: Uint8Array[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      const wanted = chunkSize ?? 1024 * 1024;
      const last = chunks.pop();
      assert.ok(chunks.every((chunk) => chunk.length === wanted));
      assert.equal(last?.length, bytes.length % wanted || wanted);
      assert.ok(bytes.equals(Buffer.concat([...chunks, last ?? new Uint8Array()])));
    });
  }

  test('the stream is a web stream', async () => {
    const stream = await demo.image.downloadImage(image, { stream: true });
    assert.ok(stream instanceof ReadableStream);
    assert.ok(bytes.equals(Buffer.from(await new Response(stream).arrayBuffer())));
  });

  test('a stream that is left early can be asked for again', async () => {
    const stream = await demo.image.downloadImage(image, { stream: true, chunkSize: 1024 });
    for await (const chunk of stream) {
      assert.ok(bytes.subarray(0, 1024).equals(chunk));
      break;
    }
    assert.ok(bytes.equals(await demo.image.downloadImage(image)));
  });

  test('a stream that is cancelled', async () => {
    const stream = await demo.image.downloadImage(image, { stream: true, chunkSize: 1024 });
    await stream.cancel(new Error('enough'));
    assert.deepEqual(await stream.getReader().read(), { done: true, value: undefined });
  });

  test('an abort in the middle of a stream', async () => {
    const reason = new Error('stop');
    const controller = new AbortController();
    const stream = await demo.image.downloadImage(image, {
      stream: true,
      chunkSize: 1024,
      signal: controller.signal,
    });
    const read = async (): Promise<void> => {
      for await (const _ of stream) controller.abort(reason);
    };
    assert.equal(await failure(read(), Error), reason);
  });

  test('an abort before the beginning', async () => {
    const reason = new Error('stop');
    const work = demo.image.downloadImage(image, { signal: AbortSignal.abort(reason) });
    assert.equal(await failure(work, Error), reason);
  });

  test('progress is told from the first byte to the last', async () => {
    const seen: TransferProgress[] = [];
    await demo.image.downloadImage(image, { onProgress: (progress) => seen.push(progress) });
    assert.ok(seen.every(({ total }) => total === bytes.length));
    assert.equal(seen[0]?.bytes, 0);
    assert.equal(seen.at(-1)?.bytes, bytes.length);
    assert.deepEqual([...new Set(seen.map(({ phase }) => phase))], ['receiving', 'verifying']);
  });

  test('an image without data: NoImageDataError', async (t) => {
    const queued = await create(t, demo);
    for (const work of bothWays(queued)) {
      const error = await failure(work(), NoImageDataError);
      assert.equal(error.code, 'ERR_NO_IMAGE_DATA');
      assert.equal(error.message, `image ${queued.id} holds no data (it is queued)`);
    }
  });

  test('an image of no bytes', async (t) => {
    const empty = await upload(t, demo, { data: new Uint8Array(), allowEmpty: true });
    assert.deepEqual(await demo.image.downloadImage(empty), new Uint8Array());
    const stream = await demo.image.downloadImage(empty, { stream: true });
    for await (const _ of stream) assert.fail('there is a chunk');
  });

  test('a deactivated image is Forbidden, but not to an administrator', async (t) => {
    const deactivated = await upload(t, demo, { data: { text: 'data' } });
    const session = await cloud.session('admin');
    const answer = await session.image('POST', `/v2/images/${deactivated.id}/actions/deactivate`);
    assert.equal(answer.status, 204);
    for (const work of bothWays(deactivated)) {
      const error = await failure(work(), Forbidden);
      assert.equal(error.status, 403);
      assert.match(error.reason, /deactivated/);
    }
    assert.equal(Buffer.from(await admin.image.downloadImage(deactivated)).toString(), 'data');
  });

  test('an image that is not there', async () => {
    await failure(demo.image.downloadImage(randomUUID()), NotFound);
  });

  const refused: readonly (readonly [string, object, RegExp])[] = [
    ['an option that there is not', { chunksize: 1 }, /no option chunksize; did you mean chunkSize\?/],
    ['a chunk size of 0', { stream: true, chunkSize: 0 }, /chunkSize/],
    ['an empty path', { output: '' }, /output is an empty path/],
  ];
  for (const [what, options, message] of refused) {
    test(`${what} is refused`, async () => {
      const error = await failure(demo.image.downloadImage(image, options), OptionError);
      assert.match(error.message, message);
    });
  }
});
