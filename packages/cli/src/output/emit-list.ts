import type { Io } from '../io.ts';
import { listOutput } from '../parameters/output.ts';
import type { Values } from '../parameters/values.ts';
import { messageOn } from '../report-error.ts';
import { didYouMean } from '../suggest.ts';
import { toCsv } from './csv.ts';
import type { ListData, Value } from './data.ts';
import { toJson } from './json.ts';
import { selected, tableWidth } from './layout.ts';
import { pythonText } from './python-text.ts';
import { paintOn, toneOfCell } from './style.ts';
import { alignmentsOf, cellText, measureFor, renderList } from './table.ts';

/** A key that nothing is sorted by is passed over, as `openstack` does it, but not silently. */
function warnOfUnknown({ columns }: ListData, names: readonly string[], { stderr, env }: Io): void {
  const known = columns.map(({ name }) => name);
  for (const name of names.filter((each) => !known.includes(each))) {
    const text = `--sort-column: there is no column ${name}; there are ${known.join(', ')}${didYouMean(name, known)}`;
    stderr.write(messageOn(stderr, env)('ostk', text, 'unfinished'));
  }
}

/** Numbers by value, everything else by text, what is missing last. */
function compare(a: Value, b: Value): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [pythonText(a), pythonText(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function sorted(data: ListData, names: readonly string[], descending: boolean): ListData['rows'] {
  const keys = names
    .map((name) => data.columns.findIndex((column) => column.name === name))
    .filter((index) => index >= 0);
  if (keys.length === 0) return data.rows;
  const sign = descending ? -1 : 1;
  return [...data.rows].sort((a, b) => {
    for (const key of keys) {
      const order = compare(a[key] ?? null, b[key] ?? null);
      if (order !== 0) return sign * order;
    }
    return 0;
  });
}

async function toTable(data: ListData, values: Values, io: Io): Promise<string> {
  const { columns, rows } = data;
  const paint = paintOn(io.stdout, io.env);
  if (rows.length === 0 && !values.get(listOutput.printEmpty)) {
    // A program finds the empty line that `openstack` writes; a person is told what it means.
    return io.stdout.isTTY === true ? `${paint('(none)', 'faint')}\n` : '\n';
  }
  const header = columns.map(({ name }) => name);
  const cells = rows.map((row) =>
    row.map((value, index) => cellText((columns[index]?.human ?? pythonText)(value))),
  );
  const width = tableWidth(
    { maxWidth: values.get(listOutput.maxWidth), fitWidth: values.get(listOutput.fitWidth) },
    io,
  );
  const alignments = alignmentsOf(header.length, rows[0]);
  const paintCell = (text: string, row: number, column: number): string =>
    paint(text, toneOfCell(header[column] ?? '', cells[row]?.[column] ?? ''));
  return renderList(
    { header, rows: cells, alignments, width, minColumn: 8, paint: paintCell },
    await measureFor(cells.flat()),
  );
}

function asObjects({ columns, rows }: ListData): Value {
  return rows.map((row) =>
    Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null] as const)),
  );
}

type Format = 'csv' | 'json' | 'table' | 'value' | 'yaml';

const formats: Readonly<
  Record<Format, (data: ListData, values: Values, io: Io) => string | Promise<string>>
> = {
  table: toTable,
  json: (data, values) => toJson(asObjects(data), values.get(listOutput.noindent)),
  yaml: async (data) => (await import('./yaml.ts')).toYaml(asObjects(data)),
  csv: ({ columns, rows }, values) =>
    toCsv([columns.map(({ name }) => name), ...rows], values.get(listOutput.quote) ?? 'nonnumeric'),
  value: ({ rows }) => rows.map((row) => `${row.map(pythonText).join(' ')}\n`).join(''),
};

/** Shows a list on stdout as the output options say. */
export async function emitList(data: ListData, values: Values, io: Io): Promise<void> {
  const chosen = selected(data.columns, values.get(listOutput.columns));
  warnOfUnknown(data, values.get(listOutput.sortColumns), io);
  const rows = sorted(
    data,
    values.get(listOutput.sortColumns),
    values.get(listOutput.sortDirection) === 'desc',
  );
  const shown: ListData = {
    columns: chosen.flatMap((index) => data.columns[index] ?? []),
    rows: rows.map((row) => chosen.map((index) => row[index] ?? null)),
  };
  const format = formats[values.get(listOutput.format) ?? 'table'];
  io.stdout.write(await format(shown, values, io));
}
