import { type Channel, channel } from 'node:diagnostics_channel';
import { debuglog } from 'node:util';
import type { EventChannels } from '../types.ts';

const names = [
  'request:start',
  'request:retry',
  'request:end',
  'request:error',
  'login:start',
  'login:end',
  'login:error',
  'transfer:start',
  'transfer:progress',
  'transfer:end',
  'transfer:error',
] as const;

// Held here: a channel that nobody holds would lose its listeners to the garbage collector.
const channels: ReadonlyMap<string, Channel> = new Map(names.map((name) => [name, channel(`ostk:${name}`)]));

/** The channels `ostk:…` of `node:diagnostics_channel`. */
export const nodeEvents: EventChannels = {
  isWanted: (prefix) =>
    names.some((name) => name.startsWith(prefix) && channels.get(name)?.hasSubscribers === true),
  publish(name, event): void {
    const one = channels.get(name);
    if (one?.hasSubscribers === true) one.publish(event);
  },
};

const log = debuglog('ostk');

/** For `NODE_DEBUG=ostk`. */
export const nodeDebugLog: ((line: string) => void) | undefined = log.enabled
  ? (line) => log('%s', line)
  : undefined;
