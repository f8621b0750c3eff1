import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { startDevCloud } from '@ostk/devcloud';
import type { Fault } from '@ostk/devcloud';

import { login, passwordRequest, postToken } from '../support/client.ts';
import { startCloud } from '../support/cloud.ts';

const busy: Fault = { on: 'GET /v2/images', do: 'status', status: 503 };

describe('the board of faults', () => {
  test('a status stands in place of the service, with any body and headers', async (t) => {
    const cloud = await startCloud(t);
    const demo = await login(cloud, 'demo');
    cloud.faults.add({ ...busy, body: '<html>busy', headers: { 'Retry-After': '3' } });
    const answer = await demo.call('/v2/images');
    assert.equal(answer.status, 503);
    assert.equal(answer.text, '<html>busy');
    assert.equal(answer.headers['retry-after'], '3');
    assert.equal((await demo.call('/v2/images/none')).status, 404, 'other paths are not harmed');
  });

  test('skip lets some pass first, times says how often it strikes', async (t) => {
    const cloud = await startCloud(t, { faults: [{ ...busy, skip: 1, times: 2 }] });
    const demo = await login(cloud, 'demo');
    const statuses: number[] = [];
    for (let count = 0; count < 5; count += 1) statuses.push((await demo.call('/v2/images')).status);
    assert.deepEqual(statuses, [200, 503, 503, 200, 200]);
  });

  test('a pattern: one segment, any rest, any method', async (t) => {
    const cloud = await startCloud(t);
    const demo = await login(cloud, 'demo');
    const cases = [
      ['GET /v2/images/:id', '/v2/images/x', true],
      ['GET /v2/images/:id', '/v2/images/x/file', false],
      ['GET /v2/images/*', '/v2/images/x/file', true],
      ['* /v2/images/*', '/v2/images/x/file', true],
      ['PUT /v2/images/*', '/v2/images/x/file', false],
      ['GET /v2/image.', '/v2/images', false],
    ] as const;
    for (const [on, path, hit] of cases) {
      cloud.faults.add({ on, do: 'status', status: 599 });
      assert.equal((await demo.call(path)).status === 599, hit, `${on} ${path}`);
      cloud.faults.clear();
    }
  });

  test('Keystone has faults too', async (t) => {
    const cloud = await startCloud(t, {
      faults: [{ on: 'POST /v3/auth/tokens', do: 'status', status: 502, times: 1 }],
    });
    assert.equal((await postToken(cloud, passwordRequest('demo'))).status, 502);
    assert.equal((await postToken(cloud, passwordRequest('demo'))).status, 201);
  });

  test('fired tells what struck where, and clear forgets it', async (t) => {
    const cloud = await startCloud(t, { faults: [busy] });
    const demo = await login(cloud, 'demo');
    await demo.call('/v2/images');
    assert.deepEqual(cloud.faults.fired(), [{ fault: busy, method: 'GET', path: '/v2/images' }]);
    cloud.faults.clear();
    assert.deepEqual(cloud.faults.fired(), []);
    assert.equal((await demo.call('/v2/images')).status, 200);
  });

  test('a delayed answer comes, after the work is done', async (t) => {
    const cloud = await startCloud(t, {
      faults: [{ on: 'POST /v2/images', do: 'delay-answer', milliseconds: 50 }],
    });
    const demo = await login(cloud, 'demo');
    const start = process.hrtime.bigint();
    await demo.createImage();
    assert.ok(process.hrtime.bigint() - start >= 49_000_000n);
  });

  test('what is wrong with a fault is named', async () => {
    const wrong = [
      ['{"on":"GET /x","do":"explode"}', /"explode"/],
      ['{"on":"GET x","do":"reset"}', /wrong "on"/],
      ['{"do":"reset"}', /needs "on"/],
      ['{"on":"GET /x","do":"status"}', /needs "status"/],
      ['{"on":"GET /x","do":"reset","after":"3 apples"}', /wrong "after"/],
      ['{"on":"GET /x","do":"reset","afetr":3}', /has no "afetr"/],
      ['{"on":"GET /x","do":"slow"}', /needs "bytesPerSecond"/],
      ['{"on":"GET /x","do":"reset","times":-1}', /wrong "times"/],
    ] as const;
    for (const [text, message] of wrong) {
      await assert.rejects(
        startDevCloud({ faults: [JSON.parse(text)] }),
        { name: 'TypeError', message },
        text,
      );
    }
  });
});
