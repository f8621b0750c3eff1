import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { ConfigError } from '../../errors.ts';
import type { TlsSettings } from '../types.ts';

const certificate = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/;
const privateKey = /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/;

/** The file's text; a file without the expected block would be ignored, or refused without its name. */
function readPem(path: string, option: string, block: RegExp, what: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'latin1');
  } catch (cause) {
    throw new ConfigError(`${option}: cannot read ${path}: ${String(cause)}`, { cause });
  }
  if (!block.test(text)) throw new ConfigError(`${option}: ${path} holds no ${what} in PEM`);
  return text;
}

/** What `node:tls` is told of a cloud. */
export interface TlsOptions {
  readonly rejectUnauthorized: boolean;
  readonly cert?: string;
  readonly key?: string;
  readonly ca?: string;
  readonly servername?: string;
}

/**
 * What `node:tls` takes for a cloud's settings.
 *
 * @throws ConfigError that names the setting if a file cannot be read or is not what it should be.
 */
export function tlsOptions(tls: TlsSettings): TlsOptions {
  const { verify: rejectUnauthorized, cacert, cert, servername } = tls;
  const trusted = {
    ...(cacert !== undefined && { ca: readPem(cacert, 'cacert', certificate, 'certificate') }),
    ...(servername !== undefined && { servername }),
  };
  if (cert === undefined) return { rejectUnauthorized, ...trusted };
  // As in the other OpenStack clients, a certificate file may hold its key as well.
  const [key, keyOption] = tls.key === undefined ? [cert, 'cert'] : [tls.key, 'key'];
  const own = {
    cert: readPem(cert, 'cert', certificate, 'certificate'),
    key: readPem(key, keyOption, privateKey, 'private key'),
  };
  try {
    createSecureContext(own);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`cert, key: ${cert} and ${key} cannot be used: ${reason}`, { cause });
  }
  return { rejectUnauthorized, ...trusted, ...own };
}
