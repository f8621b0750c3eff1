import { Secret } from '../../config/secret.ts';
import { AuthError, ConfigError } from '../../errors.ts';
import { asString } from '../../json.ts';
import type { LoopbackRequest } from '../../platform/types.ts';
import { browserLogin, type Callback, withoutBrowser } from '../federation/browser-login.ts';
import { type LoopbackUrl, loopbackUrl, portOf } from '../federation/loopback-url.ts';
import type { MethodParts } from '../method.ts';
import type { AuthContext, AuthPlugin } from '../types.ts';
import { type OidcClient, type OidcTokens, refusedBy } from './client.ts';
import { oidcPlugin } from './plugin.ts';
import { newPkce, randomText } from './random.ts';

interface Expected {
  /** The page the login began at. */
  readonly url: string;
  readonly path: string;
  readonly state: string;
  readonly issuer: string | undefined;
  /** Whether the provider says that it always names itself (RFC 9207). */
  readonly namesIssuer: boolean;
}

function readCallback(request: LoopbackRequest, expected: Expected): Callback<Secret> {
  const { pathname, searchParams } = new URL(request.path, 'http://127.0.0.1');
  if (request.method !== 'GET' || pathname !== expected.path) return { kind: 'ignored', status: 404 };
  // Whoever does not know the state has not seen our request: the login goes on.
  if (searchParams.get('state') !== expected.state) return { kind: 'ignored', status: 400 };
  const issuer = searchParams.get('iss');
  const isOther = issuer === null ? expected.namesIssuer : issuer !== expected.issuer;
  if (expected.issuer !== undefined && isOther) {
    const who = issuer === null ? 'somebody without a name' : issuer;
    const error = new AuthError(
      `the login was answered by ${who}, not by ${expected.issuer}: it is not used`,
    );
    return { kind: 'failed', error };
  }
  const error = searchParams.get('error');
  if (error !== null) {
    const description = searchParams.get('error_description');
    const reason = [error, ...(description === null ? [] : [description])].join(': ');
    const clean = reason.replace(/[\s\p{Cc}]+/gu, ' ').slice(0, 300);
    return { kind: 'failed', error: refusedBy(expected.url, clean, undefined) };
  }
  const code = searchParams.get('code');
  return code === null ? { kind: 'ignored', status: 400 } : { kind: 'done', value: new Secret(code) };
}

function loopbackOf({ auth }: MethodParts): LoopbackUrl {
  const { redirectUri, callbackPort } = auth;
  if (redirectUri !== undefined) return loopbackUrl(redirectUri);
  const port = callbackPort === undefined ? 0 : portOf(callbackPort, 'callback_port');
  return loopbackUrl(`http://127.0.0.1:${port}/callback`);
}

/** Sends the person to the provider, and redeems the code that she comes back with. */
async function byBrowser(parts: MethodParts, context: AuthContext, client: OidcClient): Promise<OidcTokens> {
  const { openBrowser } = parts.callbacks;
  if (openBrowser === undefined) throw withoutBrowser();
  const page = await client.provider.endpoint(context, 'authorization');
  const fields = await client.provider.fields(context);
  const loopback = loopbackOf(parts);
  const [pkce, state] = [await newPkce(), randomText()];
  context.conceal(new Secret(pkce.verifier), new Secret(state));
  let redirectUri = '';
  const code = await browserLogin({
    listen: parts.listen,
    port: loopback.port,
    openBrowser,
    url: (port) => {
      redirectUri = loopback.at(port);
      const url = new URL(page);
      const query = {
        response_type: 'code',
        client_id: client.id,
        redirect_uri: redirectUri,
        scope: client.scope,
        state,
        code_challenge: pkce.challenge,
        code_challenge_method: pkce.method,
      };
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      return url.href;
    },
    read: (request) =>
      readCallback(request, {
        url: page,
        path: loopback.path,
        state,
        issuer: asString(fields['issuer']),
        namesIssuer: fields['authorization_response_iss_parameter_supported'] === true,
      }),
    signal: context.signal,
  });
  context.conceal(code);
  return redeem(context, client, { code, redirectUri, verifier: pkce.verifier });
}

function redeem(
  context: AuthContext,
  client: OidcClient,
  given: { readonly code: Secret; readonly redirectUri: string; readonly verifier?: string },
): Promise<OidcTokens> {
  const form = {
    grant_type: 'authorization_code',
    code: given.code.reveal(),
    redirect_uri: given.redirectUri,
    ...(given.verifier !== undefined && { code_verifier: given.verifier }),
  };
  return client.tokens(context, form, false);
}

/**
 * `v3oidcauthcode`: an authorization code, which is given, or which a person's browser brings to a listener on this
 * machine (RFC 8252, with PKCE and state).
 */
export function oidcAuthCodePlugin(parts: MethodParts): AuthPlugin {
  const { code, redirectUri } = parts.auth;
  if (code !== undefined && redirectUri === undefined) {
    throw new ConfigError('auth: redirect_uri is missing: the one that the code was asked for with');
  }
  if (code === undefined) loopbackOf(parts);
  let unused = true;
  return oidcPlugin(parts, {
    name: 'v3oidcauthcode',
    secrets: [code],
    async run(context, client) {
      if (code === undefined || redirectUri === undefined) return byBrowser(parts, context, client);
      if (!unused) {
        throw new AuthError('the authorization code has been used, and a code works once: sign in again');
      }
      unused = false;
      return redeem(context, client, { code, redirectUri });
    },
  });
}
