import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { connect } from '@ostk/sdk';
import type { DevCloud } from '@ostk/devcloud';
import { type Outcome, bench, ostk, signIn } from './support/ostk.ts';

/** Runs `token issue` as demo on a terminal; each question is answered with the next of the keys. */
async function issueToken(argv: readonly string[], ...keys: readonly string[]): Promise<Outcome> {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const left = [...keys];
  return ostk([...argv, 'token', 'issue', '-f', 'value', '-c', 'id'], {
    terminal: true,
    stdin,
    onStderr: (text) => {
      if (text.endsWith(': ')) stdin.write(left.shift() ?? '\u0004');
    },
  });
}

function without(option: string, argv: readonly string[]): readonly string[] {
  return argv.filter((arg) => !arg.startsWith(option));
}

async function withoutPassword(t: TestContext): Promise<readonly string[]> {
  const { cloud } = await bench(t);
  return without('--os-password', signIn(cloud, 'demo'));
}

void test('a password that is missing is asked for on a terminal, and does not show there', async (t) => {
  const { code, stdout, stderr } = await issueToken(await withoutPassword(t), 'secret\r');
  assert.equal(code, 0);
  assert.match(stdout, /^\S+\n$/);
  assert.equal(stderr, 'Password: \n');
});

void test('what is typed can be corrected', async (t) => {
  const { code } = await issueToken(await withoutPassword(t), 'secreT\u007ft\r');
  assert.equal(code, 0);
});

void test('a wrong password is refused as usual', async (t) => {
  const { code, stderr } = await issueToken(await withoutPassword(t), 'mistaken\r');
  assert.equal(code, 1);
  assert.match(stderr, /^Password: \n.*ostk token issue:/);
  assert.doesNotMatch(stderr, /mistaken/);
});

void test('Ctrl-D leaves the password missing, Ctrl-C ends the run', async (t) => {
  const argv = await withoutPassword(t);
  const ended = await issueToken(argv, '\u0004');
  assert.equal(ended.code, 1);
  assert.match(ended.stderr, /password is missing/);
  const interrupted = await issueToken(argv, 'secr\u0003');
  assert.equal(interrupted.code, 130);
});

void test('an abort from outside ends the question', async (t) => {
  const argv = await withoutPassword(t);
  const stop = new AbortController();
  const { code } = await ostk([...argv, 'image', 'list'], {
    terminal: true,
    stdin: Object.assign(new PassThrough(), { isTTY: true }),
    signal: stop.signal,
    onStderr: (text) => {
      if (text === 'Password: ') stop.abort(new Error('stopped'));
    },
  });
  assert.notEqual(code, 0);
});

void test('where nobody can be asked, nobody is', async (t) => {
  const argv = await withoutPassword(t);
  const keyboard = Object.assign(new PassThrough(), { isTTY: true });
  for (const world of [{ terminal: true }, { stdin: keyboard }]) {
    const { code, stderr } = await ostk([...argv, 'image', 'list'], world);
    assert.equal(code, 1);
    assert.match(stderr, /password is missing; set OS_PASSWORD/);
  }
});

/** The key of RFC 6238's examples, and its code at this moment. */
const key = { base32: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', text: '12345678901234567890' };

function passcode(): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac('sha1', key.text).update(counter).digest();
  const number = digest.readUInt32BE((digest.at(-1) ?? 0) & 0xf) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** Demo has to give a password and a passcode from now on. */
async function requireTwoFactors(cloud: DevCloud): Promise<void> {
  await using conn = await connect({
    auth: {
      authUrl: cloud.authUrl,
      username: 'admin',
      password: 'secret',
      projectName: 'admin',
      userDomainName: 'Default',
      projectDomainName: 'Default',
    },
  });
  const id = (await conn.identity.findUser('demo'))?.id;
  const send = (method: 'POST' | 'PATCH', path: string, json: object): Promise<unknown> =>
    conn.session.call({ service: 'identity', method, path, json });
  await send('POST', '/credentials', { credential: { type: 'totp', blob: key.base32, user_id: id } });
  const options = { multi_factor_auth_enabled: true, multi_factor_auth_rules: [['password', 'totp']] };
  await send('PATCH', `/users/${id}`, { user: { options } });
}

void test('a second factor is asked for when Keystone wants it, and by v3totp', async (t) => {
  const { cloud } = await bench(t);
  await requireTwoFactors(cloud);
  const argv = without('--os-password', signIn(cloud, 'demo'));
  const both = await issueToken(argv, 'secret\r', `${passcode()}\r`);
  assert.equal(both.stderr, 'Password: \nOne-time passcode: \n');
  assert.equal(both.code, 0);
  const first = await issueToken([...argv, '--os-auth-type', 'v3totp'], `${passcode()}\r`);
  assert.match(first.stderr, /^One-time passcode: \n/);
});
