import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { login } from '../support/client.ts';
import { startCloud } from '../support/cloud.ts';
import { send } from '../support/wire.ts';

describe('faults over HTTP', () => {
  test('are added, told, and taken away', async (t) => {
    const cloud = await startCloud(t);
    const demo = await login(cloud, 'demo');
    const url = new URL('/_devcloud/faults', cloud.authUrl).href;
    const fault = { on: 'GET /v2/images', do: 'status', status: 500 };
    assert.equal((await send(url, { method: 'POST', body: JSON.stringify([fault]) })).status, 201);
    assert.equal((await demo.call('/v2/images')).status, 500);
    assert.deepEqual(JSON.parse((await send(url)).text), {
      faults: [fault],
      fired: [{ fault, method: 'GET', path: '/v2/images' }],
    });
    assert.equal((await send(url, { method: 'DELETE' })).status, 204);
    assert.equal((await demo.call('/v2/images')).status, 200);
  });

  test('a wrong one is a 400 that says why', async (t) => {
    const cloud = await startCloud(t);
    const url = new URL('/_devcloud/faults', cloud.authUrl).href;
    const answer = await send(url, { method: 'POST', body: '{"on":"GET /","do":"explode"}' });
    assert.equal(answer.status, 400);
    assert.match(JSON.parse(answer.text).error, /"explode"/);
  });

  test('faults do not harm the road to them', async (t) => {
    const cloud = await startCloud(t, { faults: [{ on: '* /*', do: 'status', status: 500 }] });
    const url = new URL('/_devcloud/faults', cloud.authUrl).href;
    assert.equal((await send(url)).status, 200);
  });
});
