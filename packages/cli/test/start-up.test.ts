import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { signIn, bench, temporaryFolder } from './support/ostk.ts';
import { start } from './support/child.ts';

const hook = new URL('support/register-log-imports.js', import.meta.url).href;

/** The modules that a run of the program loads, but for those of Node. */
async function loadedBy(t: TestContext, argv: readonly string[]): Promise<readonly string[]> {
  const log = join(await temporaryFolder(t), 'imports');
  await writeFile(log, '');
  const { code, stderr } = await start(argv, { node: ['--import', hook], env: { IMPORT_LOG: log } }).ended;
  assert.equal(code, 0, stderr);
  return (await readFile(log, 'utf8')).split('\n').filter((url) => url.startsWith('file:'));
}

function someOf(modules: readonly string[], part: RegExp): readonly string[] {
  return modules.filter((url) => part.test(url));
}

// But for the names of the ways to sign in, which are an entry point of their own for this.
const sdk = /\/(packages\/sdk|@ostk\/sdk)\/(?!dist\/config\/auth-types\.js$)/;

void test('--version and --help load nothing but their own', async (t) => {
  for (const flag of ['--version', '--help']) {
    const modules = await loadedBy(t, [flag]);
    assert.notEqual(someOf(modules, /\/cli\/dist\/run\.js$/).length, 0);
    assert.deepEqual(someOf(modules, sdk), []);
    assert.deepEqual(someOf(modules, /node_modules/), []);
    assert.deepEqual(someOf(modules, /\/commands\//), []);
  }
});

void test('the help of a command loads that command and the parser', async (t) => {
  const modules = await loadedBy(t, ['image', 'create', '--help']);
  assert.deepEqual(someOf(modules, sdk), []);
  assert.equal(someOf(modules, /\/commands\//).length, 1);
  assert.notEqual(someOf(modules, /\/commander\//).length, 0);
  assert.deepEqual(someOf(modules, /\/(yaml|string-width)\//), []);
});

void test('image list loads neither other commands nor other formats', async (t) => {
  const { cloud } = await bench(t);
  const modules = await loadedBy(t, [...signIn(cloud), 'image', 'list']);
  assert.notEqual(someOf(modules, sdk).length, 0);
  assert.deepEqual(
    someOf(modules, /\/commands\//).map((url) => url.replace(/.*\/commands\//, '')),
    ['image/list.js'],
  );
  assert.deepEqual(
    someOf(modules, /\/output\/(yaml|shell|emit-record)\.js|\/string-width\/|progress\.js/),
    [],
  );
});
