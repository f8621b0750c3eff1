import { headerOf } from '../http/exchange.ts';
import type { Exchange } from '../http/exchange.ts';
import { webobError } from '../http/webob-error.ts';
import { mayCall } from '../keystone/access-rules.ts';
import type { Glance } from './glance.ts';

/** Who sent a request, as Glance sees her. */
export interface Caller {
  readonly tokenId: string;
  readonly userId: string;
  /** The project of the token; undefined for one without (unscoped, domain, system). */
  readonly projectId: string | undefined;
  readonly roles: ReadonlySet<string>;
  /** Has the role `admin`, wherever. */
  readonly isAdmin: boolean;
}

/** The caller of a request. @throws 401 without a good token */
export function callerOf(glance: Glance, exchange: Exchange): Caller {
  const token = glance.tokens.valid(headerOf(exchange, 'x-auth-token'));
  if (token === undefined || !mayCall(token, 'image', exchange)) {
    const challenge = `Keystone uri="${glance.identityUrl}"`;
    throw webobError(exchange, 401, { headers: [['Www-Authenticate', challenge]] });
  }
  const roles = new Set(token.roles.map((role) => role.name));
  return {
    tokenId: token.id,
    userId: token.userId,
    projectId: token.scope?.kind === 'project' ? token.scope.id : undefined,
    roles,
    isAdmin: roles.has('admin'),
  };
}
