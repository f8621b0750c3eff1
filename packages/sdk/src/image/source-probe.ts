import { redactUrl } from '../http/redactor.ts';
import type { Platform, Transport, TransportResponse } from '../platform/types.ts';

/** What the place that data are to be imported from says of them. */
export interface SourceProbe {
  /** Why it will not give them, if it says so itself. */
  readonly refusal: string | undefined;
  /** Bytes of the data as they come, if it tells. */
  readonly size: number | undefined;
}

/** Milliseconds without an answer after which the source is left to the cloud. */
const patience = 10_000;
const maxRedirects = 5;
const redirects = new Set([301, 302, 303, 307, 308]);
/** Answers that say nothing of the data: they were given to this request only. */
const passing = new Set([408, 416, 421, 425, 429]);

const trust = { verify: true, cacert: undefined, cert: undefined, key: undefined };

async function ask(
  transport: Transport,
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<TransportResponse> {
  for (let hops = 0, at = url; ; hops += 1) {
    const response = await transport.send({
      method,
      url: at,
      headers: { Accept: '*/*', 'Accept-Encoding': 'identity', ...headers },
      idleTimeout: patience,
      responseTimeout: patience,
      signal,
    });
    response.body.cancel();
    const { location } = response.headers;
    if (!redirects.has(response.status) || location === undefined || !URL.canParse(location, at))
      return response;
    const next = new URL(location, at);
    if (hops >= maxRedirects || !/^https?:$/.test(next.protocol)) return response;
    at = next.href;
  }
}

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && !passing.has(status);
}

function sizeOf({ status, headers }: TransportResponse): number | undefined {
  const length = headers['content-length'];
  const plain = (headers['content-encoding'] ?? 'identity') === 'identity';
  return status === 200 && plain && length !== undefined && /^\d+$/.test(length) ? Number(length) : undefined;
}

async function look(
  transport: Transport,
  url: string,
  signal: AbortSignal | undefined,
): Promise<SourceProbe> {
  const head = await ask(transport, 'HEAD', url, {}, signal);
  if (!isRefusal(head.status)) return { refusal: undefined, size: sizeOf(head) };
  // There are servers that refuse HEAD and nothing else.
  const { status } = await ask(transport, 'GET', url, { Range: 'bytes=0-0' }, signal);
  const refusal = isRefusal(status) ? `${redactUrl(url)} answers ${status}` : undefined;
  return { refusal, size: undefined };
}

/**
 * Asks the source of an import for its data, without fetching them. No token is shown to it. What cannot be reached
 * from here may well be reached from the cloud: only what the source itself says counts.
 */
export async function probeSource(
  platform: Platform,
  url: string,
  signal: AbortSignal | undefined,
): Promise<SourceProbe> {
  const transport = platform.createTransport({ tls: trust, connectTimeout: patience, maxSockets: 1 });
  try {
    return await look(transport, url, signal);
  } catch {
    signal?.throwIfAborted();
    return { refusal: undefined, size: undefined };
  } finally {
    transport.close();
  }
}
