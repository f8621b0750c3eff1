import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import type { Session } from '@ostk/sdk';

import { type FakeCloud, type Lifetime, listImages, openSession, startFakeCloud } from './support/cloud.ts';

const minute = 60_000;

async function open(t: TestContext, lifetime: Lifetime): Promise<{ cloud: FakeCloud; session: Session }> {
  const cloud = await startFakeCloud(t, { lifetime });
  return { cloud, session: await openSession(t, cloud.authUrl) };
}

test('a token with hours ahead is used again', async (t) => {
  const { cloud, session } = await open(t, { left: 60 * minute });
  for (let call = 0; call < 5; call += 1) await session.json(listImages);
  assert.equal(cloud.logins.length, 1);
});

test('a token is renewed before it expires, not after it was refused', async (t) => {
  const { cloud, session } = await open(t, { left: 60 * minute });
  await session.json(listImages);
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 59 * minute });
  await session.json(listImages);
  assert.equal(cloud.logins.length, 2);
  assert.deepEqual(
    cloud.calls.map(({ headers }) => headers['x-auth-token']),
    ['token-1', 'token-2'],
  );
});

test('three minutes before its end it is still good enough', async (t) => {
  const { cloud, session } = await open(t, { left: 60 * minute });
  await session.json(listImages);
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 57 * minute });
  await session.json(listImages);
  assert.equal(cloud.logins.length, 1);
});

test('a call that says how long it will take gets a token that lives so long', async (t) => {
  const { cloud, session } = await open(t, { left: 60 * minute });
  await session.json(listImages);
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 40 * minute });
  await session.json({ ...listImages, tokenLife: 10 * minute });
  assert.equal(cloud.logins.length, 1);
  await session.json({ ...listImages, tokenLife: 25 * minute });
  assert.equal(cloud.logins.length, 2);
});

test('a token with more than half of its life ahead is not renewed: a new one would hardly live longer', async (t) => {
  const { cloud, session } = await open(t, { left: 60 * minute });
  await session.json(listImages);
  await session.json({ ...listImages, tokenLife: 24 * 60 * minute });
  assert.equal(cloud.logins.length, 1);
});

test('tokens that live for a minute only are not asked for with every call', async (t) => {
  const { cloud, session } = await open(t, { left: minute });
  await session.json(listImages);
  await session.json(listImages);
  assert.equal(cloud.logins.length, 1);
});

test('a token that was dead on arrival is not used for a second call', async (t) => {
  const { cloud, session } = await open(t, { left: -minute });
  await session.token();
  await session.token();
  assert.equal(cloud.logins.length, 2);
});
