import type { TableWidth } from './layout.ts';
import type { Measure } from './wrap.ts';

/** What the widths of columns depend on. */
interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly width: TableWidth;
  readonly minColumn: number;
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

/** Divides the width of a terminal: ids stay whole, so that they can be copied. `undefined` if it is too narrow. */
function terminalLimits(
  widths: readonly number[],
  { header, rows, width, minColumn }: Table,
): readonly (number | undefined)[] | undefined {
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
  return total <= room ? result : undefined;
}

/** How wide each column of a table is. */
export interface ColumnWidths {
  readonly widths: readonly number[];
  /** Whether the table is no wider than the terminal that it is for; else its cells are not wrapped. */
  readonly fits: boolean;
}

/** Divides the width that a table may have among its columns; headers stay whole. */
export function columnWidths(table: Table, measure: Measure): ColumnWidths {
  const { header, rows, width, minColumn } = table;
  const contents = header.map((_, index) =>
    rows
      .flatMap((row) => (row[index] ?? '').split('\n'))
      .reduce((widest, line) => Math.max(widest, measure(line)), 0),
  );
  const full = header.map((name, index) => Math.max(measure(name), contents[index] ?? 0));
  const most = width.isTerminal ? terminalLimits(full, table) : limits(full, width.maxWidth, minColumn);
  const widths = header.map((name, index) =>
    Math.max(measure(name), Math.min(contents[index] ?? 0, most?.[index] ?? Number.POSITIVE_INFINITY)),
  );
  return { widths, fits: most !== undefined };
}
