import { CommandError } from '../errors.ts';
import type { Io } from '../io.ts';
import { didYouMean } from '../suggest.ts';
import type { Column } from './data.ts';

/** The columns that were asked for, in the order they have; all of them if none was. */
export function selected(columns: readonly Column[], names: readonly string[]): readonly number[] {
  const indexes = columns.map((_, index) => index);
  if (names.length === 0) return indexes;
  const chosen = indexes.filter((index) => names.includes(columns[index]?.name ?? ''));
  if (chosen.length > 0) return chosen;
  const known = columns.map(({ name }) => name);
  const [first = ''] = names;
  throw new CommandError(
    `there is no column ${names.join(', ')}; there are ${known.join(', ')}${didYouMean(first, known)}`,
  );
}

/** How wide a table may be. */
export interface TableWidth {
  /** The most it may be wide; without, cells are not wrapped. */
  readonly maxWidth: number | undefined;
  /** Nobody has asked for this width: it is that of the terminal. Ids stay whole, and what cannot fit is left as it is. */
  readonly isTerminal: boolean;
}

/** The most a table may be wide, by the options, the environment and the terminal. */
export function tableWidth(
  options: { readonly maxWidth: number | undefined; readonly fitWidth: boolean },
  io: Io,
): TableWidth {
  const most = options.maxWidth ?? Number(io.env['CLIFF_MAX_TERM_WIDTH'] ?? 0);
  if (most > 0) return { maxWidth: most, isTerminal: false };
  // A terminal that does not know its size says 0.
  const columns = io.stdout.columns || undefined;
  const fit = options.fitWidth || Number(io.env['CLIFF_FIT_WIDTH'] ?? 0) > 0;
  if (fit) return { maxWidth: columns, isTerminal: false };
  const isFree = options.maxWidth === undefined && io.env['CLIFF_FIT_WIDTH'] === undefined;
  const isTerminal = isFree && io.stdout.isTTY === true;
  return { maxWidth: isTerminal ? columns : undefined, isTerminal };
}
