import { ConfigError } from '../../errors.ts';

/** Where a browser comes back to on this machine. */
export interface LoopbackUrl {
  /** 0 for any free port. */
  readonly port: number;
  readonly path: string;
  /** The URL, once the port is known. */
  at(port: number): string;
}

/** A port as settings give it. @throws ConfigError if it is none */
export function portOf(text: string, setting: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 0 && port <= 65_535) return port;
  throw new ConfigError(`auth: ${setting} must be a port number, not ${text}`);
}

/**
 * A URL on this machine, as it was written: providers compare it letter by letter.
 *
 * @throws ConfigError if it leads elsewhere: nobody would be there to listen.
 */
export function loopbackUrl(text: string): LoopbackUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHere = url !== undefined && ['127.0.0.1', 'localhost'].includes(url.hostname);
  if (!isHere || url.protocol !== 'http:') {
    throw new ConfigError(
      `auth: redirect_uri must begin with http://127.0.0.1 or http://localhost for a login with a browser, not ${text}`,
    );
  }
  const hasPort = /^http:\/\/[^/:]+:\d/i.test(text);
  const { pathname: path } = url;
  if (hasPort && url.port !== '0')
    return { port: url.port === '' ? 80 : Number(url.port), path, at: () => text };
  const rest = text.replace(/^http:\/\/[^/?#]*/i, '');
  return { port: 0, path, at: (port) => `http://${url.hostname}:${port}${rest}` };
}
