import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { toCsv } from '#src/output/csv.js';
import { toJson } from '#src/output/json.js';
import { humanMapping, pythonText } from '#src/output/python-text.js';
import { toShell } from '#src/output/shell.js';
import { measureFor, renderTable } from '#src/output/table.js';
import { wrapLine } from '#src/output/wrap.js';
import { toYaml } from '#src/output/yaml.js';
import { bench } from './support/ostk.ts';

const measure = (text: string): number => text.length;

// What Python 3.11's textwrap.wrap(text, width) gives.
const wrapped: readonly (readonly [text: string, width: number, lines: readonly string[]])[] = [
  ['the quick brown fox', 9, ['the quick', 'brown fox']],
  ['84aedccc-2484-4f22-943d-c2fd027932d0', 8, ['84aedccc', '-2484-', '4f22-', '943d-', 'c2fd0279', '32d0']],
  ['69deced2d121b2d2de426050bc478896', 8, ['69deced2', 'd121b2d2', 'de426050', 'bc478896']],
  ['run away from the-big-bad wolf', 16, ['run away from', 'the-big-bad wolf']],
  ['run away from the-big-bad wolf', 12, ['run away', 'from the-', 'big-bad wolf']],
  ["a='1', b='x y'", 8, ["a='1',", "b='x y'"]],
  ['a   b', 3, ['a', 'b']],
  ['x', 1, ['x']],
];

for (const [text, width, lines] of wrapped) {
  void test(`${JSON.stringify(text)} in ${width} characters`, () => {
    assert.deepEqual(wrapLine(text, width, measure), lines);
  });
}

void test('a text that is wrapped loses nothing but white space', () => {
  const text = "-- a-b--c 'd'-e f,g;h --i-- jjjjjjjjjjjjjjjjjjjjjj-k  l".repeat(3);
  for (let width = 1; width < 40; width += 1) {
    const lines = wrapLine(text, width, measure);
    assert.ok(lines.every((line) => line.length <= width));
    assert.equal(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
  }
});

void test('no line is wider than it may be, also where characters are wide', async () => {
  const text = '日本語の とても長い名前-とても長い名前 abc-とても-x あいうえお';
  const wide = await measureFor([text]);
  for (let width = 2; width < 40; width += 1) {
    const lines = wrapLine(text, width, wide);
    assert.ok(
      lines.every((line) => wide(line) <= width),
      `${width}: ${lines.join('/')}`,
    );
    assert.equal(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
  }
});

void test('wide characters take two places in a table', async () => {
  const rows = [['日本語'], ['abc']];
  const wide = await measureFor(rows.flat());
  const table = {
    header: ['N'],
    rows,
    alignments: ['left'] as const,
    width: { maxWidth: undefined, isTerminal: false },
    minColumn: 8,
    paint: (text: string) => text,
  };
  assert.equal(
    renderTable(table, wide),
    '+--------+\n| N      |\n+--------+\n| 日本語 |\n| abc    |\n+--------+\n',
  );
});

void test('values as Python writes them', () => {
  assert.equal(pythonText(null), 'None');
  assert.equal(pythonText(true), 'True');
  assert.equal(pythonText('it\'s "x"'), 'it\'s "x"');
  assert.equal(
    pythonText(["it's", '"', '\'"', 'a\\b\n\u0000', 1, false, null]),
    String.raw`["it's", '"', '\'"', 'a\\b\n\x00', 1, False, None]`,
  );
  assert.equal(pythonText({ a: { b: ['c'] } }), "{'a': {'b': ['c']}}");
  assert.equal(humanMapping({ b: '2', a: null, c: false }), "a=, b='2', c='False'");
});

void test('json is ASCII, and the same value when it is read', () => {
  const value = { name: '日本 \u001B\u007F "x"', list: [], map: {}, deep: [{ a: null }] };
  for (const noindent of [true, false]) {
    const text = toJson(value, noindent);
    assert.match(text, /^[\n -~]*$/);
    assert.deepEqual(JSON.parse(text), value);
  }
  assert.equal(toJson({ a: [1, true], b: 'é' }, true), '{"a": [1, true], "b": "\\u00e9"}\n');
});

void test('csv quotes as it is told', () => {
  const rows = [['a', 'b,c', 'd"e', 'f\\g', 1, true, null]];
  assert.equal(toCsv(rows, 'nonnumeric'), '"a","b,c","d""e","f\\\\g",1,True,""\n');
  assert.equal(toCsv(rows, 'all'), '"a","b,c","d""e","f\\\\g","1","True",""\n');
  assert.equal(toCsv(rows, 'minimal'), 'a,"b,c","d""e",f\\\\g,1,True,\n');
  assert.equal(toCsv(rows, 'none'), 'a,b\\,c,d\\"e,f\\\\g,1,True,\n');
});

void test('yaml quotes what YAML 1.1 would take for something else', () => {
  assert.equal(
    toYaml({ yes: 'no', num: '0012', date: '2020-01-01', null: null, empty: '', list: [] }),
    "date: '2020-01-01'\nempty: ''\nlist: []\n'null': null\nnum: '0012'\n'yes': 'no'\n",
  );
});

void test('a shell that evaluates the shell format sees the text and nothing else', () => {
  const value = 'a "b" $(touch /tmp/never) `id` $HOME \\ \'c\'\nd';
  const script = `${toShell([{ name: 'The-Name', value }], 'p_')}printf %s "$p_the_name"`;
  const { stdout, stderr, status } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
  assert.deepEqual({ stdout, stderr, status }, { stdout: value, stderr: '', status: 0 });
});

void test('a column that does not exist leads to the one that was meant', async (t) => {
  const { ostk } = await bench(t);
  const wrong = await ostk(['image', 'list', '-c', 'nmae']);
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /there is no column nmae; there are ID, Name, Status; did you mean Name\?/);
  const unsorted = await ostk(['image', 'list', '--sort-column', 'name', '--sort-column', 'ID']);
  assert.equal(unsorted.code, 0);
  assert.match(unsorted.stderr, /^ostk: --sort-column: there is no column name; .* did you mean Name\?\n$/);
});
