import type { AuthSettings } from '../config/types.ts';
import { ConfigError } from '../errors.ts';

/** The v3 root of the identity service at `auth_url`, with or without a version in it: it is the only one that lives. */
export function identityUrl(authUrl: string): string {
  const bare = authUrl.replace(/\/+$/, '').replace(/\/v2\.0$/, '');
  return bare.endsWith('/v3') ? bare : `${bare}/v3`;
}

/**
 * The v3 root of the identity service that the settings name.
 *
 * @throws ConfigError if they name none.
 */
export function identityRoot(auth: AuthSettings): string {
  if (auth.authUrl === undefined) throw new ConfigError('auth: auth_url is missing');
  return identityUrl(auth.authUrl);
}
