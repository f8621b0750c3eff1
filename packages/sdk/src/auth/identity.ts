import type { Secret } from '../config/secret.ts';
import type { AuthSettings } from '../config/types.ts';
import { AuthError, ConfigError, DiscoveryError, HttpError } from '../errors.ts';
import { parseJson } from '../json.ts';
import type { MethodParts } from './registry.ts';
import { domainRef, scopeName, scopeOf } from './scope.ts';
import { parseToken } from './parse-token.ts';
import type { AuthContext, AuthPlugin, Token } from './types.ts';

/** One method of Keystone's `POST /v3/auth/tokens`. */
export interface IdentityMethod {
  readonly name: string;
  readonly secrets: readonly Secret[];
  readonly takesScope: boolean;
  /** Who it is, without a secret; `undefined` if only a secret tells. */
  readonly who: object | undefined;
  /** Whether the same proof may be shown twice. */
  readonly repeatable: boolean;
  /** The request's `identity` object; made when it is sent, so that it is not kept. */
  identity(): object | Promise<object>;
}

/**
 * The user by id, or by name and domain.
 *
 * @throws ConfigError if neither can be made of the settings.
 */
export function userRef(auth: AuthSettings): object {
  if (auth.userId !== undefined) return { id: auth.userId };
  if (auth.username === undefined) throw new ConfigError('auth: username (or user_id) is missing');
  const domain = domainRef(auth.userDomainId, auth.userDomainName);
  if (domain === undefined) {
    throw new ConfigError('auth: username needs user_domain_name or user_domain_id (often "Default")');
  }
  return { name: auth.username, domain };
}

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

/** Asks for a token: `POST /v3/auth/tokens`. */
export async function requestToken(
  context: AuthContext,
  root: string,
  request: {
    readonly identity: object;
    readonly scope?: object | string | undefined;
    readonly repeatable?: boolean;
  },
): Promise<Token> {
  const { identity, scope, repeatable = true } = request;
  const url = `${root}/auth/tokens`;
  const asked = Date.now();
  const json = { auth: { identity, ...(scope !== undefined && { scope }) } };
  return parseToken(url, await context.send({ url, json, repeatable }), asked);
}

/** Exchanges a token for one of the scope that the settings ask for. */
export function exchangeToken(context: AuthContext, root: string, token: Secret): Promise<Token> {
  const identity = { methods: ['token'], token: { id: token.reveal() } };
  return requestToken(context, root, { identity, scope: scopeOf(context.config.auth) });
}

function refusal(auth: AuthSettings, method: IdentityMethod, root: string, cause: HttpError): Error {
  const id = cause.requestId === undefined ? '' : ` (request ${cause.requestId})`;
  if (parseJson(cause.body) === undefined) {
    return new DiscoveryError(
      `${root}/auth/tokens answered ${cause.status}, but not as Keystone does: check auth_url${id}`,
      { cause },
    );
  }
  const who = auth.username ?? auth.userId ?? auth.applicationCredentialName ?? auth.applicationCredentialId;
  const as = who === undefined ? `with a ${method.name}` : `as ${who}`;
  const scope = method.takesScope ? ` for ${scopeName(auth)}` : '';
  const hint =
    cause.status === 401 && method.takesScope
      ? '; Keystone says the same of wrong credentials, an unknown project, and a user without a role there'
      : '';
  return new AuthError(`cannot sign in ${as}${scope}: ${cause.status} ${cause.reason}${hint}${id}`, {
    cause,
  });
}

/** Makes an authentication plugin of one method of Keystone's token request. */
export function identityPlugin({ auth }: MethodParts, method: IdentityMethod): AuthPlugin {
  const root = identityRoot(auth);
  const scope = method.takesScope ? scopeOf(auth) : undefined;
  const { repeatable, who } = method;
  return {
    secrets: method.secrets,
    cacheKey: who === undefined ? undefined : JSON.stringify([root, method.name, who, scope ?? null]),
    async authenticate(context) {
      try {
        return await requestToken(context, root, { identity: await method.identity(), scope, repeatable });
      } catch (error) {
        const isRefusal = error instanceof HttpError && error.status < 500;
        throw isRefusal ? refusal(auth, method, root, error) : error;
      }
    },
  };
}
