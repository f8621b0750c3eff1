import { own } from '../own.ts';
import { isObject } from '../python/json.ts';
import type { Json, JsonObject } from '../python/json.ts';
import type { AnswerFault, ByteSize, Direction, Fault, FaultPoint, FaultTarget } from './fault.ts';
import { buildServerFault, isServerAction, isSnapshotEnd, isTask } from './parse-server-fault.ts';

type Check = (value: Json) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isCount: Check = (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isSize: Check = (value) => isByteSize(value) && byteSize(value) !== undefined;
const isHeaders: Check = (value) => isObject(value) && Object.values(value).every(isText);

const target: Readonly<Record<string, Check>> = {
  on: (value) => typeof value === 'string' && /^(\*|[A-Z]+) \/\S*$/.test(value),
  do: isText,
  times: isCount,
  skip: isCount,
};
const point: Readonly<Record<string, Check>> = {
  ...target,
  after: isSize,
  direction: (value) => value === 'request' || value === 'response',
};

/** The keys each kind of fault may have, and what their values must be. */
const keysOf: Readonly<Record<Fault['do'], Readonly<Record<string, Check>>>> = {
  status: {
    ...target,
    after: isSize,
    status: (value) => isCount(value) && Number(value) >= 200 && Number(value) <= 599,
    body: isText,
    headers: isHeaders,
  },
  reset: point,
  truncate: point,
  stall: point,
  corrupt: point,
  'expire-token': point,
  'revoke-token': point,
  'worker-death': point,
  slow: { ...point, bytesPerSecond: isSize },
  shorten: { ...target, after: isSize },
  lengthen: { ...target, by: isSize },
  'lie-about-range': target,
  'ignore-range': target,
  'refuse-range': target,
  'lose-answer': target,
  'delay-answer': { ...target, milliseconds: isCount },
  'hang-import': { ...target, after: isSize, store: isText, milliseconds: isCount },
  'fail-import': { ...target, after: isSize, store: isText, message: isText },
  'slow-import': { ...target, bytesPerSecond: isSize, store: isText },
  'hang-server': { ...target, state: isTask, milliseconds: isCount },
  'fail-server': { ...target, message: isText },
  'fail-snapshot': { ...target, image: isSnapshotEnd },
};
const required: Readonly<Record<string, readonly string[]>> = {
  status: ['status'],
  slow: ['bytesPerSecond'],
  shorten: ['after'],
  lengthen: ['by'],
  'delay-answer': ['milliseconds'],
  'slow-import': ['bytesPerSecond'],
};

/**
 * Reads one fault from plain data, such as parsed JSON.
 * @throws TypeError that names the key that is unknown, missing or wrong
 */
export function parseFault(data: Json): Fault {
  if (!isObject(data)) throw new TypeError(`A fault is an object, not ${JSON.stringify(data)}`);
  const action = data['do'];
  if (!isAction(action)) {
    throw new TypeError(
      `Fault "do" is ${JSON.stringify(action)}; it must be one of ${Object.keys(keysOf).join(', ')}`,
    );
  }
  const allowed = keysOf[action];
  for (const key of ['on', ...(required[action] ?? [])]) {
    if (data[key] === undefined) throw new TypeError(`Fault "${action}" needs "${key}"`);
  }
  for (const [key, value] of Object.entries(data)) {
    const check = own(allowed, key);
    if (check === undefined) throw new TypeError(`Fault "${action}" has no "${key}"`);
    if (!check(value))
      throw new TypeError(`Fault "${action}" has a wrong "${key}": ${JSON.stringify(value)}`);
  }
  return build(action, data);
}

/** A fault as JSON. */
export function faultJson(fault: Fault): JsonObject {
  const { headers, ...rest } = { headers: undefined, ...fault };
  return { ...rest, ...(headers === undefined ? {} : { headers }) };
}

function isAction(value: Json | undefined): value is Fault['do'] {
  return typeof value === 'string' && Object.hasOwn(keysOf, value);
}

function build(action: Fault['do'], data: JsonObject): Fault {
  const { on, status, body, headers, after, milliseconds, bytesPerSecond, by, times, skip } = data;
  const where: FaultTarget = {
    on: textOf(on),
    ...(typeof times === 'number' ? { times } : {}),
    ...(typeof skip === 'number' ? { skip } : {}),
  };
  if (action === 'status') {
    return {
      ...where,
      do: action,
      status: Number(status),
      ...(isByteSize(after) ? { after } : {}),
      ...(body === undefined ? {} : { body: textOf(body) }),
      ...(isObject(headers) ? { headers: textsOf(headers) } : {}),
    };
  }
  if (action === 'delay-answer') return { ...where, do: action, milliseconds: Number(milliseconds) };
  if (action === 'shorten') return { ...where, do: action, after: sizeOf(after) };
  if (action === 'lengthen') return { ...where, do: action, by: sizeOf(by) };
  if (isWholeAnswer(action)) return { ...where, do: action };
  if (action === 'hang-import' || action === 'fail-import' || action === 'slow-import') {
    return buildImportFault(action, where, data);
  }
  if (isServerAction(action)) return buildServerFault(action, where, data);
  const at = pointOf(data);
  if (action === 'slow') {
    return { ...where, ...at, do: action, bytesPerSecond: sizeOf(bytesPerSecond) };
  }
  return { ...where, ...at, do: action };
}

function buildImportFault(
  action: 'hang-import' | 'fail-import' | 'slow-import',
  where: FaultTarget,
  { after, store, message, milliseconds, bytesPerSecond }: JsonObject,
): Fault {
  const named = { ...where, ...(typeof store === 'string' ? { store } : {}) };
  if (action === 'slow-import') return { ...named, do: action, bytesPerSecond: sizeOf(bytesPerSecond) };
  const at = { ...named, ...(isByteSize(after) ? { after } : {}) };
  return action === 'hang-import'
    ? { ...at, do: action, ...(typeof milliseconds === 'number' ? { milliseconds } : {}) }
    : { ...at, do: action, ...(typeof message === 'string' ? { message } : {}) };
}

function isWholeAnswer(action: Fault['do']): action is AnswerFault['do'] {
  return ['lie-about-range', 'ignore-range', 'refuse-range', 'lose-answer'].includes(action);
}

function sizeOf(value: Json | undefined): ByteSize {
  return isByteSize(value) ? value : 0;
}

function pointOf({ after, direction }: JsonObject): FaultPoint {
  return {
    ...(isByteSize(after) ? { after } : {}),
    ...(isDirection(direction) ? { direction } : {}),
  };
}

function isDirection(value: Json | undefined): value is Direction {
  return value === 'request' || value === 'response';
}

function isByteSize(value: Json | undefined): value is ByteSize {
  return typeof value === 'number' || typeof value === 'string';
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function textsOf(value: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, textOf(text)]));
}

const units: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
};

/**
 * Reads a number of bytes.
 * @returns undefined when the text is not one
 */
export function byteSize(size: ByteSize): number | undefined {
  if (typeof size === 'number') return Number.isInteger(size) && size >= 0 ? size : undefined;
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?) ?([a-z]*)$/i.exec(size.trim()) ?? [];
  const factor = units[unit.toLowerCase()];
  return digits === '' || factor === undefined ? undefined : Math.round(Number(digits) * factor);
}
