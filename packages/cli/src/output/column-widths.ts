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

/**
 * Divides the width of a terminal: ids stay whole, so that they can be copied, and so do headers; of the others, the
 * widest give way first. `undefined` if it is too narrow.
 */
function terminalLimits(
  widths: readonly number[],
  headers: readonly number[],
  { rows, width, minColumn }: Table,
): readonly number[] | undefined {
  const room = (width.maxWidth ?? Number.POSITIVE_INFINITY) - 1 - 3 * widths.length;
  const least = widths.map((each, index) => {
    const isKept = rows.every((row) => id.test(row[index] ?? ''));
    return isKept ? each : Math.max(headers[index] ?? 0, Math.min(each, minColumn));
  });
  const limited = (most: number): readonly number[] =>
    widths.map((each, index) => Math.max(least[index] ?? 0, Math.min(each, most)));
  const isTooWide = (most: number): boolean => limited(most).reduce((sum, each) => sum + each, 0) > room;
  if (isTooWide(0)) return undefined;
  let [most, tooMany] = [0, Math.max(0, ...widths) + 1];
  while (most + 1 < tooMany) {
    const middle = Math.floor((most + tooMany) / 2);
    if (isTooWide(middle)) tooMany = middle;
    else most = middle;
  }
  return limited(most);
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
  const headers = header.map((name) => measure(name));
  const full = headers.map((name, index) => Math.max(name, contents[index] ?? 0));
  const most = width.isTerminal
    ? terminalLimits(full, headers, table)
    : limits(full, width.maxWidth, minColumn);
  const widths = headers.map((name, index) =>
    Math.max(name, Math.min(contents[index] ?? 0, most?.[index] ?? Number.POSITIVE_INFINITY)),
  );
  return { widths, fits: most !== undefined };
}
