import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import { type AuthOptions, type AuthPlugin, connect, type DeviceCode, type Token } from '@ostk/sdk';

import { oidcDevicePluginWith, type PollClock } from '#src/auth/oidc/device.js';
import { resolveCloud } from '#src/config/resolve.js';
import { toCallbacks, toSelection } from '#src/connect-options.js';
import { nodePlatform } from '#src/platform/node/index.js';

import { browse } from './support/browser.ts';
import { type OwnAnswer, publicClient } from './support/provider.ts';
import { open, startWorld, type World } from './support/world.ts';

/** A clock that does not wait, and writes down how long it should have. */
interface QuickClock extends PollClock {
  readonly waits: readonly number[];
}

function quickClock(onWait: (count: number) => void | Promise<void> = () => undefined): QuickClock {
  const waits: number[] = [];
  let time = 0;
  return {
    waits,
    now: () => time,
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      time += milliseconds;
      waits.push(milliseconds);
      await onWait(waits.length);
    },
  };
}

/** Signs in with a clock of the test's; everything else is as `connect` does it. */
async function signIn(
  t: TestContext,
  auth: AuthOptions,
  clock: PollClock,
  signal?: AbortSignal,
): Promise<Token> {
  const options = { authType: 'v3oidcdeviceauthz', auth } as const;
  const config = await resolveCloud(nodePlatform, toSelection(options));
  const plugin: AuthPlugin = oidcDevicePluginWith(
    { config, auth: config.auth, callbacks: toCallbacks(options), listen: nodePlatform.listen },
    clock,
  );
  const conn = await connect({
    auth: { ...plugin, authenticate: (context) => plugin.authenticate({ ...context, config }) },
  });
  t.after(() => conn.close());
  return conn.session.token({ signal });
}

/** A world whose provider leaves the first polls to this. */
async function startScripted(
  t: TestContext,
  answers: readonly OwnAnswer[],
  device: object = {},
): Promise<World> {
  const left = [...answers];
  return startWorld(t, {
    provider: {
      reshape: (path, body) =>
        path === '/device/auth' && typeof body === 'object' ? { ...body, ...device } : undefined,
      instead: (path) => (path === '/token' ? left.shift() : undefined),
    },
  });
}

const pending = { status: 400, body: { error: 'authorization_pending' } };
const slowDown = { status: 400, body: { error: 'slow_down' } };

/** Confirms the code as a person does. */
async function confirm({ verificationUrlComplete = '' }: DeviceCode): Promise<void> {
  const { text } = await browse(verificationUrlComplete, { name: 'ada' });
  assert.match(text, /Success/i);
}

/** Presses the button that stops it. */
async function refuse({ verificationUrlComplete = '' }: DeviceCode): Promise<void> {
  await browse(verificationUrlComplete, { name: 'ada', refuses: true });
}

for (const clientId of ['ostk', publicClient.id]) {
  test(`a person confirms the code (client ${clientId})`, async (t) => {
    const world = await startWorld(t);
    const seen: DeviceCode[] = [];
    const onDeviceCode = async (code: DeviceCode): Promise<void> => {
      seen.push(code);
      await confirm(code);
    };
    const client = clientId === 'ostk' ? {} : { clientId, clientSecret: undefined };
    const token = await signIn(t, { ...world.auth, ...client, onDeviceCode }, quickClock());
    assert.equal(token.user?.name, 'ada');
    assert.equal(token.scope.kind, 'project');
    assert.match(seen[0]?.userCode ?? '', /^\w{4}-\w{4}$/);
    assert.equal(seen[0]?.verificationUrl, `${world.provider.issuer}/device`);
    assert((seen[0]?.expiresAt ?? 0) > Date.now());
  });
}

test('polling waits 5 s where the provider names no interval, and until the person has decided', async (t) => {
  const world = await startWorld(t);
  const codes: DeviceCode[] = [];
  const clock = quickClock(async (count) => {
    if (count === 3 && codes[0] !== undefined) await confirm(codes[0]);
  });
  await signIn(t, { ...world.auth, onDeviceCode: (code) => void codes.push(code) }, clock);
  assert.deepEqual(clock.waits, [5000, 5000, 5000]);
});

test('slow_down makes every later wait 5 s longer', async (t) => {
  const world = await startScripted(t, [slowDown, pending, slowDown], { interval: 2 });
  const clock = quickClock();
  await signIn(t, { ...world.auth, onDeviceCode: confirm }, clock);
  assert.deepEqual(clock.waits, [2000, 7000, 7000, 12_000]);
});

test('a provider in trouble is asked again, at growing intervals', async (t) => {
  const trouble = { status: 500, body: { error: 'server_error' } };
  const world = await startScripted(t, [trouble, trouble], { interval: 1 });
  const clock = quickClock();
  await signIn(t, { ...world.auth, onDeviceCode: confirm }, clock);
  assert.deepEqual(clock.waits, [1000, 2000, 4000]);
});

test('denied', async (t) => {
  const world = await startWorld(t);
  await assert.rejects(signIn(t, { ...world.auth, onDeviceCode: refuse }, quickClock()), {
    name: 'AuthError',
    message: /refuses the login: access_denied: End-User aborted interaction/,
  });
});

test('nobody confirms: it ends with the code, by our clock', async (t) => {
  const world = await startScripted(t, [], { expires_in: 20, interval: 6 });
  const clock = quickClock();
  await assert.rejects(signIn(t, { ...world.auth, onDeviceCode: () => undefined }, clock), {
    name: 'AuthError',
    message: 'the device code was not confirmed within 20 s: sign in again',
  });
  assert.deepEqual(clock.waits, [6000, 6000, 6000]);
});

test('nobody confirms: the provider says that the code has ended', async (t) => {
  const world = await startScripted(t, [{ status: 400, body: { error: 'expired_token' } }]);
  await assert.rejects(signIn(t, { ...world.auth, onDeviceCode: () => undefined }, quickClock()), {
    name: 'AuthError',
    message: 'the device code was not confirmed in time: sign in again',
  });
});

test('a provider without device codes', async (t) => {
  const world = await startScripted(t, [], { device_code: undefined });
  await assert.rejects(signIn(t, { ...world.auth, onDeviceCode: () => undefined }, quickClock()), {
    name: 'AuthError',
    message: /gave no device code/,
  });
});

test('without onDeviceCode the error says what to give', async (t) => {
  const world = await startWorld(t);
  const conn = await open(t, 'v3oidcdeviceauthz', world.auth);
  await assert.rejects(conn.session.token(), { name: 'AuthError', message: /give auth\.onDeviceCode/ });
  assert.equal(world.provider.requests.includes('POST /device/auth'), false);
});

test('a callback that throws ends the login', async (t) => {
  const world = await startWorld(t);
  const reason = new Error('no screen');
  const onDeviceCode = (): never => {
    throw reason;
  };
  const conn = await open(t, 'v3oidcdeviceauthz', { ...world.auth, onDeviceCode });
  await assert.rejects(conn.session.token(), reason);
});

test('who gives up ends the polling', async (t) => {
  const world = await startWorld(t);
  const controller = new AbortController();
  const reason = new Error('closed the window');
  const ends: unknown[] = [];
  const clock: PollClock = {
    now: () => 0,
    sleep: (_milliseconds, signal) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          ends.push(signal.reason);
          reject(signal.reason);
        });
        controller.abort(reason);
      }),
  };
  const auth = { ...world.auth, onDeviceCode: () => undefined };
  await assert.rejects(signIn(t, auth, clock, controller.signal), reason);
  assert.deepEqual(ends, [reason]);
  assert.equal(world.provider.requests.includes('POST /token'), false);
});

test('code_challenge_method: plain, and one that there is not', async (t) => {
  const world = await startWorld(t);
  await assert.rejects(open(t, 'v3oidcdeviceauthz', { ...world.auth, codeChallengeMethod: 'S512' }), {
    name: 'ConfigError',
    message: 'auth: code_challenge_method must be S256 or plain, not S512',
  });
});
