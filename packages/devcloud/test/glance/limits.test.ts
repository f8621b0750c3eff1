import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { login, messageOf } from '../support/client.ts';
import { startCloud } from '../support/cloud.ts';
import { stage } from '../support/imports.ts';

describe('limits', () => {
  test('nothing is told when nothing is limited', async (t) => {
    const demo = await login(await startCloud(t), 'demo');
    assert.deepEqual(JSON.parse((await demo.call('/v2/info/usage')).text), { usage: {} });
  });

  test('a limit there is not, or that is none, is named', async (t) => {
    const wrong = JSON.parse('{"imageCount": 1}');
    await assert.rejects(startCloud(t, { limits: wrong }), /Option "limits" has no "imageCount"/);
    const limits = { imageCountTotal: -1 };
    await assert.rejects(startCloud(t, { limits }), /has a wrong "imageCountTotal": -1/);
  });

  test('usage is that of the own project', async (t) => {
    const cloud = await startCloud(t, { limits: { imageSizeTotal: 10, imageCountTotal: 3 } });
    const [demo, alt] = [await login(cloud, 'demo'), await login(cloud, 'alt')];
    const { id } = await demo.createImage();
    await demo.upload(id, Buffer.alloc(2 ** 20 * 2));
    await stage(demo, (await demo.createImage()).id, 'x'.repeat(2 ** 20));
    assert.deepEqual(JSON.parse((await demo.call('/v2/info/usage')).text), {
      usage: {
        image_size_total: { usage: 2, limit: 10 },
        image_stage_total: { usage: 1, limit: -1 },
        image_count_total: { usage: 2, limit: 3 },
        image_count_uploading: { usage: 1, limit: -1 },
      },
    });
    const { usage } = JSON.parse((await alt.call('/v2/info/usage')).text);
    assert.equal(usage.image_count_total.usage, 0);
  });

  test('one image too many is a 413 that tells why', async (t) => {
    const cloud = await startCloud(t, { limits: { imageCountTotal: 1 } });
    const demo = await login(cloud, 'demo');
    await demo.createImage();
    const answer = await demo.call('/v2/images', { method: 'POST', body: '{}' });
    assert.equal(answer.status, 413);
    assert.match(
      messageOf(answer),
      /Resource image_count_total is over limit of 1 due to current usage 1 and delta 1\]$/,
    );
  });

  test('who has too much data uploads no more, but may finish what was begun', async (t) => {
    const demo = await login(await startCloud(t, { limits: { imageSizeTotal: 1 } }), 'demo');
    const [first, second] = [await demo.createImage(), await demo.createImage()];
    assert.equal((await demo.upload(first.id, Buffer.alloc(2 ** 21))).status, 204);
    assert.equal((await demo.upload(second.id, Buffer.from('x'))).status, 413);
    assert.equal((await demo.getImage(second.id))['status'], 'queued');
  });
});
