import { Secret } from '../../config/secret.ts';
import type { AuthSettings } from '../../config/types.ts';
import { AuthError, ConfigError, DiscoveryError } from '../../errors.ts';
import { asString, type JsonRecord } from '../../json.ts';
import type { AuthContext } from '../types.ts';
import { type OAuthAnswer, sendForm } from './oauth-request.ts';
import { type OidcProvider, oidcProvider } from './provider.ts';

/** What a token endpoint gave. */
export interface OidcTokens {
  /** What is shown to Keystone: the access token, or the ID token if `access_token_type` says so. */
  readonly bearer: Secret;
  readonly refresh: Secret | undefined;
}

/** A client that is registered with an identity provider. */
export interface OidcClient {
  readonly id: string;
  readonly provider: OidcProvider;
  /** The scope to ask for. */
  readonly scope: string;
  /** Sends a form to the token endpoint; `repeatable`: whether the same form may be sent twice. */
  ask(
    context: AuthContext,
    form: Readonly<Record<string, string>>,
    repeatable: boolean,
  ): Promise<OAuthAnswer>;
  /** As `ask`, for what is refused for good. @throws AuthError */
  tokens(
    context: AuthContext,
    form: Readonly<Record<string, string>>,
    repeatable: boolean,
  ): Promise<OidcTokens>;
  /** The tokens in the answer of a token endpoint. */
  read(context: AuthContext, value: JsonRecord): OidcTokens;
  /** The headers and fields by which the client shows who it is. */
  proof(context: AuthContext): Promise<ClientProof>;
}

/** How a client shows who it is. */
export interface ClientProof {
  readonly headers: Readonly<Record<string, string>>;
  readonly form: Readonly<Record<string, string>>;
}

/** As forms are encoded, which RFC 6749 §2.3.1 asks for before the two are joined by a colon. */
function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}

function secretOf(value: unknown): Secret | undefined {
  const text = asString(value);
  return text === undefined || text === '' ? undefined : new Secret(text);
}

async function prove(
  context: AuthContext,
  id: string,
  secret: Secret | undefined,
  provider: OidcProvider,
): Promise<ClientProof> {
  if (secret === undefined) return { headers: {}, form: { client_id: id } };
  const methods = await provider.list(context, 'token_endpoint_auth_methods_supported');
  const wantsBody =
    methods?.includes('client_secret_post') === true && !methods.includes('client_secret_basic');
  if (wantsBody) return { headers: {}, form: { client_id: id, client_secret: secret.reveal() } };
  const pair = new Secret(btoa(`${formEncoded(id)}:${formEncoded(secret.reveal())}`));
  context.conceal(pair);
  return { headers: { Authorization: `Basic ${pair.reveal()}` }, form: {} };
}

/** An AuthError for what an identity provider refuses. */
export function refusedBy(url: string, reason: string, cause: unknown): AuthError {
  return new AuthError(`the identity provider ${new URL(url).host} refuses the login: ${reason}`, { cause });
}

function tokenName({ accessTokenType }: AuthSettings): 'access_token' | 'id_token' {
  if (accessTokenType === undefined || accessTokenType === 'access_token') return 'access_token';
  if (accessTokenType === 'id_token') return 'id_token';
  throw new ConfigError(`auth: access_token_type must be access_token or id_token, not ${accessTokenType}`);
}

/**
 * The client that the settings name.
 *
 * @throws ConfigError if `client_id` is missing or another setting cannot work.
 */
export function oidcClient(auth: AuthSettings): OidcClient {
  const { clientId: id, clientSecret, openidScope: scope = 'openid profile' } = auth;
  if (id === undefined) throw new ConfigError('auth: client_id is missing');
  const provider = oidcProvider(auth);
  const wanted = tokenName(auth);
  const client: OidcClient = {
    id,
    provider,
    scope,
    proof: (context) => prove(context, id, clientSecret, provider),
    async ask(context, form, repeatable) {
      const url = await provider.endpoint(context, 'token');
      await checkGrant(context, provider, form['grant_type']);
      const proof = await client.proof(context);
      return sendForm(context, { url, form: { ...form, ...proof.form }, headers: proof.headers, repeatable });
    },
    async tokens(context, form, repeatable) {
      const answer = await client.ask(context, form, repeatable);
      if (answer.granted) return client.read(context, answer.value);
      throw refusedBy(await provider.endpoint(context, 'token'), answer.reason, answer.cause);
    },
    read(context, value) {
      const refresh = secretOf(value['refresh_token']);
      const all = ['access_token', 'id_token'].flatMap((name) => secretOf(value[name]) ?? []);
      context.conceal(...all, ...(refresh === undefined ? [] : [refresh]));
      const bearer = secretOf(value[wanted]);
      if (bearer !== undefined) return { bearer, refresh };
      const hint = wanted === 'id_token' ? ': openid_scope must contain openid' : '';
      throw new AuthError(`the identity provider gave no ${wanted}${hint}`);
    },
  };
  return client;
}

async function checkGrant(
  context: AuthContext,
  provider: OidcProvider,
  grant: string | undefined,
): Promise<void> {
  const grants = await provider.list(context, 'grant_types_supported');
  if (grant === undefined || grants === undefined || grants.includes(grant)) return;
  throw new DiscoveryError(
    `the identity provider does not offer the grant ${grant}, only ${grants.map(String).join(', ')}`,
  );
}
