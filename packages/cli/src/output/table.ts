import type { Value } from './data.ts';
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

function natural(cells: readonly string[], measure: Measure): number {
  return Math.max(0, ...cells.flatMap((cell) => cell.split('\n').map(measure)));
}

/** Divides the width among the columns as cliff does: narrow ones keep theirs, wide ones share what is left. */
function limits(
  widths: readonly number[],
  maxWidth: number | undefined,
  minColumn: number,
): readonly (number | undefined)[] {
  const full = widths.reduce((sum, width) => sum + width + 3, 1);
  if (maxWidth === undefined || full <= maxWidth) return widths.map(() => undefined);
  const usable = Math.max(0, maxWidth - 1 - 3 * widths.length);
  const optimal = Math.floor(usable / widths.length);
  const shrinking = widths.filter((width) => width > optimal).length;
  let left = widths.reduce((rest, width) => (width <= optimal ? rest - width : rest), usable);
  const share = Math.floor(left / shrinking);
  let remaining = shrinking;
  return widths.map((width) => {
    if (width <= optimal) return undefined;
    remaining -= 1;
    if (remaining === 0) return Math.max(minColumn, left);
    left -= share;
    return Math.max(minColumn, share);
  });
}

const id = /^(?:[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}|[\da-f]{32})?$/;

/** Divides the width of a terminal: ids stay whole, so that they can be copied. What cannot fit is not wrapped at all. */
function terminalLimits(
  widths: readonly number[],
  { header, rows, width, minColumn }: TableText,
): readonly (number | undefined)[] {
  const room = width.maxWidth ?? Number.POSITIVE_INFINITY;
  const isKept = widths.map((_, index) => rows.every((row) => id.test(row[index] ?? '')));
  const kept = widths.reduce((sum, each, index) => (isKept[index] === true ? sum + each + 3 : sum), 0);
  const others = widths.filter((_, index) => isKept[index] !== true);
  const shares = [...limits(others, room - kept, minColumn)];
  const result = widths.map((_, index) => (isKept[index] === true ? undefined : shares.shift()));
  const total = widths.reduce((sum, each, index) => {
    const limited = Math.max(header[index]?.length ?? 0, Math.min(each, result[index] ?? each));
    return sum + limited + 3;
  }, 1);
  return total <= room ? result : widths.map(() => undefined);
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

/** Lays a table out with rules of `+`, `-` and `|`, as `openstack` shows them. */
export function renderTable(table: TableText, measure: Measure): string {
  const { header, rows, alignments } = table;
  const contents = header.map((_, index) =>
    natural(
      rows.map((row) => row[index] ?? ''),
      measure,
    ),
  );
  const full = header.map((name, index) => Math.max(measure(name), contents[index] ?? 0));
  const { maxWidth, isTerminal } = table.width;
  const most = isTerminal ? terminalLimits(full, table) : limits(full, maxWidth, table.minColumn);
  const widths = header.map((name, index) =>
    Math.max(measure(name), Math.min(contents[index] ?? 0, most[index] ?? Number.POSITIVE_INFINITY)),
  );
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
  return rule + drawn(header) + rule + rows.map(drawn).join('') + rule;
}

/** Numbers stand to the right; the first row decides. */
export function alignmentsOf(columns: number, first: readonly Value[] | undefined): readonly Alignment[] {
  return Array.from({ length: columns }, (_, index) =>
    typeof first?.[index] === 'number' ? 'right' : 'left',
  );
}
