import { Secret } from '../config/secret.ts';
import { AuthError, HttpError } from '../errors.ts';
import { asNumber, asRecord, asString, parseJson } from '../json.ts';
import type { AuthContext, AuthRequest } from './types.ts';

/** An OAuth 2.0 access token is renewed this many milliseconds before it ends. */
const margin = 60_000;

interface Bearer {
  readonly token: Secret;
  readonly until: number;
}

/**
 * Asks an OAuth 2.0 token endpoint for an access token.
 *
 * @throws AuthError with the reason that the endpoint gives.
 */
export async function requestBearer(context: AuthContext, request: AuthRequest): Promise<Bearer> {
  const asked = Date.now();
  let text: string;
  try {
    ({ text } = await context.send(request));
  } catch (error) {
    if (!(error instanceof HttpError) || error.status >= 500) throw error;
    throw new AuthError(`cannot get an access token: ${error.message}`, { cause: error });
  }
  const body = asRecord(parseJson(text));
  const token = asString(body?.['access_token']);
  if (token === undefined)
    throw new AuthError(`${request.url} answered without an access_token: check oauth2_endpoint`);
  const seconds = asNumber(body?.['expires_in']) ?? Number.POSITIVE_INFINITY;
  const bearer = { token: new Secret(token), until: asked + seconds * 1000 };
  context.conceal(bearer.token);
  return bearer;
}

/** Keeps the access token of one login; many requests at once cause one request for it. */
export class BearerKeeper {
  readonly #get: (context: AuthContext) => Promise<Bearer>;
  #login = '';
  #bearer: Promise<Bearer> | undefined;

  constructor(get: (context: AuthContext) => Promise<Bearer>) {
    this.#get = get;
  }

  /** The access token; a new one for a new login, or when it is about to end. */
  async get(context: AuthContext, login: Secret): Promise<Secret> {
    const before = this.#bearer;
    const current = await before;
    const fits =
      current !== undefined && current.until - Date.now() > margin && this.#login === login.reveal();
    // Somebody else may have asked for a new one in the meantime.
    if (!fits && this.#bearer === before) this.#renew(context, login);
    const bearer = await this.#bearer;
    if (bearer === undefined) throw new AuthError('there is no access token');
    return bearer.token;
  }

  #renew(context: AuthContext, login: Secret): void {
    this.#login = login.reveal();
    const bearer = this.#get(context);
    this.#bearer = bearer;
    bearer.catch(() => {
      if (this.#bearer === bearer) this.#bearer = undefined;
    });
  }
}
