import type { Clock } from '../clock.ts';
import { headerOf } from '../http/exchange.ts';
import type { Exchange } from '../http/exchange.ts';
import type { ReleaseProfile } from '../releases/release.ts';
import type { Directory } from './directory.ts';
import { mayCall } from './access-rules.ts';
import { forbidden, refusedByRules, unauthorized } from './errors.ts';
import type { Receipt, Token } from './model.ts';
import type { TokenStore } from './tokens.ts';

/** What every part of Keystone works on. */
export interface Keystone {
  readonly directory: Directory;
  readonly tokens: TokenStore;
  readonly receipts: Map<string, Receipt>;
  readonly release: ReleaseProfile;
  readonly clock: Clock;
  /** URL of the v3 API, without a final slash. */
  readonly url: string;
}

/** The caller's token. @throws 401 when there is no good one */
export function callerOf(keystone: Keystone, exchange: Exchange): Token {
  const token = keystone.tokens.valid(headerOf(exchange, 'x-auth-token'));
  if (token === undefined) throw unauthorized(keystone.url);
  if (keystone.release.identityKeepsAccessRules && !mayCall(token, 'identity', exchange)) {
    throw refusedByRules(keystone.url);
  }
  return token;
}

/** Whether a token carries the role `admin`. */
export function isAdmin(token: Token): boolean {
  return token.roles.some((role) => role.name === 'admin');
}

/**
 * Lets only some callers pass.
 * @param action name of the policy, such as `identity:list_projects`
 * @param allowed whether a caller without the role `admin` may
 * @throws 401 without a good token, 403 when the caller may not
 */
export function enforce(
  keystone: Keystone,
  exchange: Exchange,
  action: string,
  allowed: (token: Token) => boolean = () => false,
): Token {
  const token = callerOf(keystone, exchange);
  if (!isAdmin(token) && !allowed(token)) throw forbidden(action);
  return token;
}
