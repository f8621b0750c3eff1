import { Secret } from '../config/secret.ts';
import type { CatalogService, Named, Token, TokenScope } from './types.ts';

/** What a token of a plugin of one's own is made of. */
export interface TokenFields {
  readonly id: string | Secret;
  /** Milliseconds since 1970; without it, the token does not end. */
  readonly expiresAt?: number | undefined;
  readonly user?: Named | undefined;
  /** `{ kind: 'unscoped' }` by default. */
  readonly scope?: TokenScope | undefined;
  readonly roles?: readonly string[] | undefined;
  /** Empty by default: every service then needs an entry in `endpointOverrides`. */
  readonly catalog?: readonly CatalogService[] | undefined;
}

/** Makes a token out of what is known of it, for plugins that do not get theirs from Keystone. */
export function makeToken(fields: TokenFields): Token {
  const { id, expiresAt = Number.POSITIVE_INFINITY, user, roles = [], catalog = [] } = fields;
  return {
    id: typeof id === 'string' ? new Secret(id) : id,
    expiresAt,
    lifetime: Math.max(expiresAt - Date.now(), 0),
    user,
    scope: fields.scope ?? { kind: 'unscoped' },
    roles,
    catalog,
  };
}
