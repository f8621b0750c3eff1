import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import { AuthError } from '@ostk/sdk';

import {
  createImage,
  type FakeCloud,
  listImages,
  openSession,
  rejectionOf,
  startFakeCloud,
  tokenBody,
} from './support/cloud.ts';
import { type Handler, type Happening, happening, sendJson } from './support/server.ts';

/** A cloud whose logins stand still, once they have arrived, until `go` happens. */
async function startSlowLogin(t: TestContext): Promise<{
  readonly cloud: FakeCloud;
  readonly arrived: Happening<void>;
  readonly go: Happening<void>;
}> {
  const arrived = happening();
  const go = happening();
  const keystone: Handler = (_received, response) => {
    arrived.resolve();
    void go.promise.then(() => sendJson(response, tokenBody([]), 201, { 'X-Subject-Token': 'x' }));
  };
  return { cloud: await startFakeCloud(t, { keystone }), arrived, go };
}

test('fifty calls at once cause one login', async (t) => {
  const cloud = await startFakeCloud(t);
  const session = await openSession(t, cloud.authUrl);
  await Promise.all(Array.from({ length: 50 }, () => session.json(listImages)));
  assert.equal(cloud.logins.length, 1);
  assert.equal(cloud.calls.length, 50);
});

test('calls that come while the login is under way wait for it', async (t) => {
  const { cloud, arrived, go } = await startSlowLogin(t);
  const session = await openSession(t, cloud.authUrl);
  const first = session.token();
  await arrived.promise;
  const second = session.token();
  go.resolve();
  assert.equal(await first, await second);
  assert.equal(cloud.logins.length, 1);
});

test('no login is made before the first call', async (t) => {
  const cloud = await startFakeCloud(t);
  await openSession(t, cloud.authUrl);
  assert.equal(cloud.received.length, 0);
});

test('a login that fails fails all who wait for it, and its reason is looked for once', async (t) => {
  const cloud = await startFakeCloud(t, {
    keystone: (_received, response) => sendJson(response, { error: { message: 'no' } }, 401),
  });
  const session = await openSession(t, cloud.authUrl);
  const all = await Promise.allSettled(Array.from({ length: 10 }, () => session.token()));
  assert.equal(cloud.logins.length, 2);
  for (const one of all) assert(one.status === 'rejected' && one.reason instanceof AuthError);
});

test('every call carries the token, and asks for JSON', async (t) => {
  const cloud = await startFakeCloud(t);
  const session = await openSession(t, cloud.authUrl);
  await session.json(listImages);
  await session.json(createImage);
  for (const { headers } of cloud.calls) {
    assert.equal(headers['x-auth-token'], 'token-1');
    assert.equal(headers.accept, 'application/json');
  }
});

test('a caller cannot put another token into the head of a request', async (t) => {
  const cloud = await startFakeCloud(t);
  const session = await openSession(t, cloud.authUrl);
  await session.json({ ...listImages, headers: { 'x-auth-token': 'mine', 'X-Auth-Token': 'mine' } });
  assert.equal(cloud.calls[0]?.headers['x-auth-token'], 'token-1');
});

test('one who gives up does not stop the login the others wait for', async (t) => {
  const { cloud, arrived, go } = await startSlowLogin(t);
  const session = await openSession(t, cloud.authUrl);
  const controller = new AbortController();
  const impatient = session.token({ signal: controller.signal });
  const patient = session.token();
  await arrived.promise;
  const reason = new Error('changed my mind');
  controller.abort(reason);
  assert.equal(await rejectionOf(impatient), reason);
  go.resolve();
  assert.equal((await patient).id.reveal(), 'x');
  assert.equal(cloud.logins.length, 1);
});

test('a login that fails when nobody waits any more does no harm', async (t) => {
  const arrived = happening();
  const go = happening();
  const answered = happening();
  const keystone: Handler = (_received, response) => {
    arrived.resolve();
    void go.promise.then(() => sendJson(response, { error: { message: 'no' } }, 401));
    response.on('close', () => answered.resolve());
  };
  const cloud = await startFakeCloud(t, { keystone });
  const session = await openSession(t, cloud.authUrl);
  const controller = new AbortController();
  const only = session.token({ signal: controller.signal });
  await arrived.promise;
  controller.abort();
  await rejectionOf(only);
  go.resolve();
  await answered.promise;
  // An unhandled rejection would fail this test file; the session goes on to work.
  await assert.rejects(session.token(), AuthError);
});

test('a signal that is aborted already starts no login', async (t) => {
  const cloud = await startFakeCloud(t);
  const session = await openSession(t, cloud.authUrl);
  const reason = new Error('too late');
  assert.equal(await rejectionOf(session.token({ signal: AbortSignal.abort(reason) })), reason);
  await session.token();
  assert.equal(cloud.logins.length, 1);
});
