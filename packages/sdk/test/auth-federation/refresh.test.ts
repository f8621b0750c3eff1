import assert from 'node:assert/strict';
import { test } from 'node:test';

import { person } from './support/provider.ts';
import { open, startWorld, type World } from './support/world.ts';

const { name: username, password } = person;

function grantsOf({ provider }: World): readonly unknown[] {
  return provider.forms.map((form) =>
    typeof form === 'object' && form !== null && 'grant_type' in form ? form.grant_type : undefined,
  );
}

const withRefresh = { username, password, openidScope: 'openid profile offline_access' };

test('a refresh token saves the second login', async (t) => {
  const world = await startWorld(t);
  const conn = await open(t, 'v3oidcpassword', { ...world.auth, ...withRefresh });
  world.cloud.faults.add({ on: 'GET /v2/images', do: 'revoke-token', times: 1 });
  await conn.image.images().toArray();
  await conn.image.images().toArray();
  assert.deepEqual(grantsOf(world), ['password', 'refresh_token']);
});

test('a refresh token that has ended costs a whole login', async (t) => {
  let requests = 0;
  const world = await startWorld(t, {
    provider: {
      instead: (path) => {
        if (path !== '/token') return undefined;
        requests += 1;
        return requests === 2 ? { status: 400, body: { error: 'invalid_grant' } } : undefined;
      },
    },
  });
  const conn = await open(t, 'v3oidcpassword', { ...world.auth, ...withRefresh });
  world.cloud.faults.add({ on: 'GET /v2/images', do: 'revoke-token', times: 1 });
  await conn.image.images().toArray();
  await conn.image.images().toArray();
  assert.equal(requests, 3);
  assert.deepEqual(grantsOf(world), ['password', 'password']);
});

test('a refresh token that is given signs in by itself', async (t) => {
  const world = await startWorld(t);
  const pair = [world.auth.clientId ?? '', world.auth.clientSecret ?? ''].map(encodeURIComponent).join(':');
  const answer = await fetch(world.provider.tokenEndpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
    body: new URLSearchParams({
      grant_type: 'password',
      username,
      password,
      scope: withRefresh.openidScope,
    }),
  });
  const body: unknown = await answer.json();
  assert(typeof body === 'object' && body !== null && 'refresh_token' in body);
  const refreshToken = String(body.refresh_token);
  const conn = await open(t, 'v3oidcdeviceauthz', { ...world.auth, refreshToken });
  assert.equal((await conn.session.token()).user?.name, 'ada');
});
