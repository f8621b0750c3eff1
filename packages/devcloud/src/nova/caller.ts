import { HttpError } from '../http/answer.ts';
import { novaAnswer } from './answer.ts';
import { headerOf } from '../http/exchange.ts';
import type { Exchange } from '../http/exchange.ts';
import { byId } from '../keystone/directory.ts';
import type { Nova } from './nova.ts';

/** Who sent a request, as Nova sees her. */
export interface Caller {
  readonly userId: string;
  readonly userName: string;
  /** The project of the token; empty for one without (unscoped, domain, system). */
  readonly projectId: string;
  readonly projectName: string;
  readonly roles: ReadonlySet<string>;
  readonly isAdmin: boolean;
}

/** The caller of a request. @throws 401 without a good token */
export function callerOf(nova: Nova, exchange: Exchange): Caller {
  const token = nova.tokens.valid(headerOf(exchange, 'x-auth-token'));
  if (token === undefined) throw unauthorized(nova);
  const roles = new Set(token.roles.map((role) => role.name));
  const projectId = token.scope?.kind === 'project' ? token.scope.id : '';
  return {
    userId: token.userId,
    userName: byId(nova.directory.users, token.userId)?.name ?? '',
    projectId,
    projectName: byId(nova.directory.projects, projectId)?.name ?? '',
    roles,
    isAdmin: roles.has('admin'),
  };
}

function unauthorized({ identityUrl }: Nova): HttpError {
  const message = 'The request you have made requires authentication.';
  return new HttpError(
    novaAnswer(401, { error: { code: 401, title: 'Unauthorized', message } }, [
      ['Www-Authenticate', `Keystone uri="${identityUrl}"`],
    ]),
  );
}
