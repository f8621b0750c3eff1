import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { promisify } from 'node:util';

import { connect, type ConnectOptions, type SessionEvent, type TokenCache } from '@ostk/sdk';

import {
  type FakeCloud,
  listImages,
  openSession,
  rejectionOf,
  startFakeCloud,
  user,
} from '../http/support/cloud.ts';
import { sendJson } from '../http/support/server.ts';

const run = promisify(execFile);

/** A cache folder of one's own, for this process and those that it starts. */
async function ownFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ostk-token-cache-'));
  const before = process.env['XDG_CACHE_HOME'];
  process.env['XDG_CACHE_HOME'] = folder;
  t.after(async () => {
    if (before === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = before;
    await rm(folder, { recursive: true, force: true });
  });
  return join(folder, 'ostk', 'tokens');
}

function tokensOf(names: readonly string[]): readonly string[] {
  return names.filter((name) => name.endsWith('.json'));
}

async function callOnce(t: TestContext, cloud: FakeCloud, more: object = {}): Promise<void> {
  const session = await openSession(t, cloud.authUrl, { tokenCache: 'file', ...more });
  await session.json(listImages);
}

test('file: the second connection does not sign in; events say so', async (t) => {
  await ownFolder(t);
  const cloud = await startFakeCloud(t);
  const cached: boolean[] = [];
  const onEvent = (event: SessionEvent): void => {
    if (event.type === 'login:end') cached.push(event.cached);
  };
  await callOnce(t, cloud, { onEvent });
  await callOnce(t, cloud, { onEvent });
  assert.equal(cloud.logins.length, 1);
  assert.deepEqual(cached, [false, true]);
  assert.equal(cloud.calls[1]?.headers['x-auth-token'], 'token-1');
});

test('file: for its user only, no secret in a name, nothing left beside it', async (t) => {
  const folder = await ownFolder(t);
  const cloud = await startFakeCloud(t);
  await callOnce(t, cloud, { auth: { ...user, password: 'pass-c4n4ry' } });
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
  const names = await readdir(folder);
  assert.deepEqual(tokensOf(names).length, 1);
  assert.equal(names.length, 2, names.join(' '));
  for (const name of names) {
    assert.match(name, /^(?:[\da-f]{64}\.json|salt)$/);
    assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600);
    assert.doesNotMatch(await readFile(join(folder, name), 'utf8'), /c4n4ry/);
  }
});

const others: readonly (readonly [what: string, auth: object])[] = [
  ['another password', { password: 'another' }],
  ['another user', { userId: 'u-2' }],
  ['another project', { projectId: 'p-2' }],
  ['a domain', { projectId: undefined, domainId: 'd' }],
  ['the system', { projectId: undefined, systemScope: 'all' }],
  ['no scope', { projectId: undefined, unscoped: true }],
  ['the default scope', { projectId: undefined }],
  ['a trust', { projectId: undefined, trustId: 't' }],
];
for (const tokenCache of ['file', 'memory'] as const) {
  test(`${tokenCache}: identities and scopes do not share`, async (t) => {
    await ownFolder(t);
    const cloud = await startFakeCloud(t);
    await callOnce(t, cloud, { tokenCache });
    let logins = 1;
    for (const [what, auth] of others) {
      await callOnce(t, cloud, { tokenCache, auth: { ...user, ...auth } });
      logins += 1;
      assert.equal(cloud.logins.length, logins, what);
      await callOnce(t, cloud, { tokenCache, auth: { ...user, ...auth } });
      assert.equal(cloud.logins.length, logins, `${what}, again`);
    }
    const elsewhere = await startFakeCloud(t);
    await callOnce(t, elsewhere, { tokenCache });
    assert.equal(elsewhere.logins.length, 1, 'another cloud');
  });
}

test('a token that is refused is not taken again: one login, and the others find the new one', async (t) => {
  await ownFolder(t);
  const cloud: FakeCloud = await startFakeCloud(t, {
    image: ({ headers }, response) =>
      headers['x-auth-token'] === 'token-1' && revoked
        ? sendJson(response, {}, 401)
        : sendJson(response, { images: [] }),
  });
  let revoked = false;
  await callOnce(t, cloud);
  revoked = true;
  await callOnce(t, cloud);
  assert.equal(cloud.logins.length, 2);
  await callOnce(t, cloud);
  assert.equal(cloud.logins.length, 2);
});

test('a token that is about to end is not taken', async (t) => {
  const cloud = await startFakeCloud(t);
  let text = '';
  const aging: TokenCache = {
    get: () => text.replace(/"expiresAt":\d+/, `"expiresAt":${Date.now() + 60_000}`) || undefined,
    set(_key, kept): void {
      text = kept;
    },
    delete: () => undefined,
  };
  await callOnce(t, cloud, { tokenCache: aging });
  await callOnce(t, cloud, { tokenCache: aging });
  assert.equal(cloud.logins.length, 2);
});

test('forget: here and in the cache', async (t) => {
  const folder = await ownFolder(t);
  const cloud = await startFakeCloud(t);
  const session = await openSession(t, cloud.authUrl, { tokenCache: 'file' });
  await session.json(listImages);
  await session.forgetToken();
  assert.deepEqual(tokensOf(await readdir(folder)), []);
  await session.json(listImages);
  assert.equal(cloud.logins.length, 2);
});

test('forget without a cache: the next request signs in', async (t) => {
  const cloud = await startFakeCloud(t);
  const session = await openSession(t, cloud.authUrl);
  await session.json(listImages);
  await session.forgetToken();
  await session.json(listImages);
  assert.equal(cloud.logins.length, 2);
});

for (const [what, spoil] of [
  ['empty', async (path: string) => writeFile(path, '')],
  ['not JSON', async (path: string) => writeFile(path, '{"version":1,"id":"to')],
  ['of another version', async (path: string) => writeFile(path, '{"version":2,"id":"x"}')],
  ['readable by others', async (path: string) => chmod(path, 0o644)],
] as const) {
  test(`a file that is ${what} is no token`, async (t) => {
    const folder = await ownFolder(t);
    const cloud = await startFakeCloud(t);
    await callOnce(t, cloud);
    const [name = ''] = tokensOf(await readdir(folder));
    await spoil(join(folder, name));
    await callOnce(t, cloud);
    assert.equal(cloud.logins.length, 2);
    await callOnce(t, cloud);
    assert.equal(cloud.logins.length, 2, 'and it was replaced');
  });
}

test('a folder that is open to others is closed; one that cannot be made is no cache', async (t) => {
  const folder = await ownFolder(t);
  await mkdir(folder, { recursive: true, mode: 0o755 });
  await chmod(folder, 0o755);
  const cloud = await startFakeCloud(t);
  await callOnce(t, cloud);
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
  await rm(folder, { recursive: true });
  await writeFile(folder, 'a file in its place');
  await callOnce(t, cloud);
  await callOnce(t, cloud);
  assert.equal(cloud.logins.length, 3);
});

test('a lock that somebody left behind is taken over', async (t) => {
  const folder = await ownFolder(t);
  const cloud = await startFakeCloud(t);
  await callOnce(t, cloud);
  const [name = ''] = tokensOf(await readdir(folder));
  const lock = join(folder, name.replace(/json$/, 'lock'));
  await rm(join(folder, name));
  // No process has this number.
  await writeFile(lock, String(2 ** 30));
  await callOnce(t, cloud);
  await rm(join(folder, name));
  await writeFile(lock, String(process.pid));
  await utimes(lock, 0, 0);
  await callOnce(t, cloud);
  assert.equal(cloud.logins.length, 3);
});

test('what nobody needs any more is removed', async (t) => {
  const folder = await ownFolder(t);
  const cloud = await startFakeCloud(t);
  await callOnce(t, cloud);
  for (const name of ['old.json', 'old.tmp', 'old.lock', 'other']) {
    await writeFile(join(folder, name), '');
    await utimes(join(folder, name), 0, 0);
  }
  await callOnce(t, cloud, { auth: { ...user, userId: 'u-3' } });
  const left = (await readdir(folder)).filter((name) => name.startsWith('o'));
  assert.deepEqual(left, ['other'], 'what is not ours stays');
});

test('many processes at once: one login, one token for all', async (t) => {
  const folder = await ownFolder(t);
  const cloud = await startFakeCloud(t);
  const program = `
    import { connect } from ${JSON.stringify(import.meta.resolve('@ostk/sdk'))};
    const auth = { authUrl: ${JSON.stringify(cloud.authUrl)}, userId: 'u', password: 'p', projectId: 'x' };
    const conn = await connect({ auth, tokenCache: 'file' });
    await Promise.all(Array.from({ length: 3 }, () =>
      conn.session.json({ service: 'image', method: 'GET', path: '/images' })));
  `;
  const processes = Array.from({ length: 8 }, () =>
    run(process.execPath, ['--input-type=module', '-e', program]),
  );
  await Promise.all(processes);
  assert.equal(cloud.logins.length, 1);
  assert.equal(cloud.calls.length, 24);
  assert.equal((await readdir(folder)).length, 2);
});

test('a process that dies in the middle of its login holds nobody up', async (t) => {
  await ownFolder(t);
  const cloud: FakeCloud = await startFakeCloud(t, {
    keystone: (received, response, request) => {
      if (cloud.logins.length === 1) request.socket.destroy();
      else sendJson(response, {}, 500, { 'Retry-After': '0' });
      assert.equal(received.method, 'POST');
    },
  });
  const error = await rejectionOf(callOnce(t, cloud));
  assert(error instanceof Error);
  const before = cloud.logins.length;
  await rejectionOf(callOnce(t, cloud));
  assert(cloud.logins.length > before, 'the lock was given back');
});

test('an object of your own: a hash as key, the text whole; one that fails holds nothing', async (t) => {
  const cloud = await startFakeCloud(t);
  const kept = new Map<string, string>();
  const own: TokenCache = {
    get: (key) => kept.get(key),
    set(key, text, expiresAt): void {
      assert.match(key, /^[\da-f]{64}$/);
      assert(expiresAt > Date.now());
      kept.set(key, text);
    },
    delete(key): void {
      kept.delete(key);
    },
  };
  await callOnce(t, cloud, { tokenCache: own });
  await callOnce(t, cloud, { tokenCache: own });
  assert.equal(cloud.logins.length, 1);
  assert.equal(kept.size, 1);
  const broken: TokenCache = {
    get: () => Promise.reject(new Error('no')),
    set: () => Promise.reject(new Error('no')),
    delete: () => Promise.reject(new Error('no')),
    exclusively: () => Promise.reject(new Error('no')),
  };
  await callOnce(t, cloud, { tokenCache: broken });
  assert.equal(cloud.logins.length, 2);
});

test('by default nothing is kept', async (t) => {
  const folder = await ownFolder(t);
  const cloud = await startFakeCloud(t);
  await callOnce(t, cloud, { tokenCache: undefined });
  await callOnce(t, cloud, { tokenCache: undefined });
  assert.equal(cloud.logins.length, 2);
  await assert.rejects(readdir(folder));
});

test('cache: auth: true in clouds.yaml keeps tokens in files; an option may say otherwise', async (t) => {
  const folder = await ownFolder(t);
  const cloud = await startFakeCloud(t);
  const file = join(folder, '..', '..', 'clouds.yaml');
  const auth = `{auth_url: '${cloud.authUrl}', user_id: u-1, password: p, project_id: p-1}`;
  const signIn = async (cache: string, options: ConnectOptions = {}): Promise<void> => {
    await writeFile(file, `clouds: {here: {auth: ${auth}}}\n${cache}\n`);
    const conn = await connect({ configFile: file, cloud: 'here', ...options });
    await conn.session.token();
    await conn.close();
  };
  await signIn('cache: {auth: true}');
  await signIn('cache: {auth: true}');
  assert.equal(cloud.logins.length, 1);
  await signIn('cache: {auth: false}');
  await signIn('cache: {expiration_time: 3600}');
  assert.equal(cloud.logins.length, 3);
  await signIn('cache: {auth: true}', { tokenCache: 'memory' });
  assert.equal(cloud.logins.length, 4);
  assert.match(
    String(await rejectionOf(signIn('cache: {auth: maybe}'))),
    /clouds\.yaml:2:.*cache\.auth must be true or false/,
  );
});
