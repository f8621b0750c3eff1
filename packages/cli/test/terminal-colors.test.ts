import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { toneOfStatus } from '#src/output/style.js';
import { renderTable } from '#src/output/table.js';
import { start } from './support/child.ts';
import { bench, ostk, signIn, words } from './support/ostk.ts';

const env = { TERM: 'xterm-256color' };
const terminal = { terminal: true, env } as const;
const red = (text: string): string => `\u001B[31m${text}\u001B[39m`;
const yellow = (text: string): string => `\u001B[33m${text}\u001B[39m`;
const green = (text: string): string => `\u001B[32m${text}\u001B[39m`;
const isColored = (text: string): boolean => text.includes('\u001B');
const bold = (text: string): string => `\u001B[1m${text}\u001B[22m`;

void test('on a terminal, statuses have colours, and tables the widths that they have without', async (t) => {
  const { ok, folder } = await bench(t);
  const file = join(folder, 'data');
  await writeFile(file, 'some');
  await ok(['image', 'create', 'whole', '--file', file]);
  await ok(words('image create empty'));
  for (const argv of [words('image list'), words('image show whole')]) {
    const shown = await ok(argv, terminal);
    assert.ok(shown.includes(green('active')), shown);
    assert.equal(stripVTControlCharacters(shown), await ok(argv, { terminal: true }));
  }
  const list = await ok(words('image list'), terminal);
  assert.ok(list.includes(`| ${yellow('queued')} |`), list);
  assert.equal(list.split('\u001B').length, 5);
});

void test('a name that is a status stays as it is', async (t) => {
  const { ok } = await bench(t);
  await ok(words('image create active'));
  assert.ok(!isColored(await ok(words('image show active -c name'), terminal)));
  assert.ok(!isColored(await ok(words('image list -c Name'), terminal)));
});

void test('a cell that is wrapped has its colour in every line, and no rule between cells has it', () => {
  const table = renderTable(
    {
      header: ['Name', 'Status'],
      rows: [['x', 'pending_delete']],
      alignments: ['left', 'left'],
      width: { maxWidth: 19, isTerminal: false },
      minColumn: 8,
      paint: (text, _, column) => (column === 1 ? red(text) : text),
    },
    (text) => text.length,
  );
  assert.deepEqual(table.split('\n').slice(3, 5), [
    `| x    | ${red('pending_')} |`,
    `|      | ${red('delete')}   |`,
  ]);
});

void test('errors begin in red, warnings in yellow, headings of help are bold', async (t) => {
  const { ostk: run, ok } = await bench(t);
  const { stderr } = await run(words('image show nothing'), terminal);
  assert.ok(stderr.startsWith(`${red('ostk image show:')} `), stderr);
  await ok(words('image create x'));
  const warned = await run(words('image unset x --property nothing'), terminal);
  assert.ok(warned.stderr.startsWith(`${yellow('ostk image unset:')} `), warned.stderr);
  const wrong = await ostk(words('imgae list'), terminal);
  assert.ok(wrong.stderr.startsWith(`${red('ostk:')} there is no command imgae`), wrong.stderr);
  for (const [argv, headings] of [
    [words('--help'), ['Usage:', 'Commands:', 'Global options, before the command or after:']],
    [words('image --help'), ['Usage:', 'Commands:']],
    [words('image list --help'), ['Usage:', 'Options:', 'Output options:']],
  ] as const) {
    const colored = (await ostk(argv, terminal)).stdout;
    for (const heading of headings) assert.ok(colored.includes(bold(heading)), heading);
    assert.equal(stripVTControlCharacters(colored), (await ostk(argv)).stdout);
  }
});

void test('NO_COLOR, TERM=dumb and FORCE_COLOR=0 forbid colours, FORCE_COLOR gives them to a dumb terminal', async () => {
  const argv = words('imgae list');
  for (const forbidding of [{ NO_COLOR: '1' }, { TERM: 'dumb' }, { FORCE_COLOR: '0' }]) {
    const { stderr } = await ostk(argv, { terminal: true, env: { ...env, ...forbidding } });
    assert.ok(!isColored(stderr));
  }
  const forced = await ostk(argv, { terminal: true, env: { TERM: 'dumb', FORCE_COLOR: '1' } });
  assert.ok(isColored(forced.stderr));
});

void test('FORCE_COLOR wins over NO_COLOR, and Node does not warn of it', async (t) => {
  const warnings: string[] = [];
  const onWarning = ({ message }: Error): void => void warnings.push(message);
  process.on('warning', onWarning);
  t.after(() => process.off('warning', onWarning));
  const both = { ...env, FORCE_COLOR: '1', NO_COLOR: '1' };
  assert.ok(isColored((await ostk(words('imgae list'), { terminal: true, env: both })).stderr));
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  assert.deepEqual(
    warnings.filter((text) => text.includes('NO_COLOR')),
    [],
  );
});

void test('each stream is looked at for itself', async (t) => {
  const { ostk: run, ok } = await bench(t);
  await ok(words('image create x'));
  const warns = words('image show x --timing');
  assert.ok(isColored((await run(warns, { terminal: 'stdout', env })).stdout));
  assert.ok(!isColored((await run(warns, { terminal: 'stderr', env })).stdout));
  const fails = words('image show nothing');
  assert.ok(!isColored((await run(fails, { terminal: 'stdout', env })).stderr));
  assert.ok(isColored((await run(fails, { terminal: 'stderr', env })).stderr));
});

void test('formats for programs have no colours, not even on a terminal', async (t) => {
  const { ok } = await bench(t);
  await ok(words('image create x'));
  for (const format of ['json', 'yaml', 'value', 'shell']) {
    assert.ok(!isColored(await ok(['image', 'show', 'x', '-f', format], terminal)));
  }
  for (const format of ['json', 'yaml', 'value', 'csv']) {
    assert.ok(!isColored(await ok(['image', 'list', '-f', format], terminal)));
  }
});

void test('in a pipe there are no colours, whatever FORCE_COLOR says', async (t) => {
  const { cloud, ok } = await bench(t);
  await ok(words('image create x'));
  const forced = { env: { ...env, FORCE_COLOR: '1' } };
  for (const argv of [words('image list'), words('image show nothing'), words('image list --help')]) {
    const { stdout, stderr } = await start([...signIn(cloud), ...argv], forced).ended;
    assert.notEqual(stdout + stderr, '');
    assert.ok(!isColored(stdout + stderr));
  }
});

void test('statuses of images, members, tasks and servers', () => {
  assert.equal(toneOfStatus('active'), 'good');
  assert.equal(toneOfStatus('ACTIVE'), 'good');
  assert.equal(toneOfStatus('success'), 'good');
  assert.equal(toneOfStatus('importing'), 'unfinished');
  assert.equal(toneOfStatus('pending_delete'), 'bad');
  assert.equal(toneOfStatus('ERROR'), 'bad');
  assert.equal(toneOfStatus('CURRENT'), undefined);
});
