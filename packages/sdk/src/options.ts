import { OptionError } from './errors.ts';

/** The names of an options type, each once: the compiler sees to it that none is missing. */
export type KeysOf<T> = Readonly<Record<keyof T, true>>;

function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, substitution));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}

/** The one of `names` that was probably meant by `name`, if any is near enough. */
export function closest(name: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map((candidate) => ({ candidate, far: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  const best = ranked[0];
  return best !== undefined && best.far <= Math.max(name.length < 4 ? 1 : 2, Math.floor(name.length / 3))
    ? best.candidate
    : undefined;
}

/**
 * Refuses options that do not exist, so that a typing error cannot pass as "not given".
 *
 * @throws OptionError that names the option and, if one is near, the one that was probably meant.
 */
export function checkOptions(where: string, options: object, keys: Readonly<Record<string, true>>): void {
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(keys, name)) continue;
    const meant = closest(name, Object.keys(keys));
    const hint = meant === undefined ? `known are ${Object.keys(keys).join(', ')}` : `did you mean ${meant}?`;
    throw new OptionError(`${where}: there is no option ${name}; ${hint}`);
  }
}

/** Refuses numbers that are not positive (or, with `zero`, not negative) and finite. */
export function checkNumber(where: string, value: number | undefined, minimum: number): void {
  if (value === undefined) return;
  if (!Number.isFinite(value) || value < minimum) {
    throw new OptionError(`${where}: ${value} is not a number of at least ${minimum}`);
  }
}
