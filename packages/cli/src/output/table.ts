import type { Value } from './data.ts';
import { columnWidths } from './column-widths.ts';
import type { TableWidth } from './layout.ts';
import { type Measure, wrapLine } from './wrap.ts';

/** To which side of its column a cell stands. */
export type Alignment = 'left' | 'right';

/** A table before it is laid out. */
export interface TableText {
  readonly header: readonly string[];
  /** Cells may have several lines. */
  readonly rows: readonly (readonly string[])[];
  readonly alignments: readonly Alignment[];
  readonly width: TableWidth;
  /** No column is made narrower than this. */
  readonly minColumn: number;
  /** Colours a piece of a cell, by the place of the cell. */
  readonly paint: (text: string, row: number, column: number) => string;
}

/** A cell's text that can neither break the table nor steer the terminal. */
export function cellText(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', ' ')
    .replaceAll(/(?!\n)\p{Cc}/gu, (character) => {
      const code = character.charCodeAt(0);
      return character === '\t' ? ' ' : `\\x${code.toString(16).padStart(2, '0')}`;
    });
}

/** How wide texts are: their length as long as they are ASCII. */
export async function measureFor(texts: Iterable<string>): Promise<Measure> {
  for (const text of texts) {
    if (/\P{ASCII}/u.test(text)) return (await import('string-width')).default;
  }
  return (text) => text.length;
}

/** A text as wide as its column; what it is painted as makes it no wider. */
function pad(
  text: string,
  { width, alignment, painted }: { width: number; alignment: Alignment; painted: string },
  measure: Measure,
): string {
  const space = ' '.repeat(Math.max(0, width - measure(text)));
  return alignment === 'left' ? painted + space : space + painted;
}

/** Draws a table with rules of `+`, `-` and `|`, as `openstack` shows them; one rule after each group of rows. */
function draw(
  table: TableText,
  widths: readonly number[],
  measure: Measure,
  rowsInGroup = Number.POSITIVE_INFINITY,
): string {
  const { header, rows, alignments } = table;
  const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+\n`;
  const drawn = (cells: readonly string[], row?: number): string => {
    const wrapped = cells.map((cell, index) =>
      cell.split('\n').flatMap((line) => wrapLine(line, widths[index] ?? 0, measure)),
    );
    const height = Math.max(...wrapped.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) => {
      const parts = wrapped.map((lines, index) => {
        const text = lines[line] ?? '';
        // Line by line: a colour must not run over the rules between cells.
        const painted = row === undefined ? text : table.paint(text, row, index);
        return pad(
          text,
          { width: widths[index] ?? 0, alignment: alignments[index] ?? 'left', painted },
          measure,
        );
      });
      return `| ${parts.join(' | ')} |\n`;
    }).join('');
  };
  const body = rows.map((cells, row) => {
    const isEndOfGroup = (row + 1) % rowsInGroup === 0 && row + 1 < rows.length;
    return drawn(cells, row) + (isEndOfGroup ? rule : '');
  });
  return rule + drawn(header) + rule + body.join('') + rule;
}

/** The same with one row for each cell. */
function expanded({ header, rows, width, paint }: TableText): TableText {
  const { length } = header;
  return {
    header: ['Field', 'Value'],
    rows: rows.flatMap((row) => row.map((cell, index) => [header[index] ?? '', cell])),
    alignments: ['left', 'left'],
    width,
    minColumn: 16,
    paint: (text, row, column) => (column === 1 ? paint(text, Math.floor(row / length), row % length) : text),
  };
}

/** Lays a table out. */
export function renderTable(table: TableText, measure: Measure): string {
  return draw(table, columnWidths(table, measure).widths, measure);
}

/** Lays the table of a list out; if a terminal is too narrow for it, with one cell below the other. */
export function renderList(table: TableText, measure: Measure): string {
  const { widths, fits } = columnWidths(table, measure);
  if (fits || table.rows.length === 0) return draw(table, widths, measure);
  const tall = expanded(table);
  return draw(tall, columnWidths(tall, measure).widths, measure, table.header.length);
}

/** Numbers stand to the right; the first row decides. */
export function alignmentsOf(columns: number, first: readonly Value[] | undefined): readonly Alignment[] {
  return Array.from({ length: columns }, (_, index) =>
    typeof first?.[index] === 'number' ? 'right' : 'left',
  );
}
