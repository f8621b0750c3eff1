/** A value that can be shown in every format. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

/** How a value is shown to people, in a table; other formats show the value itself. */
export type Human = (value: Value) => string;

/** A column of a list. */
export interface Column {
  readonly name: string;
  readonly human?: Human | undefined;
}

/** A list of things, one a row. */
export interface ListData {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Value[])[];
}

/** One thing, one attribute a row. */
export interface RecordData {
  readonly fields: readonly (Column & { readonly value: Value })[];
}
