import { headerOf } from '../http/exchange.ts';
import type { Exchange } from '../http/exchange.ts';
import { fault } from './request.ts';

/** The microversion a request is answered in. */
export interface Microversion {
  /** As the answer tells it: `2.45`. */
  readonly text: string;
  readonly minor: number;
  /** False when the API does not go so far. */
  readonly supported: boolean;
}

/**
 * Reads the microversion a request asks for.
 * @param newest minor number of the newest one there is
 * @throws 400 for what is no version
 */
export function microversionOf(exchange: Exchange, newest: number): Microversion {
  const asked = askedVersion(exchange);
  if (asked === undefined) return { text: '2.1', minor: 1, supported: true };
  if (asked === 'latest') return { text: `2.${newest}`, minor: newest, supported: true };
  const [, major = '', minor = ''] = /^([1-9]\d*)\.([1-9]\d*|0)$/.exec(asked) ?? [];
  if (major === '') {
    throw fault(
      400,
      `API Version String ${asked} is of invalid format. Must be of format MajorNum.MinorNum.`,
    );
  }
  const supported = major === '2' && Number(minor) >= 1 && Number(minor) <= newest;
  return { text: asked, minor: Number(minor), supported };
}

/** The 406 for a microversion there is not. */
export function notSupported(text: string, newest: number): Error {
  return fault(
    406,
    `Version ${text} is not supported by the API. Minimum is 2.1 and maximum is 2.${newest}.`,
  );
}

function askedVersion(exchange: Exchange): string | undefined {
  const modern = headerOf(exchange, 'openstack-api-version') ?? '';
  for (const part of modern.split(',').toReversed()) {
    const [service = '', version] = part.trim().split(/\s+/);
    if (service.toLowerCase() === 'compute' && version !== undefined) return version;
  }
  const legacy = headerOf(exchange, 'x-openstack-nova-api-version')?.trim() ?? '';
  return legacy === '' ? undefined : legacy;
}
