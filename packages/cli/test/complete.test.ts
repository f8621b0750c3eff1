import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { ostk, temporaryFolder } from './support/ostk.ts';

const execute = promisify(execFile);

const completeAsBash =
  'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _ostk; printf "%s\\n" "${COMPREPLY[@]}"';

/** How each shell is made to tell what it offers for the last of the words that follow the script. */
const bodies = {
  bash: completeAsBash,
  // As bashcompinit calls what it is given.
  zsh: `autoload -U compinit && compinit -D; source "$1"; f() { emulate -L sh; setopt kshglob noshglob braceexpand; ${completeAsBash.replace('source "$1";', '')}; }; f "$@"`,
  fish: 'source $argv[1]; complete -C (string join -- " " $argv[2..]) | string replace -r "\\t.*" ""; true',
} as const;

/** What a shell offers for the last of the words. */
async function offered(
  t: TestContext,
  shell: keyof typeof bodies,
  words: readonly string[],
): Promise<readonly string[]> {
  const script = join(await temporaryFolder(t), 'script');
  await writeFile(script, (await ostk(['complete', '--shell', shell])).stdout);
  const first = shell === 'fish' ? ['-N', '-c', bodies[shell]] : ['-c', bodies[shell], shell];
  const { stdout } = await execute(shell, [...first, script, ...words], {
    env: { PATH: process.env['PATH'], HOME: await temporaryFolder(t) },
  });
  // In zsh, all are offered, and what does not fit is left out afterwards.
  return stdout.split('\n').filter((line) => line !== '' && line.startsWith(words.at(-1) ?? ''));
}

async function isInstalled(shell: string): Promise<boolean> {
  return execute(shell, ['-c', 'exit']).then(
    () => true,
    () => false,
  );
}

for (const shell of ['bash', 'zsh', 'fish'] as const) {
  void test(`${shell} completes words, commands and their options`, async (t) => {
    if (!(await isInstalled(shell))) {
      t.skip(`${shell} is not installed`);
      return;
    }
    const of = (...words: readonly string[]): Promise<readonly string[]> => offered(t, shell, words);
    assert.deepEqual(await of('ostk', 'ima'), ['image']);
    const all = ['save', 'set', 'share', 'show', 'stage', 'stores'];
    assert.deepEqual(await of('ostk', 'image', 's'), all);
    assert.deepEqual(await of('ostk', '--os-cloud', 'x', 'image', 'member', ''), ['get', 'list']);
    assert.deepEqual(await of('ostk', 'image', 'list', '--member'), ['--member-status']);
    assert.deepEqual(await of('ostk', 'image', 'list', '-f', 'value', '--member'), ['--member-status']);
    assert.deepEqual(await of('ostk', 'image', 'show', 'x', '--os-clo'), ['--os-cloud']);
    assert.deepEqual(await of('ostk', 'image', 'list', '-f', 'j'), ['json']);
    const states = await of('ostk', 'image', 'list', '--member-status', '');
    assert.deepEqual([...states].sort(), ['accepted', 'all', 'pending', 'rejected']);
    assert.deepEqual(await of('ostk', 'image', 'list', '--os-interface', 'in'), ['internal']);
  });
}

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
