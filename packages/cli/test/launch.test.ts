import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { bench, signIn } from './support/ostk.ts';

const execute = promisify(execFile);
const builder = new URL('../../bundle.mjs', import.meta.url).pathname;
/** Tells on stderr what became of the kept code, from outside the program. */
const witness = new URL('./support/witness-code.js', import.meta.url).href;

interface Bench {
  readonly ostk: (argv: readonly string[], env?: Readonly<Record<string, string>>) => Promise<string>;
  /** Runs `image list`: whether V8 took the code that was kept. */
  readonly list: (
    env?: Readonly<Record<string, string>>,
    flags?: readonly string[],
  ) => Promise<'taken' | 'refused' | 'none'>;
  readonly program: string;
  readonly cache: string;
  /** The files that are kept. */
  readonly kept: () => Promise<readonly string[]>;
}

async function installed(t: TestContext): Promise<Bench> {
  const { cloud, folder } = await bench(t);
  const program = join(folder, 'ostk.mjs');
  await execute(process.execPath, [builder, program]);
  const cache = join(folder, 'cache', 'ostk');
  const start = (node: readonly string[], argv: readonly string[], env: Readonly<Record<string, string>>) =>
    execute(process.execPath, [...node, join(folder, 'launch.cjs'), ...argv], {
      env: { PATH: process.env['PATH'], HOME: folder, XDG_CACHE_HOME: join(folder, 'cache'), ...env },
      cwd: folder,
    });
  return {
    program,
    cache,
    ostk: async (argv, env = {}) => (await start([], argv, env)).stdout,
    list: async (env = {}, flags = []) => {
      const { stdout, stderr } = await start(
        [...flags, '--import', witness],
        [...signIn(cloud), 'image', 'list', '-f', 'json'],
        env,
      );
      assert.deepEqual(JSON.parse(stdout), []);
      assert.match(stderr, /^code (?:taken|refused|none)\n$/);
      return stderr.includes('taken') ? 'taken' : stderr.includes('refused') ? 'refused' : 'none';
    },
    kept: () => readdir(cache).catch(() => []),
  };
}

async function onlyFile({ cache, kept }: Bench): Promise<string> {
  const [name = '', ...others] = await kept();
  assert.deepEqual(others, []);
  return join(cache, name);
}

void test('what V8 has compiled is kept for the next run, in a file of the user alone', async (t) => {
  const place = await installed(t);
  assert.equal(await place.list(), 'none');
  const file = await onlyFile(place);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.equal((await stat(place.cache)).mode & 0o777, 0o700);
  const before = await readFile(file);
  assert.equal(await place.list(), 'taken');
  assert.deepEqual(await readFile(file), before);
  assert.match(await place.ostk(['--version']), /^ostk \d/);
});

void test('damaged code is not given to V8, and is made anew', async (t) => {
  const place = await installed(t);
  await place.list();
  const file = await onlyFile(place);
  const good = await readFile(file);
  const flipped = Buffer.from(good);
  flipped.fill(0x41, good.length / 2, good.length / 2 + 4096);
  for (const bad of [
    flipped,
    good.subarray(0, good.length - 1),
    Buffer.alloc(good.length),
    Buffer.alloc(0),
  ]) {
    await writeFile(file, bad);
    assert.equal(await place.list(), 'none');
    assert.equal(await place.list(), 'taken');
  }
});

void test('another program of the same length does not get the code', async (t) => {
  const place = await installed(t);
  await place.list();
  const source = await readFile(place.program, 'utf8');
  const other = source.replace('List images', 'Show images'.slice(0, 'List images'.length));
  assert.equal(other.length, source.length);
  assert.notEqual(other, source);
  await writeFile(place.program, other);
  assert.equal(await place.list(), 'none');
  assert.equal(await place.list(), 'taken');
});

void test('code made with other flags of V8 is refused, and replaced', async (t) => {
  const place = await installed(t);
  await place.list({}, ['--no-opt']);
  assert.equal(await place.list(), 'refused');
  assert.equal(await place.list(), 'taken');
});

void test('a file that others can write is not trusted', async (t) => {
  const place = await installed(t);
  await place.list();
  const file = await onlyFile(place);
  await chmod(file, 0o620);
  assert.equal(await place.list(), 'none');
  assert.equal((await stat(file)).mode & 0o777, 0o600);
});

void test('nothing is kept of help, of failures, or against the wish of the user', async (t) => {
  const place = await installed(t);
  await place.ostk(['image', 'list', '--help']);
  await assert.rejects(place.ostk(['--os-auth-url', 'http://127.0.0.1:9/v3', 'image', 'list']), { code: 1 });
  assert.equal(await place.list({ NODE_DISABLE_COMPILE_CACHE: '1' }), 'none');
  assert.deepEqual(await place.kept(), []);
  await place.list();
  assert.equal(await place.list({ NODE_DISABLE_COMPILE_CACHE: '1' }), 'none');
});

void test('without a place to keep it everything works as well', async (t) => {
  const place = await installed(t);
  const around = await readdir(dirname(place.program));
  assert.equal(await place.list({ XDG_CACHE_HOME: place.program }), 'none');
  assert.equal(await place.list({ XDG_CACHE_HOME: '/proc' }), 'none');
  assert.equal(await place.list({ HOME: '', XDG_CACHE_HOME: '' }), 'none');
  assert.equal(await place.list({ HOME: '', XDG_CACHE_HOME: 'relative' }), 'none');
  assert.equal(await place.list({ HOME: join(place.cache, 'nowhere') }), 'none');
  assert.deepEqual(await readdir(dirname(place.program)), around);
});

void test('devcloud finds the package beside it, also when there is kept code', async (t) => {
  const place = await installed(t);
  assert.equal(await place.list(), 'none');
  assert.equal(await place.list(), 'taken');
  const folder = dirname(place.program);
  const home = join(folder, 'node_modules', '@ostk', 'devcloud');
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'package.json'), '{"type": "module", "exports": "./index.js"}');
  await writeFile(
    join(home, 'index.js'),
    'export const startDevCloud = () => ({ authUrl: "http://fake.example", close: () => undefined });',
  );
  const child = spawn(process.execPath, [join(folder, 'launch.cjs'), 'devcloud'], {
    env: { PATH: process.env['PATH'], HOME: folder, XDG_CACHE_HOME: join(folder, 'cache') },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 30_000,
  });
  let stderr = '';
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const [first]: unknown[] = await Promise.race([once(child.stdout, 'data'), once(child, 'close')]);
  assert.match(`${String(first)}${stderr}`, /^export OS_AUTH_URL=http:\/\/fake\.example$/m);
  child.kill('SIGTERM');
  await once(child, 'close');
  assert.doesNotMatch(stderr, /Warning/);
});
