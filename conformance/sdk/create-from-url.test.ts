import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

import { ImportError, IntegrityError, OptionError } from '@ostk/sdk';

import { suite } from '../harness/cloud.ts';
import { deleteAfter, uniqueName } from '../harness/images.ts';
import { serveToCloud, slowSource } from '../harness/web-source.ts';
import { connectAs, failure } from './support.ts';

const demo = await connectAs('demo');
const patience = { interval: 100, timeout: 60_000 } as const;
const formats = { diskFormat: 'raw', containerFormat: 'bare' } as const;

const digest = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex');

async function leftovers(name: string): Promise<number> {
  return (await demo.image.images({ name }).toArray()).length;
}

suite('SDK: an image from a URL in one call', () => {
  test('is active, verified, and protected only when it is whole', async (t) => {
    const url = await serveToCloud(t, (_, response) => response.end('whole'));
    const image = await demo.image.createImage({
      name: uniqueName(),
      from: `${url}/image.raw`,
      ...formats,
      ...patience,
      protected: true,
      properties: { os_distro: 'debian' },
      expect: { size: 5, md5: digest('md5', 'whole'), sha512: digest('sha512', 'whole').toUpperCase() },
    });
    deleteAfter(t, image.id);
    assert.equal(image.status, 'active');
    assert.equal(image.protected, true);
    assert.equal(image.properties['os_distro'], 'debian');
  });

  test('with other data than expected is an IntegrityError, and nothing is left', async (t) => {
    const url = await serveToCloud(t, (_, response) => response.end('other'));
    const expectations = [
      [{ md5: digest('md5', 'x') }, 'md5'],
      [{ sha512: digest('sha512', 'x') }, 'sha512'],
      [{ size: 6 }, 'size'],
      [{ sha256: digest('sha256', 'other') }, 'sha256'],
    ] as const;
    for (const [expect, algorithm] of expectations) {
      const name = uniqueName();
      const work = demo.image.createImage({ name, from: url, ...formats, ...patience, expect });
      const error = await failure(work, IntegrityError);
      assert.equal(error.algorithm, algorithm);
      assert.equal(await leftovers(name), 0);
    }
  });

  test('whose source refuses is not begun', async (t) => {
    const url = await serveToCloud(t, (_, response) => response.writeHead(404).end());
    const name = uniqueName();
    const work = demo.image.createImage({ name, from: `${url}/gone`, ...formats });
    const error = await failure(work, ImportError);
    assert.equal(error.outcome, 'refused');
    assert.match(error.message, /\/gone answers 404$/);
    assert.equal(await leftovers(name), 0);
  });

  test('whose source refuses HEAD only is imported', async (t) => {
    const url = await serveToCloud(t, (request, response) =>
      request.method === 'HEAD' ? response.writeHead(403).end() : response.end('data'),
    );
    const image = await demo.image.createImage({ name: uniqueName(), from: url, ...formats, ...patience });
    deleteAfter(t, image.id);
    assert.equal(image.size, 4);
  });

  test('whose import fails leaves nothing, or what was asked to be kept', async (t) => {
    const url = await serveToCloud(t, (request, response) =>
      request.method === 'HEAD' ? response.end() : response.writeHead(500).end(),
    );
    const name = uniqueName();
    const options = { name, from: url, ...formats, ...patience } as const;
    const error = await failure(demo.image.createImage(options), ImportError);
    assert.equal(error.outcome, 'failed');
    assert.equal(await leftovers(name), 0);
    await failure(demo.image.createImage({ ...options, keepFailed: true }), ImportError);
    const [kept] = await demo.image.images({ name }).toArray();
    assert.ok(kept !== undefined);
    deleteAfter(t, kept.id);
  });

  test('that is cancelled or stuck leaves nothing', async (t) => {
    const { url, half } = await slowSource(t);
    const name = uniqueName();
    const stuck = demo.image.createImage({ name, from: url, ...formats, interval: 20, stuckAfter: 300 });
    assert.equal((await failure(stuck, ImportError)).outcome, 'stuck');
    assert.equal(await leftovers(name), 0);
    (await half)();
  });

  test('needs formats and an http: URL', async () => {
    const from = 'http://127.0.0.1:18080/x';
    await failure(demo.image.createImage({ from, name: 'x' }), OptionError);
    await failure(demo.image.createImage({ from: 'image.raw', ...formats }), OptionError);
    await failure(demo.image.createImage({ from: 'file:///etc/passwd', ...formats }), OptionError);
    const expect: object = { sha1: 'x' };
    await failure(demo.image.createImage({ from, ...formats, expect }), OptionError);
  });
});
