import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { inOwnWords } from '#src/advice.js';
import { bin } from './support/child.ts';
import { bench, ostk, signIn, words } from './support/ostk.ts';

const reworded: readonly (readonly [sdk: string, told: string])[] = [
  ['auth: password is missing', 'password is missing; set OS_PASSWORD, or password in clouds.yaml'],
  [
    'auth: username (or user_id) is missing',
    'username (or user_id) is missing; set OS_USERNAME, or username in clouds.yaml',
  ],
  [
    'auth: username needs user_domain_name',
    'username needs user_domain_name; ostk config explain shows what is set, and where',
  ],
  ['connect: auth_url x is not a URL (the option auth.authUrl)', 'auth_url x is not a URL (--os-auth-url)'],
  [
    'cannot upload stream to image x: stream is empty',
    'cannot upload stream to image x: stdin is empty, and the image would stay so for ever; give --allow-empty if that is meant',
  ],
  ['createImage: the import was not begun', 'the import was not begun'],
  [
    'POST http://x/: 400 URI for web-download does not pass filtering: http://y/z (request req-1)',
    'POST http://x/: 400 URI for web-download does not pass filtering: http://y/z; who runs the cloud decides ' +
      'which hosts and ports it fetches from (request req-1)',
  ],
  ['GET http://x/: 404 createImage: no', 'GET http://x/: 404 createImage: no'],
  [
    'POST http://x: connection refused',
    'POST http://x: connection refused; ostk config explain and ostk catalog list show where addresses come from',
  ],
];

for (const [sdk, told] of reworded) {
  void test(`"${sdk}" in the words of the command line`, () => {
    assert.equal(inOwnWords(new Error(sdk)), told);
  });
}

void test('what is missing to sign in, and where to set it', async (t) => {
  const { cloud } = await bench(t);
  const argv = signIn(cloud).filter((option) => !option.startsWith('--os-password='));
  const { code, stderr } = await ostk([...argv, 'image', 'list']);
  assert.equal(code, 1);
  assert.equal(stderr, 'ostk image list: password is missing; set OS_PASSWORD, or password in clouds.yaml\n');
});

void test('a token that has ended is told apart from one that may not do something', async (t) => {
  const { cloud } = await bench(t);
  const { stderr } = await ostk([
    `--os-auth-url=${cloud.authUrl}`,
    ...words('--os-auth-type=token --os-token=wrong --os-project-name=admin'),
    ...words('--os-project-domain-name=Default image list'),
  ]);
  assert.match(
    stderr,
    /404 Could not recognize Fernet token; the token is wrong, has ended or was revoked \(/,
  );
});

void test('on a terminal, messages are folded between words; elsewhere they are one line', async (t) => {
  const { ostk: run } = await bench(t);
  const argv = words('image frobnicate');
  const plain = (await run(argv)).stderr;
  assert.equal(plain.split('\n').length, 2);
  for (const columns of [40, 60, 200]) {
    const { stderr } = await run(argv, { terminal: true, columns, env: { TERM: 'xterm' } });
    const shown = stripVTControlCharacters(stderr);
    assert.notEqual(shown, stderr);
    assert.ok(
      shown.split('\n').every((line) => line.length <= columns),
      shown,
    );
    assert.equal(shown.replaceAll('\n  ', ' '), plain);
  }
});

void test('a word that is wider than the terminal stays whole', async () => {
  const long = 'x'.repeat(100);
  const { stderr } = await ostk(['image', long], { terminal: true, columns: 60 });
  assert.ok(stderr.includes(`\n  ${long}`), stderr);
  const first = await ostk([long], { terminal: true, columns: 5 });
  assert.ok(first.stderr.startsWith('ostk:\n  there\n'), first.stderr);
});

void test('output that cannot be written is an error, though everything else went well', async (t) => {
  if (!existsSync('/dev/full')) {
    t.skip('there is no /dev/full');
    return;
  }
  const full = await open('/dev/full', 'w');
  t.after(() => full.close());
  for (const argv of [['--help'], ['--version'], ['image', 'list', '--help']]) {
    const child = spawn(process.execPath, [bin, ...argv], {
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', full.fd, 'pipe'],
      timeout: 30_000,
    });
    let stderr = '';
    child.stderr?.on('data', (data: Buffer) => (stderr += data.toString()));
    await once(child, 'close');
    assert.equal(child.exitCode, 1);
    assert.equal(stderr, 'ostk: cannot write the output: no space left on device\n');
  }
});
