import { UsageError } from '../errors.ts';
import { didYouMean } from '../suggest.ts';

/** One option as it is written: `--name <text>`, `-f, --format <name>`, `--long`. */
export interface OptionSpec {
  readonly flags: string;
  readonly description: string;
  /** May be given more than once. */
  readonly repeatable?: boolean;
  /** Accepted but not shown in help. */
  readonly hidden?: boolean;
  /** Shown in help. */
  readonly choices?: readonly string[];
}

/** What was given of the options, before it is read. */
export interface Given {
  /** The values given to an option, by its long flag (`--name`); for a flag without a value, empty texts. */
  readonly texts: (flag: string) => readonly string[];
}

/** Something that options say: one or several of them, and how their values are read. */
export interface Parameter<T> {
  readonly options: readonly OptionSpec[];
  /** Throws a UsageError for a value that is wrong, or for options that exclude each other. */
  readonly read: (this: void, given: Given) => T;
}

/** What reads as one text. */
export type Text = Parameter<string | undefined>;

/** What reads as any number of texts. */
export type Texts = Parameter<readonly string[]>;

/** What reads as a number. */
export type Integer = Parameter<number | undefined>;

/** What reads as a flag that was given or not. */
export type Flag = Parameter<boolean>;

/** What reads as one of a few values. */
export type Choice<T> = Parameter<T | undefined>;

/** What reads as values by their names. */
export type KeyValues = Parameter<Readonly<Record<string, string>>>;

/** An argument that is known by its place. */
export interface ArgumentSpec {
  readonly name: string;
  readonly description: string;
  /** Takes all that is left, at least one. */
  readonly variadic?: boolean;
  /** May be left out. */
  readonly optional?: boolean;
}

function longFlag(flags: string): string {
  const flag = /--[^\s,=]+/.exec(flags)?.[0];
  if (flag === undefined) throw new TypeError(`${flags} has no long form`);
  return flag;
}

function last(given: Given, flags: string): string | undefined {
  return given.texts(longFlag(flags)).at(-1);
}

type Extras = Pick<OptionSpec, 'hidden'>;

/** A flag: given or not. */
export function flag(flags: string, description: string, extras: Extras = {}): Flag {
  return {
    options: [{ flags, description, ...extras }],
    read: (given) => last(given, flags) !== undefined,
  };
}

/** An option with a text; the last one counts. */
export function text(flags: string, description: string, extras: Extras = {}): Text {
  return { options: [{ flags, description, ...extras }], read: (given) => last(given, flags) };
}

/** An option with a text that may be given more than once. */
export function texts(flags: string, description: string, extras: Extras = {}): Texts {
  return {
    options: [{ flags, description, repeatable: true, ...extras }],
    read: (given) => given.texts(longFlag(flags)),
  };
}

/** An option with a whole number that is not less than `minimum`. */
export function integer(flags: string, description: string, minimum: number, extras: Extras = {}): Integer {
  return {
    options: [{ flags, description, ...extras }],
    read(given) {
      const value = last(given, flags);
      if (value === undefined) return undefined;
      const number = Number(value);
      if (/^[+-]?\d+$/.test(value) && Number.isSafeInteger(number) && number >= minimum) return number;
      throw new UsageError(`${longFlag(flags)}: ${value} is not a whole number of at least ${minimum}`);
    },
  };
}

/** An option whose value is one of a few words. */
export function oneOf<const T extends string>(
  flags: string,
  description: string,
  choices: readonly T[],
): Choice<T> {
  return {
    options: [{ flags, description, choices }],
    read(given) {
      const value = last(given, flags);
      if (value === undefined) return undefined;
      const choice = choices.find((known) => known === value);
      if (choice !== undefined) return choice;
      const near = didYouMean(value, choices);
      throw new UsageError(`${longFlag(flags)}: ${value} is none of ${choices.join(', ')}${near}`);
    },
  };
}

/** Flags of which one may be given, each standing for a value. */
export function choice<const T extends string | boolean>(
  flags: Readonly<Record<string, { readonly value: T; readonly description: string }>>,
): Choice<T> {
  const entries = Object.entries(flags);
  return {
    options: entries.map(([name, { description }]) => ({ flags: `--${name}`, description })),
    read(given) {
      const chosen = entries.filter(([name]) => given.texts(`--${name}`).length > 0);
      if (chosen.length > 1) {
        throw new UsageError(`${chosen.map(([name]) => `--${name}`).join(' and ')} exclude each other`);
      }
      return chosen[0]?.[1].value;
    },
  };
}

/** A repeatable option whose values are `key=value`; a key that is given again takes the later value. */
export function keyValues(flags: string, description: string): KeyValues {
  return {
    options: [{ flags, description, repeatable: true }],
    read(given) {
      const pairs = given.texts(longFlag(flags)).map((pair): [string, string] => {
        const at = pair.indexOf('=');
        if (at > 0) return [pair.slice(0, at), pair.slice(at + 1)];
        throw new UsageError(`${longFlag(flags)}: ${pair} is not of the form key=value`);
      });
      return Object.fromEntries(pairs);
    },
  };
}
