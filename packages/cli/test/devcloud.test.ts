import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Interrupted } from '#src/errors.js';
import { run } from '@ostk/cli';
import { PassThrough } from 'node:stream';
import { ostk } from './support/ostk.ts';

void test('devcloud runs a cloud until it is interrupted', async () => {
  const stop = new AbortController();
  const stdout = new PassThrough();
  const exports = new Map<string, string>();
  const lines = async (): Promise<number> => {
    for await (const chunk of stdout) {
      for (const [, name = '', value = ''] of String(chunk).matchAll(/^export (\w+)=(.*)$/gm))
        exports.set(name, value);
      if (exports.has('OS_IDENTITY_API_VERSION')) break;
    }
    const listed = await ostk([
      `--os-auth-url=${exports.get('OS_AUTH_URL')}`,
      `--os-username=${exports.get('OS_USERNAME')}`,
      `--os-password=${exports.get('OS_PASSWORD')}`,
      `--os-project-name=${exports.get('OS_PROJECT_NAME')}`,
      '--os-user-domain-name=Default',
      '--os-project-domain-name=Default',
      'image',
      'list',
    ]);
    stop.abort(new Interrupted('interrupted', 130));
    return listed.code;
  };
  const io = { stdin: new PassThrough(), stdout, stderr: new PassThrough(), env: {}, signal: stop.signal };
  const [code, listed] = await Promise.all([run(['devcloud'], io), lines()]);
  assert.equal(listed, 0);
  assert.equal(code, 0);
  await assert.rejects(fetch(exports.get('OS_AUTH_URL') ?? ''));
});

void test('on a terminal, devcloud tells what to do with its lines; in a pipe there are only these', async () => {
  const ended = { signal: AbortSignal.abort() };
  const { stdout, stderr } = await ostk(['devcloud'], { ...ended, terminal: true });
  assert.match(stdout, /^(export OS_\w+=\S+\n)+$/);
  assert.match(stderr, /^ostk devcloud: paste these lines into another terminal; Ctrl-C/);
  assert.equal((await ostk(['devcloud'], { ...ended, terminal: 'stderr' })).stderr, '');
  assert.equal((await ostk(['devcloud', '-q'], { ...ended, terminal: true })).stderr, '');
});
