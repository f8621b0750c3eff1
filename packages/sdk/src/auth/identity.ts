import type { Secret } from '../config/secret.ts';
import type { AuthSettings } from '../config/types.ts';
import { AuthError, ConfigError, DiscoveryError, HttpError } from '../errors.ts';
import { parseJson } from '../json.ts';
import { domainRef, scopeName, scopeOf } from './scope.ts';
import { parseToken } from './parse-token.ts';
import type { AuthPlugin } from './types.ts';

/** One method of Keystone's `POST /v3/auth/tokens`. */
export interface IdentityMethod {
  readonly name: string;
  readonly secrets: readonly Secret[];
  readonly takesScope: boolean;
  /** The request's `identity` object; made when it is sent, so that it is not kept. */
  identity(): object;
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

/** Where tokens are issued: `/v3` is the only version that lives, so no version document has to be asked for. */
export function tokensUrl(authUrl: string): string {
  return `${identityUrl(authUrl)}/auth/tokens`;
}

/** The v3 root of the identity service at `auth_url`, with or without a version in it. */
export function identityUrl(authUrl: string): string {
  const bare = authUrl.replace(/\/+$/, '').replace(/\/v2\.0$/, '');
  return bare.endsWith('/v3') ? bare : `${bare}/v3`;
}

function refusal(auth: AuthSettings, method: IdentityMethod, url: string, cause: HttpError): Error {
  const id = cause.requestId === undefined ? '' : ` (request ${cause.requestId})`;
  if (parseJson(cause.body) === undefined) {
    return new DiscoveryError(
      `${url} answered ${cause.status}, but not as Keystone does: check auth_url${id}`,
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
export function identityPlugin(auth: AuthSettings, method: IdentityMethod): AuthPlugin {
  const { authUrl } = auth;
  if (authUrl === undefined) throw new ConfigError('auth: auth_url is missing');
  const url = tokensUrl(authUrl);
  const scope = method.takesScope ? scopeOf(auth) : undefined;
  method.identity();
  return {
    secrets: method.secrets,
    async authenticate(send, signal) {
      const body = { auth: { identity: method.identity(), ...(scope !== undefined && { scope }) } };
      const asked = Date.now();
      try {
        return parseToken(url, await send({ url, json: body, signal }), asked);
      } catch (error) {
        const isRefusal = error instanceof HttpError && error.status < 500;
        throw isRefusal ? refusal(auth, method, url, error) : error;
      }
    },
  };
}
