import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type DevCloud, type ManualClock, manualClock } from '@ostk/devcloud';

import { startCloud } from '../support/cloud.ts';
import { login, postToken } from '../support/client.ts';
import { send, type WireAnswer } from '../support/wire.ts';

/** The key of RFC 6238, appendix B, in base32. */
const key = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

interface World {
  readonly cloud: DevCloud;
  readonly clock: ManualClock;
}

/** A cloud at a point in time, in which `demo` has the RFC's key. */
async function startAt(t: Parameters<typeof startCloud>[0], seconds: number): Promise<World> {
  const clock = manualClock(seconds * 1000);
  const cloud = await startCloud(t, { clock });
  const { token } = await login(cloud, 'demo');
  const created = await send(`${cloud.authUrl}/credentials`, {
    method: 'POST',
    headers: { 'X-Auth-Token': token, 'Content-Type': 'application/json' },
    body: JSON.stringify({ credential: { type: 'totp', blob: key } }),
  });
  assert.equal(created.status, 201, created.text);
  return { cloud, clock };
}

const user = { name: 'demo', domain: { id: 'default' } };

function withPasscode({ cloud }: World, passcode: string): Promise<WireAnswer> {
  const identity = { methods: ['totp'], totp: { user: { ...user, passcode } } };
  return postToken(cloud, JSON.stringify({ auth: { identity } }));
}

for (const [seconds, passcode] of [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
] as const) {
  test(`at ${seconds}, the passcode is that of RFC 6238`, async (t) => {
    const world = await startAt(t, seconds);
    assert.equal((await withPasscode(world, passcode)).status, 201);
    assert.equal((await withPasscode(world, '000000')).status, 401);
  });
}

test('a passcode is good for its step and the one after it', async (t) => {
  const world = await startAt(t, 59);
  world.clock.advance(30_000);
  assert.equal((await withPasscode(world, '287082')).status, 201);
  world.clock.advance(30_000);
  assert.equal((await withPasscode(world, '287082')).status, 401);
});

test('a receipt is good for five minutes', async (t) => {
  const world = await startAt(t, 1_111_111_109);
  const { cloud, clock } = world;
  const { token: admin } = await login(cloud, 'admin');
  const listed = await send(`${cloud.authUrl}/users?name=demo`, { headers: { 'X-Auth-Token': admin } });
  const { users }: { users: { id: string }[] } = JSON.parse(listed.text);
  const options = { multi_factor_auth_rules: [['password', 'totp']] };
  const changed = await send(`${cloud.authUrl}/users/${users[0]?.id}`, {
    method: 'PATCH',
    headers: { 'X-Auth-Token': admin, 'Content-Type': 'application/json' },
    body: JSON.stringify({ user: { options } }),
  });
  assert.equal(changed.status, 200, changed.text);
  const identity = { methods: ['password'], password: { user: { ...user, password: 'secret' } } };
  const first = await postToken(cloud, JSON.stringify({ auth: { identity } }));
  const receipt = String(first.headers['openstack-auth-receipt']);
  const again = (): Promise<WireAnswer> =>
    send(`${cloud.authUrl}/auth/tokens`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Openstack-Auth-Receipt': receipt },
      body: JSON.stringify({ auth: { identity } }),
    });
  clock.advance(299_000);
  assert.match((await again()).text, /required_auth_methods/);
  clock.advance(2_000);
  assert.match((await again()).text, /Could not find auth receipt/);
});
