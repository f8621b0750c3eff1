import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';

import type { DevCloud, Fault } from '@ostk/devcloud';

import { login } from '../support/client.ts';
import type { Client } from '../support/client.ts';
import { startCloud } from '../support/cloud.ts';
import { eventually, openUpload } from '../support/raw.ts';
import { download } from '../support/transfer.ts';
import type { Download } from '../support/transfer.ts';

const data = randomBytes(300_000);
const onDownload = 'GET /v2/images/:id/file';
const onUpload = 'PUT /v2/images/:id/file';

interface Stage {
  readonly cloud: DevCloud;
  readonly demo: Client;
  readonly id: string;
  readonly fetch: (headers?: Readonly<Record<string, string>>) => Promise<Download>;
}

/** A cloud with an image, with data in it unless told otherwise. */
async function stage(t: TestContext, filled = true): Promise<Stage> {
  const cloud = await startCloud(t);
  const demo = await login(cloud, 'demo');
  const { id } = await demo.createImage();
  if (filled) await demo.upload(id, data);
  const url = `${cloud.url('image')}/v2/images/${id}/file`;
  const fetch: Stage['fetch'] = (headers = {}) => download(url, { 'X-Auth-Token': demo.token, ...headers });
  return { cloud, demo, id, fetch };
}

const cut = (fault: Partial<Fault> & { readonly do: 'reset' | 'truncate' }): Fault => ({
  on: onDownload,
  after: 123_456,
  times: 1,
  ...fault,
});

describe('faults in a download', () => {
  for (const action of ['reset', 'truncate'] as const) {
    for (const how of ['whole', 'ranged', 'cached'] as const) {
      test(`${action} of a ${how} download comes behind exactly the byte it names`, async (t) => {
        const { cloud, fetch } = await stage(t);
        if (how === 'cached') await fetch();
        cloud.faults.add(cut({ do: action }));
        const headers = how === 'ranged' ? { Range: 'bytes=1000-' } : {};
        const got = await fetch(headers);
        assert.equal(got.cut, 'ECONNRESET');
        const start = how === 'ranged' ? 1000 : 0;
        assert.ok(got.bytes.equals(data.subarray(start, start + 123_456)));
        const again = await fetch();
        assert.equal(again.cut, undefined, 'it strikes once');
        assert.ok(again.bytes.equals(data));
      });
    }
  }

  test('before the first byte the headers come, and nothing else', async (t) => {
    const { cloud, fetch } = await stage(t);
    cloud.faults.add({ on: onDownload, do: 'reset' });
    const got = await fetch();
    assert.equal(got.status, 200);
    assert.equal(got.bytes.length, 0);
    assert.equal(got.cut, 'ECONNRESET');
  });

  test('corrupt turns one byte and no other', async (t) => {
    const { cloud, fetch } = await stage(t);
    cloud.faults.add({ on: onDownload, do: 'corrupt', after: 200_000 });
    const { bytes } = await fetch();
    assert.equal(bytes.length, data.length);
    const different = [...bytes.keys()].filter((at) => bytes[at] !== data[at]);
    assert.deepEqual(different, [200_000]);
  });

  test('stall lets exactly so many bytes pass and then none, until the client goes', async (t) => {
    const { cloud, fetch } = await stage(t);
    cloud.faults.add({ on: onDownload, do: 'stall', after: '100 kB' });
    const stalled = fetch();
    await eventually(
      async () => cloud.faults.fired().length,
      (count) => count === 1,
    );
    await cloud.close();
    const { bytes } = await stalled;
    assert.ok(bytes.equals(data.subarray(0, 100_000)));
  });

  test('slow lets no more pass than it says', async (t) => {
    const { cloud, fetch } = await stage(t);
    cloud.faults.add({ on: onDownload, do: 'slow', after: 290_000, bytesPerSecond: 50_000 });
    const start = process.hrtime.bigint();
    const { bytes } = await fetch();
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    assert.ok(bytes.equals(data));
    // The remaining 10,000 bytes take a fifth of a second at least; how much longer is the machine's affair.
    assert.ok(seconds >= 0.19, `${seconds} s`);
  });

  test('a lying range says 206 and gives everything', async (t) => {
    const { cloud, fetch } = await stage(t);
    cloud.faults.add({ on: onDownload, do: 'lie-about-range', times: 1 });
    const lie = await fetch({ Range: 'bytes=10-19' });
    assert.equal(lie.status, 206);
    assert.ok(lie.bytes.equals(data));
    const truth = await fetch({ Range: 'bytes=10-19' });
    assert.ok(truth.bytes.equals(data.subarray(10, 20)));
  });

  test('a refused range is a 400, and a download without one is not harmed', async (t) => {
    const { cloud, fetch } = await stage(t);
    cloud.faults.add({ on: onDownload, do: 'refuse-range' });
    assert.equal((await fetch()).status, 200);
    assert.equal((await fetch({ Range: 'bytes=0-1' })).status, 400);
    assert.equal(cloud.faults.fired().length, 1);
  });

  test('an ignored range is a 200 with everything', async (t) => {
    const { cloud, fetch } = await stage(t);
    cloud.faults.add({ on: onDownload, do: 'ignore-range' });
    const got = await fetch({ Range: 'bytes=10-19' });
    assert.equal(got.status, 200);
    assert.ok(got.bytes.equals(data));
  });

  test('a short body ends in good order, and so does a long one', async (t) => {
    const { cloud, fetch } = await stage(t);
    for (const range of [{}, {}, { Range: 'bytes=0-' }]) {
      cloud.faults.add({ on: onDownload, do: 'shorten', after: 1234, times: 1 });
      const short = await fetch(range);
      assert.equal(short.cut, undefined);
      assert.ok(short.bytes.equals(data.subarray(0, 1234)));
      cloud.faults.add({ on: onDownload, do: 'lengthen', by: 5, times: 1 });
      const long = await fetch(range);
      assert.equal(long.cut, undefined);
      assert.ok(long.bytes.equals(Buffer.concat([data, Buffer.alloc(5)])));
    }
  });

  test('two faults of one download both strike', async (t) => {
    const { cloud, fetch } = await stage(t);
    cloud.faults.add(
      { on: onDownload, do: 'truncate', after: 2000 },
      { on: onDownload, do: 'corrupt', after: 1000 },
    );
    const { bytes } = await fetch();
    assert.equal(bytes.length, 2000);
    assert.equal(bytes[1000], (data[1000] ?? 0) ^ 0xff);
  });
});

/** Waits until an image is in a state. */
function states(demo: Client, id: string, status: string): Promise<unknown> {
  return eventually(
    () => demo.getImage(id),
    (image) => image['status'] === status,
  );
}

describe('faults in an upload', () => {
  test('reset reads exactly so many bytes, and the image goes back to the queue', async (t) => {
    const { cloud, demo, id } = await stage(t, false);
    cloud.faults.add({ on: onUpload, do: 'reset', after: 100_000, times: 1 });
    await assert.rejects(demo.upload(id, data));
    await states(demo, id, 'queued');
    assert.equal((await demo.upload(id, data)).status, 204);
  });

  test('a status in the middle of an upload ends it, and the image goes back to the queue', async (t) => {
    const { cloud, demo, id } = await stage(t, false);
    cloud.faults.add({ on: onUpload, do: 'status', status: 503, body: 'full', after: 100_000 });
    // Far more than any buffer on the way holds: the answer must come though most of it is never stored.
    const answer = await demo.upload(id, Buffer.alloc(32 * 2 ** 20));
    assert.equal(answer.status, 503);
    assert.equal(answer.text, 'full');
    await states(demo, id, 'queued');
  });

  test('a refusal in the middle reaches a client that sends everything first', async (t) => {
    const { cloud, demo, id } = await stage(t, false);
    cloud.faults.add({ on: onUpload, do: 'status', status: 503, after: 100_000 });
    const size = 32 * 2 ** 20;
    const socket = await openUpload(cloud, demo, id, { 'Content-Length': String(size) });
    const answered = once(socket, 'data');
    await new Promise<void>((resolve) => {
      socket.write(Buffer.alloc(size), () => resolve());
    });
    assert.match(String((await answered)[0]), /^HTTP\/1\.1 503 /);
    socket.destroy();
  });

  test('corrupt changes what is stored', async (t) => {
    const { cloud, demo, id, fetch } = await stage(t, false);
    cloud.faults.add({ on: onUpload, do: 'corrupt', after: 7 });
    assert.equal((await demo.upload(id, data)).status, 204);
    const { bytes } = await fetch();
    const different = [...bytes.keys()].filter((at) => bytes[at] !== data[at]);
    assert.deepEqual(different, [7]);
  });

  for (const action of ['expire-token', 'revoke-token'] as const) {
    test(`${action} in the middle: 401 at the end, and the image is deleted`, async (t) => {
      const { cloud, demo, id } = await stage(t, false);
      cloud.faults.add({ on: onUpload, do: action, after: 1000, times: 1 });
      const answer = await demo.upload(id, data);
      assert.equal(answer.status, 401);
      assert.match(answer.text, /the token may have expired during file upload/);
      assert.equal((await demo.call('/v2/images')).status, 401, 'the token is no good any more');
      const renewed = await login(cloud, 'demo');
      assert.equal((await renewed.call(`/v2/images/${id}`)).status, 404);
    });
  }

  test('a dead worker leaves the image saving for ever', async (t) => {
    const { cloud, demo, id } = await stage(t, false);
    cloud.faults.add({ on: onUpload, do: 'worker-death', after: 1000, times: 1 });
    await assert.rejects(demo.upload(id, data));
    assert.equal((await demo.getImage(id))['status'], 'saving');
    assert.equal((await demo.upload(id, data)).status, 409);
    assert.equal((await demo.call(`/v2/images/${id}`, { method: 'DELETE' })).status, 204);
  });

  test('a lost answer: the data are there, the client cannot know', async (t) => {
    const { cloud, demo, id } = await stage(t, false);
    cloud.faults.add({ on: onUpload, do: 'lose-answer', times: 1 });
    await assert.rejects(demo.upload(id, data));
    const image = await demo.getImage(id);
    assert.equal(image['status'], 'active');
    assert.equal(image['size'], data.length);
  });

  test('stall takes no more, and a client that goes away ends it', async (t) => {
    const { cloud, demo, id } = await stage(t, false);
    cloud.faults.add({ on: onUpload, do: 'stall', after: 1000 });
    const socket = await openUpload(cloud, demo, id, { 'Content-Length': String(data.length) });
    socket.write(data);
    await eventually(
      async () => cloud.faults.fired().length,
      (count) => count === 1,
    );
    assert.equal((await demo.getImage(id))['status'], 'saving');
    socket.destroy();
    await states(demo, id, 'queued');
  });
});
