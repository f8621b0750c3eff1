import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bench, ostk, words } from './support/ostk.ts';

function widest(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.length));
}

void test('on a terminal, tables are fitted to it, and ids stay whole', async (t) => {
  const { ok } = await bench(t);
  const name = 'a-name-that-is-far-too-long-for-a-terminal-of-eighty-columns';
  const id = await ok(['image', 'create', name, '-f', 'value', '-c', 'id']);
  const terminal = { terminal: true, columns: 80 };
  const list = words('image list');
  const fitted = await ok(list, terminal);
  assert.ok(widest(fitted) <= 80, fitted);
  assert.ok(fitted.includes(id));
  const wide = await ok(list);
  assert.ok(wide.includes(name));
  assert.equal(await ok([...list, '--max-width', '0'], terminal), wide);
  assert.equal(await ok(list, { ...terminal, env: { CLIFF_FIT_WIDTH: '0' } }), wide);
  assert.ok(widest(await ok(['image', 'show', id], terminal)) <= 80);
});

void test('a list that is too wide for a terminal is shown with one cell below the other', async (t) => {
  const { ok } = await bench(t);
  const ids = [
    await ok(words('image create x -f value -c id')),
    await ok(words('image create y -f value -c id')),
  ];
  const argv = words('image list --long -c ID -c Name -c Checksum -c Project');
  for (const columns of [60, 80]) {
    const lines = (await ok(argv, { terminal: true, columns })).split('\n');
    assert.ok(lines.every((line) => line.length === lines[0]?.length && line.length <= columns));
    const rule = lines[0];
    const cells = lines
      .filter((line) => line !== rule)
      .map((line) => line.split('|').map((cell) => cell.trim()));
    assert.deepEqual(
      cells.map(([, field]) => field),
      ['Field', ...Array.from({ length: 2 }, () => ['ID', 'Name', 'Checksum', 'Project']).flat()],
    );
    assert.deepEqual([cells[1]?.[2], cells[5]?.[2]], ids);
    assert.deepEqual([lines[2], lines[7], lines[12]], [rule, rule, rule]);
  }
  assert.ok(widest(await ok(words('image list --long'), { terminal: true, columns: 80 })) <= 80);
  assert.match(await ok(argv, { terminal: true, columns: 200 }), /\| ID +\| Name +\| Checksum/);
  assert.match(await ok([...argv, '--max-width', '0'], { terminal: true, columns: 80 }), /\| ID +\| Name/);
  assert.match(await ok(argv, { columns: 80 }), /\| ID +\| Name +\| Checksum/);
});

void test('of a table that is too wide for a terminal, the widest cells are wrapped, and no more than needed', async (t) => {
  const { ok } = await bench(t);
  await ok(['image', 'create', 'n'.repeat(60), '--tag', 't'.repeat(30)]);
  const lines = (await ok(words('image list --long'), { terminal: true, columns: 200 })).split('\n');
  assert.match(lines[1] ?? '', /^\| ID +\| Name +\| Disk Format \| Container Format \| .* \| Tags +\|$/);
  const width = lines[0]?.length ?? 0;
  assert.ok(width <= 200 && width > 196, String(width));
  const cells = lines[3]?.split('|').map((cell) => cell.trim().length) ?? [];
  assert.ok(Math.abs((cells[2] ?? 0) - (cells[11] ?? 0)) <= 1, lines[3]);
});

void test('one thing is as wide as it is where a terminal is too narrow for its id', async (t) => {
  const { ok } = await bench(t);
  await ok(words('image create x'));
  const argv = words('image show x -c id');
  assert.equal(await ok(argv, { terminal: true, columns: 30 }), await ok(argv));
});

void test('of an empty list, a person is told that nothing is in it', async (t) => {
  const { ostk: run } = await bench(t);
  const argv = words('image list');
  assert.equal((await run(argv, { terminal: true })).stdout, '(none)\n');
  assert.equal((await run(argv, { terminal: 'stderr' })).stdout, '\n');
  assert.equal((await run([...argv, '-f', 'value'], { terminal: true })).stdout, '');
  assert.match((await run([...argv, '--print-empty'], { terminal: true })).stdout, /\| ID \|/);
});

void test('without a command, the first steps are shown; of a group, its commands', async () => {
  const nothing = await ostk([]);
  assert.equal(nothing.code, 2);
  assert.equal(nothing.stdout, '');
  assert.match(nothing.stderr, /ostk image list .*\n(.*\n)*.*ostk --help/);
  const group = await ostk(words('image member'));
  assert.equal(group.code, 2);
  assert.match(group.stderr, /image member list +List the projects/);
});

void test('a command that does not exist leads to the nearest', async () => {
  for (const [argv, near] of [
    ['imgae list', 'image'],
    ['image lst', 'image list'],
    ['image metdef', 'image metadef'],
    ['serer list', 'server'],
  ] as const) {
    const { code, stderr } = await ostk(words(argv));
    assert.equal(code, 2);
    assert.ok(stderr.includes(`did you mean ${near}?`), stderr);
  }
});

void test('help is 80 columns wide, or as wide as a narrower terminal', async () => {
  for (const argv of [
    [],
    ['--help'],
    ['image', '--help'],
    ['image', 'metadef', '--help'],
    ['image', 'create', '--help'],
  ]) {
    for (const [columns, most] of [
      [60, 60],
      [80, 80],
      [200, 80],
    ] as const) {
      const { stdout, stderr } = await ostk(argv, { terminal: true, columns });
      assert.ok(widest(stdout + stderr) <= most, stdout + stderr);
    }
  }
});

void test('a terminal that does not know its size is taken for as wide as needed', async (t) => {
  const { ok } = await bench(t);
  await ok(words('image create x'));
  for (const argv of [words('image list --long'), words('image list --fit-width'), words('image show x')]) {
    assert.equal(
      await ok(argv, { terminal: true, columns: 0 }),
      await ok(argv.filter((each) => each !== '--fit-width')),
    );
  }
  const wrong = words('image frobnicate');
  assert.equal((await ostk(wrong, { terminal: true, columns: 0 })).stderr, (await ostk(wrong)).stderr);
});
