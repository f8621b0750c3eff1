import { AuthError, type AvailableScope, DiscoveryError, type HttpError } from '../errors.ts';
import { parseJson } from '../json.ts';
import { availableScopes, usableScopes } from './available-scopes.ts';
import { type Login, requestToken } from './token-request.ts';
import { scopeName } from './scope.ts';
import type { AuthContext } from './types.ts';

interface RefusedLogin extends Login {
  /** Whether it is the first of its connection. */
  readonly isFirst: boolean;
}

interface Diagnosis {
  readonly text: string;
  readonly scopes?: readonly AvailableScope[] | undefined;
}

const unknown: Diagnosis = {
  text: '; Keystone says the same of wrong credentials, an unknown project, and a user without a role there',
};

function wrongCredentials({ factors, isFirst }: RefusedLogin): Diagnosis {
  if (!isFirst && factors.some(({ method, secrets }) => method === 'totp' && secrets.length > 0)) {
    return { text: '; a passcode works for a minute only: give a function that asks for a new one' };
  }
  if (factors.some(({ method }) => method === 'token'))
    return { text: '; the token has ended or was revoked' };
  const what = factors.map(({ method }) => (method === 'totp' ? 'passcode' : method)).join(' or ');
  return { text: `; user name, domain or ${what} is wrong, or the user is disabled or locked` };
}

function noRoleText(login: Login, who: string): string {
  return `; the credentials are right, but ${who} has no role on ${scopeName(login.parts.auth)}, or there is none`;
}

function whoOf({ parts: { auth } }: Login): string | undefined {
  return auth.username ?? auth.userId ?? auth.applicationCredentialName ?? auth.applicationCredentialId;
}

/** Who signs in, as a message says it. */
export function asWhom(login: Login): string {
  const who = whoOf(login);
  return who === undefined ? `with a ${login.factors[0]?.method}` : `as ${who}`;
}

/** Keystone refuses wrong credentials and wrong scopes in the same words: without a scope, it tells which it was. */
async function diagnose(context: AuthContext, login: RefusedLogin, who: string): Promise<Diagnosis> {
  const { root, factors, scope, isFirst } = login;
  const hasEnded = !isFirst && factors.some(({ method }) => method === 'token' || method === 'totp');
  if (hasEnded || scope === undefined || scope === 'unscoped') return wrongCredentials(login);
  if (!isFirst || !factors.every(({ repeatable }) => repeatable)) return unknown;
  try {
    const answer = await requestToken(context, root, { factors, scope: 'unscoped' });
    if ('receipt' in answer)
      return { text: `${noRoleText(login, who)}; what there is, only all factors can tell` };
    const scopes = await availableScopes(context, root, answer.token);
    return { text: noRoleText(login, who) + usableScopes(who, scopes), scopes };
  } catch (error) {
    const isUnauthorized = error instanceof AuthError || (isRefused(error) && error.status === 401);
    return isUnauthorized ? wrongCredentials(login) : unknown;
  }
}

function isRefused(error: unknown): error is { readonly status: number } {
  return error instanceof Error && 'status' in error;
}

/** The words of a service, and what is ours to add: a full stop stays only where nothing follows. */
export function withHint(text: string, hint: string): string {
  return hint === '' ? text : text.replace(/\.$/, '') + hint;
}

const hintsForTokens: Readonly<Record<number, string>> = {
  403: '; such a token works as it is: auth_type admin_token, with endpoint',
  404: '; the token is wrong, has ended or was revoked',
};

/** The error for a login that Keystone refused, with the reason as far as it can be found out. */
export async function refusal(context: AuthContext, login: RefusedLogin, cause: HttpError): Promise<Error> {
  const { auth } = login.parts;
  const id = cause.requestId === undefined ? '' : ` (request ${cause.requestId})`;
  if (parseJson(cause.body) === undefined) {
    return new DiscoveryError(
      `${login.root}/auth/tokens answered ${cause.status}, but not as Keystone does: check auth_url${id}`,
      { cause },
    );
  }
  const scope = login.takesScope ? ` for ${scopeName(auth)}` : '';
  const start = `cannot sign in ${asWhom(login)}${scope}: ${cause.status} ${cause.reason}`;
  if (cause.status !== 401 || !login.takesScope) {
    const isToken = login.factors.some(({ method }) => method === 'token');
    return new AuthError(`${withHint(start, (isToken && hintsForTokens[cause.status]) || '')}${id}`, {
      cause,
    });
  }
  const { text, scopes } = await diagnose(context, login, whoOf(login) ?? 'its user');
  return new AuthError(`${withHint(start, text)}${id}`, { cause, scopes });
}
