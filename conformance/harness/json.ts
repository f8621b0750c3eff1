/** Any value a JSON text can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** One step into a JSON value: a member's name or an element's index. */
export type Step = string | number;

/** Parses a JSON text; answers undefined when the text is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** The value that is reached by walking `steps` into `value`, or undefined when a step leads nowhere. */
export function at(value: Json | undefined, ...steps: readonly Step[]): Json | undefined {
  let here = value;
  for (const step of steps) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = isList(here) ? here[Number(step)] : here[step];
  }
  return here;
}

/** The string at `steps`; throws when there is something else. */
export function stringAt(value: Json | undefined, ...steps: readonly Step[]): string {
  const found = at(value, ...steps);
  if (typeof found !== 'string')
    throw new TypeError(`no string at ${steps.join('.')}: ${JSON.stringify(found)}`);
  return found;
}

/** The list at `steps`; throws when there is something else. */
export function listAt(value: Json | undefined, ...steps: readonly Step[]): readonly Json[] {
  const found = at(value, ...steps);
  if (!isList(found)) throw new TypeError(`no list at ${steps.join('.')}: ${JSON.stringify(found)}`);
  return found;
}

/** The strings in the list at `steps`; throws when there is something else. */
export function stringsAt(value: Json | undefined, ...steps: readonly Step[]): readonly string[] {
  const list = listAt(value, ...steps);
  return list.map((_, index) => stringAt(list, index));
}

/** The names of the members of the object at `steps`, sorted; throws when there is something else. */
export function namesAt(value: Json | undefined, ...steps: readonly Step[]): readonly string[] {
  const found = at(value, ...steps);
  if (typeof found !== 'object' || found === null || isList(found)) {
    throw new TypeError(`no object at ${steps.join('.')}: ${JSON.stringify(found)}`);
  }
  return Object.keys(found).toSorted();
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
