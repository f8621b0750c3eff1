import type { Context } from '../command.ts';
import {
  type Flag,
  flag,
  type Integer,
  integer,
  type KeyValues,
  keyValues,
  type Text,
  text,
} from '../parameters/parameter.ts';

/** `--wait` */
export const wait: Flag = flag('--wait', 'wait for the end of it, and tell why if it fails');
/** `--timeout` */
export const timeout: Integer = integer(
  '--timeout <seconds>',
  'how long --wait waits at most; 1 hour by default',
  1,
);
/** `--property` of servers and of their images. */
export const metadata: KeyValues = keyValues('--property <key=value>', 'a property to set (may be repeated)');
/** `--user-data` */
export const userData: Text = text('--user-data <file>', 'what cloud-init in the server gets');
/** `--password` */
export const password: Text = text(
  '--password <text>',
  'password of the administrator in the server; others on this machine can see it',
);

/** What `--wait` and `--timeout` say, in the SDK's words. */
export function waiting({ values, signal }: Context): {
  readonly wait: boolean;
  readonly timeout: number | undefined;
  readonly signal: AbortSignal;
} {
  const seconds = values.get(timeout);
  return { wait: values.get(wait), timeout: seconds === undefined ? undefined : seconds * 1000, signal };
}

/** Key-value pairs, or nothing if none was given. */
export function pairsOf(
  { values }: Context,
  parameter: KeyValues,
): Readonly<Record<string, string>> | undefined {
  const pairs = values.get(parameter);
  return Object.keys(pairs).length === 0 ? undefined : pairs;
}
