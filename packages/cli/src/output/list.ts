import type { Human, ListData, Value } from './data.ts';

/** What a list shows of each of its items, by the names of its columns. */
export type Columns<T> = Readonly<Record<string, (item: T) => Value>>;

/** A list of these items, one a row; `humans` are how some of the columns are shown in tables. */
export function list<T>(
  items: readonly T[],
  columns: Columns<T>,
  humans: Readonly<Record<string, Human>> = {},
): ListData {
  const readers = Object.values(columns);
  return {
    columns: Object.keys(columns).map((name) => ({ name, human: humans[name] })),
    rows: items.map((item) => readers.map((read) => read(item))),
  };
}
