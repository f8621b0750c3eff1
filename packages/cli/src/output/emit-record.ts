import type { Io } from '../io.ts';
import { recordOutput } from '../parameters/output.ts';
import type { Values } from '../parameters/values.ts';
import type { RecordData, Value } from './data.ts';
import { toJson } from './json.ts';
import { selected, tableWidth } from './layout.ts';
import { pythonText } from './python-text.ts';
import { paintOn, toneOfCell } from './style.ts';
import { cellText, measureFor, renderTable } from './table.ts';

type Fields = RecordData['fields'];

async function toTable(fields: Fields, values: Values, io: Io): Promise<string> {
  if (fields.length === 0 && !values.get(recordOutput.printEmpty)) return '\n';
  const rows = fields.map(({ name, value, human }) => [
    cellText(name),
    cellText((human ?? pythonText)(value)),
  ]);
  const width = tableWidth(
    { maxWidth: values.get(recordOutput.maxWidth), fitWidth: values.get(recordOutput.fitWidth) },
    io,
  );
  const alignments = ['left', 'left'] as const;
  const paint = paintOn(io.stdout, io.env);
  const paintCell = (text: string, row: number, column: number): string => {
    const [name = '', value = ''] = rows[row] ?? [];
    return column === 1 ? paint(text, toneOfCell(name, value)) : text;
  };
  return renderTable(
    { header: ['Field', 'Value'], rows, alignments, width, minColumn: 16, paint: paintCell },
    await measureFor(rows.flat()),
  );
}

type Format = 'json' | 'shell' | 'table' | 'value' | 'yaml';

const formats: Readonly<
  Record<Format, (fields: Fields, values: Values, io: Io) => string | Promise<string>>
> = {
  table: toTable,
  json: (fields, values) => toJson(asObject(fields), values.get(recordOutput.noindent)),
  yaml: async (fields) => {
    const { toYaml } = await import('./yaml.ts');
    return fields.map(({ name, value }) => toYaml({ [name]: value })).join('');
  },
  value: (fields) => fields.map(({ value }) => `${pythonText(value)}\n`).join(''),
  shell: async (fields, values) =>
    (await import('./shell.ts')).toShell(fields, values.get(recordOutput.prefix) ?? ''),
};

function asObject(fields: Fields): Value {
  return Object.fromEntries(fields.map(({ name, value }) => [name, value] as const));
}

/** Shows one thing on stdout as the output options say. */
export async function emitRecord(data: RecordData, values: Values, io: Io): Promise<void> {
  const chosen = selected(data.fields, values.get(recordOutput.columns));
  const fields = chosen.flatMap((index) => data.fields[index] ?? []);
  const format = formats[values.get(recordOutput.format) ?? 'table'];
  io.stdout.write(await format(fields, values, io));
}
