import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { AsyncEntry, findCredentialsAsync } from '@napi-rs/keyring';
import { connect, type SessionEvent } from '@ostk/sdk';
import { KeyringTokenStore } from '#src/platform/node/keyring-store.js';

import {
  type FakeCloud,
  listImages,
  openSession,
  rejectionOf,
  startFakeCloud,
  user,
} from '../http/support/cloud.ts';
import { sendJson } from '../http/support/server.ts';
import { startSecretService } from './support/secret-service.ts';

const run = promisify(execFile);
const service = await startSecretService();
if (service !== undefined) process.env['DBUS_SESSION_BUS_ADDRESS'] = service.address;
after(() => service?.stop());
const skip = !(await answers()) && 'no Secret Service answers: dbus and gnome-keyring are needed';
const index = import.meta.resolve('@ostk/sdk');

async function accounts(): Promise<readonly string[]> {
  return (await findCredentialsAsync('ostk')).map(({ account }) => account);
}

async function tokens(): Promise<readonly string[]> {
  return (await accounts()).filter((account) => account !== 'salt');
}

function entryOf(account: string): AsyncEntry {
  return new AsyncEntry('ostk', account, { linux: { store: 'secret-service' } });
}

async function answers(): Promise<boolean> {
  if (service === undefined) return false;
  return entryOf('salt')
    .setPassword('probe')
    .then(
      () => true,
      () => false,
    );
}

beforeEach(async () => {
  if (skip !== false) return;
  for (const account of await accounts()) await entryOf(account).deleteCredential();
});

async function callOnce(t: TestContext, cloud: FakeCloud, more: object = {}): Promise<void> {
  const session = await openSession(t, cloud.authUrl, { tokenCache: 'keyring', ...more });
  await session.json(listImages);
}

/** A program that makes one call with the keyring and tells the error, if there is one. */
function program(authUrl: string, sdk = index): string {
  return `
    import { connect } from ${JSON.stringify(sdk)};
    const auth = { authUrl: ${JSON.stringify(authUrl)}, userId: 'u', password: 'p', projectId: 'x' };
    const conn = await connect({ auth, tokenCache: 'keyring' });
    try {
      await conn.session.json({ service: 'image', method: 'GET', path: '/images' });
    } catch (error) {
      console.log(JSON.stringify([error.name, error.code, error.message]));
    }
  `;
}

async function runProgram(text: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', text], {
    env: { ...process.env, ...env },
    timeout: 60_000,
  });
  return stdout.trim();
}

test('the second connection does not sign in, nor does another process', { skip }, async (t) => {
  const cloud = await startFakeCloud(t);
  const cached: boolean[] = [];
  const onEvent = (event: SessionEvent): void => {
    if (event.type === 'login:end') cached.push(event.cached);
  };
  await callOnce(t, cloud, { onEvent });
  await callOnce(t, cloud, { onEvent });
  assert.deepEqual(cached, [false, true]);
  assert.equal(cloud.logins.length, 1);
  assert.equal(cloud.calls[1]?.headers['x-auth-token'], 'token-1');
  assert.equal(await runProgram(program(cloud.authUrl)), '');
  assert.equal(await runProgram(program(cloud.authUrl)), '');
  assert.equal(cloud.logins.length, 2, 'one for the other identity, in two processes');
});

test('no secret in a name or an entry; another password is another entry', { skip }, async (t) => {
  const cloud = await startFakeCloud(t);
  await callOnce(t, cloud, { auth: { ...user, password: 'pass-c4n4ry' } });
  await callOnce(t, cloud, { auth: { ...user, password: 'another' } });
  assert.equal(cloud.logins.length, 2);
  assert.equal((await tokens()).length, 2);
  for (const { account, password } of await findCredentialsAsync('ostk')) {
    assert.match(account, /^(?:[\da-f]{64}|salt)$/);
    assert.doesNotMatch(password, /c4n4ry/);
  }
});

test('forget: here and in the keyring', { skip }, async (t) => {
  const cloud = await startFakeCloud(t);
  const session = await openSession(t, cloud.authUrl, { tokenCache: 'keyring' });
  await session.json(listImages);
  assert.equal((await tokens()).length, 1);
  await session.forgetToken();
  assert.deepEqual(await tokens(), []);
  await session.json(listImages);
  assert.equal(cloud.logins.length, 2);
});

test('a token that is refused is replaced', { skip }, async (t) => {
  let revoked = false;
  const cloud: FakeCloud = await startFakeCloud(t, {
    image: ({ headers }, response) =>
      headers['x-auth-token'] === 'token-1' && revoked
        ? sendJson(response, {}, 401)
        : sendJson(response, { images: [] }),
  });
  await callOnce(t, cloud);
  revoked = true;
  await callOnce(t, cloud);
  await callOnce(t, cloud);
  assert.equal(cloud.logins.length, 2);
  assert.equal((await tokens()).length, 1);
});

test('what has expired is deleted when it is met: asked for, or beside what is kept', { skip }, async () => {
  const store = await KeyringTokenStore.open();
  const [past, future] = [Date.now() - 1, Date.now() + 3_600_000];
  await entryOf('asked').setPassword(`${past}.x`);
  assert.equal(await store.get('asked'), undefined);
  assert.deepEqual(await tokens(), []);
  await entryOf('beside').setPassword(`${past}.x`);
  await entryOf('not ours').setPassword('a text of somebody else');
  await store.set('new', 'text', future);
  assert.deepEqual((await tokens()).toSorted(), ['new', 'not ours']);
  assert.equal(await store.get('new'), 'text');
  assert.equal(await store.get('not ours'), undefined);
});

test(
  'a text that is too long is not kept, nor is the one before it; a catalog is packed',
  { skip },
  async () => {
    const store = await KeyringTokenStore.open(1280);
    const later = Date.now() + 3_600_000;
    const catalog = JSON.stringify(
      Array.from({ length: 60 }, (_, port) => ({
        interface: 'public',
        url: `https://cloud.example:${port}/v3`,
      })),
    );
    assert(catalog.length > 2560);
    await store.set('key', catalog, later);
    assert.equal(await store.get('key'), catalog);
    await store.set('key', randomBytes(1280).toString('hex'), later);
    assert.equal(await store.get('key'), undefined);
    assert.deepEqual(await tokens(), []);
  },
);

test('an entry that is spoiled is no token', { skip }, async (t) => {
  const cloud = await startFakeCloud(t);
  await callOnce(t, cloud);
  const [account = ''] = await tokens();
  for (const spoiled of ['', 'x', `${Date.now() + 3_600_000}.!`]) {
    await entryOf(account).setPassword(spoiled);
    const before = cloud.logins.length;
    await callOnce(t, cloud);
    assert.equal(cloud.logins.length, before + 1, spoiled);
    await callOnce(t, cloud);
    assert.equal(cloud.logins.length, before + 1, 'and it was replaced');
  }
});

test('no Secret Service: the call fails, says what to do, and nobody signs in', async (t) => {
  if (process.platform !== 'linux') return t.skip('other systems have a keyring always');
  const cloud = await startFakeCloud(t);
  const nobody = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' };
  const [name, code, message] = JSON.parse(await runProgram(program(cloud.authUrl), nobody));
  assert.deepEqual([name, code], ['ConfigError', 'ERR_CONFIG']);
  assert.match(
    message,
    /^tokenCache: there is no keyring .*\(.+\): start and unlock a Secret Service .*tokenCache: 'file'$/,
  );
  assert.equal(cloud.logins.length, 0);
});

test('the package is not installed: the call says what to install', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'ostk-no-keyring-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  // A copy of the library, and beside it its dependency and nothing else.
  const yaml = fileURLToPath(new URL('..', import.meta.resolve('yaml')));
  await cp(fileURLToPath(new URL('.', index)), join(folder, 'dist'), { recursive: true });
  await cp(yaml, join(folder, 'node_modules', 'yaml'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"type":"module","version":"0.0.0"}');
  const cloud = await startFakeCloud(t);
  const copy = new URL(`file://${join(folder, 'dist', 'index.js')}`).href;
  const [name, code, message] = JSON.parse(await runProgram(program(cloud.authUrl, copy)));
  assert.deepEqual([name, code], ['ConfigError', 'ERR_CONFIG']);
  assert.match(
    message,
    /^tokenCache: .*not installed: npm install @napi-rs\/keyring, or use tokenCache: 'file'$/,
  );
  assert.equal(cloud.logins.length, 0);
});

test('a keyring that goes away later holds nothing: the connection signs in', { skip }, async (t) => {
  const cloud = await startFakeCloud(t);
  const passing = await startSecretService();
  assert(passing !== undefined);
  t.after(() => passing.stop());
  const text = `
    ${program(cloud.authUrl)}
    process.stdout.write('called\\n');
    await new Promise((resolve) => process.stdin.on('end', resolve).resume());
    await conn.forget();
    await conn.session.json({ service: 'image', method: 'GET', path: '/images' });
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', text], {
    env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: passing.address },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  t.after(() => child.kill());
  const [said] = await once(child.stdout, 'data');
  assert.equal(String(said), 'called\n');
  await passing.stop();
  child.stdin.end();
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
  assert.equal(cloud.logins.length, 2);
});

test('another word is refused', async () => {
  const options: object = { tokenCache: 'keychain' };
  const error = await rejectionOf(connect(options));
  assert.match(String(error), /tokenCache must be memory, file, keyring or an object, not keychain/);
});
