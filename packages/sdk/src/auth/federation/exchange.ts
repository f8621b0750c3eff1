import type { Secret } from '../../config/secret.ts';
import type { AuthSettings } from '../../config/types.ts';
import { AuthError, type AvailableScope, ConfigError, DiscoveryError, HttpError } from '../../errors.ts';
import { parseJson } from '../../json.ts';
import { availableScopes, usableScopes } from '../available-scopes.ts';
import { exchangeToken } from '../exchange-token.ts';
import { identityRoot } from '../identity-url.ts';
import { makeToken } from '../make-token.ts';
import { parseToken } from '../parse-token.ts';
import { withHint } from '../refusal.ts';
import { scopeName, scopeOf } from '../scope.ts';
import type { AuthContext, Token } from '../types.ts';

/** Where Keystone takes the word of an identity provider. */
export interface Federation {
  /** The v3 root of the identity service. */
  readonly root: string;
  readonly identityProvider: string;
  readonly protocol: string;
}

/**
 * The identity provider and protocol that the settings name.
 *
 * @throws ConfigError if one of them is missing.
 */
export function federationOf(auth: AuthSettings): Federation {
  const root = identityRoot(auth);
  const { identityProvider, protocol } = auth;
  if (identityProvider === undefined) {
    throw new ConfigError('auth: identity_provider is missing: the name that Keystone has for the provider');
  }
  if (protocol === undefined) {
    throw new ConfigError('auth: protocol is missing: the name that Keystone has for it, often "openid"');
  }
  scopeOf(auth);
  return { root, identityProvider, protocol };
}

/** The path of an identity provider's protocol, below the v3 root. */
export function protocolPath({ identityProvider, protocol }: Federation): string {
  const [provider, name] = [identityProvider, protocol].map(encodeURIComponent);
  return `identity_providers/${provider}/protocols/${name}`;
}

function idOf({ requestId }: HttpError): string {
  return requestId === undefined ? '' : ` (request ${requestId})`;
}

const tokenHint =
  'the access token may have expired, be meant for another service, or come from another provider than Keystone trusts; ' +
  'or the protocol, the mapping or its web server is not set up for it';

function loginRefusal(federation: Federation, url: string, error: HttpError): Error {
  const { identityProvider, protocol } = federation;
  const { status } = error;
  // The web server before Keystone, which checks the access token, answers 401 and 403 in HTML.
  if (status !== 401 && status !== 403 && parseJson(error.body) === undefined) {
    const what = `${url} answered ${status}, but not as Keystone does`;
    return new DiscoveryError(`${what}: check auth_url, identity_provider and protocol${idOf(error)}`, {
      cause: error,
    });
  }
  // What a web server says in HTML is about browsers and passwords.
  const reason = parseJson(error.body) === undefined ? 'from the web server before Keystone' : error.reason;
  const hint = status === 401 ? `; ${tokenHint}` : '';
  return new AuthError(
    `cannot sign in through identity provider ${identityProvider} (protocol ${protocol}): ` +
      `${status} ${withHint(reason, hint)}${idOf(error)}`,
    { cause: error },
  );
}

async function diagnosed(
  context: AuthContext,
  root: string,
  token: Secret,
): Promise<{ readonly text: string; readonly scopes?: readonly AvailableScope[] | undefined }> {
  try {
    const scopes = await availableScopes(context, root, makeToken({ id: token }));
    return { text: usableScopes('the user', scopes), scopes };
  } catch {
    // The refusal is told without its reason rather than not at all.
    return { text: '' };
  }
}

async function scopeRefusal(
  context: AuthContext,
  root: string,
  token: Secret,
  error: HttpError,
): Promise<Error> {
  const { auth } = context.config;
  const isBroken = auth.systemScope !== undefined && error.status >= 500;
  const { text, scopes } = isBroken
    ? { text: "; Keystone's Fernet tokens cannot carry the system scope for a federated user" }
    : await diagnosed(context, root, token);
  return new AuthError(
    `signed in, but not for ${scopeName(auth)}: ${error.status} ${withHint(error.reason, text)}${idOf(error)}`,
    { cause: error, scopes },
  );
}

/** Exchanges a federated user's token without a scope for one of the scope that the settings ask for. */
export async function withScope(context: AuthContext, root: string, token: Secret): Promise<Token> {
  try {
    return await exchangeToken(context, token);
  } catch (error) {
    const isSystem = context.config.auth.systemScope !== undefined;
    if (error instanceof HttpError && (error.status < 500 || isSystem)) {
      throw await scopeRefusal(context, root, token, error);
    }
    throw error;
  }
}

/**
 * Shows Keystone an identity provider's token and gets a token of Keystone's own, of the wanted scope.
 *
 * `POST /v3/OS-FEDERATION/identity_providers/{idp}/protocols/{protocol}/auth`, then `POST /v3/auth/tokens`.
 */
export async function federatedToken(
  context: AuthContext,
  federation: Federation,
  bearer: Secret,
): Promise<Token> {
  const { root } = federation;
  const url = `${root}/OS-FEDERATION/${protocolPath(federation)}/auth`;
  const asked = Date.now();
  const headers = { Authorization: `Bearer ${bearer.reveal()}` };
  let unscoped: Token;
  try {
    unscoped = parseToken(url, await context.send({ url, method: 'POST', headers }), asked);
  } catch (error) {
    const isRefusal = error instanceof HttpError && error.status < 500;
    throw isRefusal ? loginRefusal(federation, url, error) : error;
  }
  const scope = scopeOf(context.config.auth);
  if (scope === undefined || scope === 'unscoped') return unscoped;
  context.conceal(unscoped.id);
  return withScope(context, root, unscoped.id);
}
