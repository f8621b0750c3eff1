import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
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

/**
 * What `node:tls` takes for a cloud's settings.
 *
 * @throws ConfigError that names the setting if a file cannot be read or is not what it should be.
 */
export function tlsOptions(
  tls: TlsSettings,
): SecureContextOptions & { readonly rejectUnauthorized: boolean } {
  const { verify: rejectUnauthorized, cacert, cert } = tls;
  const trusted: SecureContextOptions =
    cacert === undefined ? {} : { ca: readPem(cacert, 'cacert', certificate, 'certificate') };
  if (cert === undefined) return { rejectUnauthorized, ...trusted };
  // As in the other OpenStack clients, a certificate file may hold its key as well.
  const [key, keyOption] = tls.key === undefined ? [cert, 'cert'] : [tls.key, 'key'];
  const own: SecureContextOptions = {
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
