/** A value that rows are sorted by. */
export type Sortable = string | number | boolean | null;

/** Compares two values of a column; what is missing comes first, as in SQLite. */
export function compareValues(one: Sortable, other: Sortable): number {
  if (one === other) return 0;
  if (one === null) return -1;
  if (other === null) return 1;
  return one < other ? -1 : 1;
}
