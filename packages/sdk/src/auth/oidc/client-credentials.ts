import { ConfigError } from '../../errors.ts';
import type { MethodParts } from '../method.ts';
import type { AuthPlugin } from '../types.ts';
import { oidcPlugin } from './plugin.ts';

/** `v3oidcclientcredentials`: the client signs in as itself (RFC 6749 §4.4). */
export function oidcClientCredentialsPlugin(parts: MethodParts): AuthPlugin {
  if (parts.auth.clientSecret === undefined) throw new ConfigError('auth: client_secret is missing');
  return oidcPlugin(parts, {
    name: 'v3oidcclientcredentials',
    secrets: [],
    run: (context, client) =>
      client.tokens(context, { grant_type: 'client_credentials', scope: client.scope }, true),
  });
}
