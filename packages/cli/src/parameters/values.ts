import type { ArgumentSpec, Given, Parameter } from './parameter.ts';

/** What was given on the command line, checked. */
export class Values {
  readonly #given: Given;
  readonly #arguments: ReadonlyMap<ArgumentSpec, readonly string[]>;

  /** Reads every parameter once, so that a wrong value is told before anything is done. */
  constructor(
    given: Given,
    parameters: readonly Parameter<unknown>[],
    args: ReadonlyMap<ArgumentSpec, readonly string[]>,
  ) {
    this.#given = given;
    this.#arguments = args;
    for (const parameter of parameters) parameter.read(given);
  }

  /** What a parameter of this command was given. */
  get<T>(parameter: Parameter<T>): T {
    return parameter.read(this.#given);
  }

  /** The text of an argument. */
  argument(spec: ArgumentSpec): string {
    return this.#arguments.get(spec)?.[0] ?? '';
  }

  /** The texts of a variadic argument. */
  arguments(spec: ArgumentSpec): readonly string[] {
    return this.#arguments.get(spec) ?? [];
  }
}

/** The list, or `undefined` if nothing is in it: what was not given. */
export function nonEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}
