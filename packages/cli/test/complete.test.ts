import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { ostk, temporaryFolder } from './support/ostk.ts';

const execute = promisify(execFile);

/** What bash offers for the last of the words. */
async function offered(t: TestContext, words: readonly string[]): Promise<readonly string[]> {
  const script = join(await temporaryFolder(t), 'complete.bash');
  await writeFile(script, (await ostk(['complete', '--shell', 'bash'])).stdout);
  const body =
    'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _ostk; printf "%s\\n" "${COMPREPLY[@]}"';
  const { stdout } = await execute('bash', ['-c', body, 'bash', script, ...words]);
  return stdout.trimEnd().split('\n');
}

void test('bash completes words, commands and their options', async (t) => {
  assert.deepEqual(await offered(t, ['ostk', 'ima']), ['image']);
  assert.deepEqual(await offered(t, ['ostk', 'image', 's']), [
    'save',
    'set',
    'share',
    'show',
    'stage',
    'stores',
  ]);
  assert.deepEqual(await offered(t, ['ostk', '--os-cloud', 'x', 'image', 'member', '']), ['get', 'list']);
  assert.deepEqual(await offered(t, ['ostk', 'image', 'list', '--member']), ['--member-status']);
  assert.deepEqual(await offered(t, ['ostk', 'image', 'show', 'x', '--os-cl']), ['--os-cloud']);
});

void test('complete prints something for each shell, for the name that the program has', async () => {
  for (const shell of ['bash', 'fish', 'zsh']) {
    const { code, stdout } = await ostk(['complete', '--shell', shell, '--name', 'o2']);
    assert.equal(code, 0);
    assert.match(stdout, /\bo2\b/);
    assert.doesNotMatch(stdout, /-F _ostk|-c ostk/);
  }
  assert.equal((await ostk(['complete', '--shell', 'csh'])).code, 2);
  assert.equal((await ostk(['complete', '--name', '$(x)'])).code, 2);
});
