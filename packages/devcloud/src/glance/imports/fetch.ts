import { once } from 'node:events';
import { request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';

import { allowedAddress } from './uri-filter.ts';
import type { WebDownload } from './uri-filter.ts';

/** What an answer brings. */
export interface Source {
  /** Content-Length; undefined when the source does not tell. */
  readonly size: number | undefined;
  open(): AsyncIterable<Uint8Array>;
}

const mostRedirects = 10;

/**
 * Fetches a URI, over redirects too, each of which has to pass the filter.
 * @throws Error when it cannot be had
 */
export async function fetchSource(uri: string, rules: WebDownload, end: AbortSignal): Promise<Source> {
  let wanted = uri;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const answer = await get(wanted, rules, end);
    const { statusCode = 0, headers } = answer;
    const { location } = headers;
    if ([301, 302, 303, 307, 308].includes(statusCode) && location !== undefined) {
      answer.destroy();
      wanted = new URL(location, wanted).href;
      continue;
    }
    if (statusCode >= 200 && statusCode < 300) return sourceOf(answer);
    answer.destroy();
    throw new Error(`${wanted} answered ${statusCode}`);
  }
  throw new Error(`${uri} led to more than ${mostRedirects} redirects`);
}

async function get(uri: string, rules: WebDownload, end: AbortSignal): Promise<IncomingMessage> {
  const address = await allowedAddress(uri, rules);
  if (address === undefined) throw new Error(`${uri} does not pass the filter`);
  const url = new URL(uri);
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const outgoing = send(url, {
    agent: false,
    signal: end,
    headers: { 'Accept-Encoding': 'identity', 'User-Agent': 'ostk-devcloud' },
    // The address that was checked is the one that is asked, whatever a second look-up would find.
    lookup: (_host, options, found) => {
      const family = isIP(address);
      if (options.all === true) found(null, [{ address, family }]);
      else found(null, address, family);
    },
  });
  outgoing.end();
  const answer: unknown = (await once(outgoing, 'response'))[0];
  if (!isAnswer(answer)) throw new Error('A response without an answer');
  // An error after the answer has begun is told to whoever reads the answer.
  outgoing.on('error', () => undefined);
  return answer;
}

function isAnswer(value: unknown): value is IncomingMessage {
  return typeof value === 'object' && value !== null && 'statusCode' in value;
}

function sourceOf(answer: IncomingMessage): Source {
  const length = answer.headers['content-length'];
  return { size: length === undefined ? undefined : Number(length), open: () => answer };
}
