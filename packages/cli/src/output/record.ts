import type { Human, RecordData, Value } from './data.ts';
import { isMapping } from './python-text.ts';

/** A record of these fields, in their order; `humans` are how some of them are shown in tables. */
export function record(
  fields: Readonly<Record<string, Value>>,
  humans: Readonly<Record<string, Human>> = {},
): RecordData {
  return {
    fields: Object.entries(fields).map(([name, value]) => ({ name, value, human: humans[name] })),
  };
}

/** A record of these fields, sorted by their names as `openstack` does it; what is `undefined` is left out. */
export function sortedRecord(
  fields: Readonly<Record<string, Value | undefined>>,
  humans: Readonly<Record<string, Human>> = {},
): RecordData {
  const there = Object.entries(fields).flatMap(([name, value]): [string, Value][] =>
    value === undefined ? [] : [[name, value]],
  );
  return record(Object.fromEntries(there.sort(([a], [b]) => (a < b ? -1 : 1))), humans);
}

/** What a service has told, as a value that can be shown. */
export function toValue(data: unknown): Value {
  if (data === null || data === undefined) return null;
  if (typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean') return data;
  if (Array.isArray(data)) return data.map(toValue);
  return Object.fromEntries(Object.entries(data).map(([key, member]) => [key, toValue(member)]));
}

/** The member of a document that has this name; `null` if it is not there. */
export function member(document: Value, name: string): Value {
  return isMapping(document) ? (document[name] ?? null) : null;
}
