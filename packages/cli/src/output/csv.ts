import type { Value } from './data.ts';
import { pythonText } from './python-text.ts';

/** When a field is quoted. */
export type QuoteMode = 'all' | 'minimal' | 'none' | 'nonnumeric';

function field(value: Value, mode: QuoteMode): string {
  const text = value === null ? '' : pythonText(value);
  if (mode === 'none') return text.replaceAll(/[",\\\r\n]/g, String.raw`\$&`);
  const isNumeric = typeof value === 'number' || typeof value === 'boolean';
  const isNeeded = mode === 'all' || (mode === 'nonnumeric' && !isNumeric) || /[",\r\n]/.test(text);
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"', '""');
  return isNeeded ? `"${escaped}"` : escaped;
}

/** Rows as CSV: `"` doubled, `\` before what cannot be quoted, `\n` at the end of a line. */
export function toCsv(rows: readonly (readonly Value[])[], mode: QuoteMode): string {
  return rows.map((row) => `${row.map((value) => field(value, mode)).join(',')}\n`).join('');
}
