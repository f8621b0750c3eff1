import { isObject, parseJson } from '../../python/json.ts';
import type { JsonObject } from '../../python/json.ts';
import { textIn } from '../token-request.ts';
import type { FederationSeed } from './seed.ts';

/** Milliseconds that the web server waits for a provider. */
const patience = 10_000;

/** Who a provider says somebody is. */
export interface Claims {
  readonly issuer: string;
  readonly userName: string;
}

/** What a web server asks of an OpenID provider. Everything gives `undefined` when the provider does not say. */
export interface Provider {
  /** Who the bearer of an access token is. */
  introspect(token: string): Promise<Claims | undefined>;
  /** Where to send a browser. */
  loginUrl(redirectUri: string, state: string): Promise<string | undefined>;
  /** Who came back with a code. */
  redeem(code: string, redirectUri: string): Promise<Claims | undefined>;
}

/** A provider as its document describes it. */
export function providerOf(seed: FederationSeed): Provider {
  const { issuer, clientId, clientSecret } = seed;
  const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`);
  const headers = { authorization: `Basic ${basic.toString('base64')}` };
  const ask = async (
    url: string,
    form?: Readonly<Record<string, string>>,
  ): Promise<JsonObject | undefined> => {
    try {
      const signal = AbortSignal.timeout(patience);
      const body = form === undefined ? undefined : new URLSearchParams(form);
      const answer = await fetch(
        url,
        body === undefined ? { signal } : { method: 'POST', headers, body, signal },
      );
      const value = parseJson(await answer.text());
      return answer.ok && isObject(value) ? value : undefined;
    } catch {
      // A provider that cannot be reached vouches for nobody.
      return undefined;
    }
  };
  const endpoint = async (name: string): Promise<string | undefined> => {
    const document = await ask(`${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`);
    return document === undefined ? undefined : textIn(document, name);
  };
  const introspect = async (token: string): Promise<Claims | undefined> => {
    const url = await endpoint('introspection_endpoint');
    const answer = url === undefined ? undefined : await ask(url, { token });
    if (answer?.['active'] !== true) return undefined;
    const userName = textIn(answer, 'preferred_username');
    return userName === undefined ? undefined : { issuer: textIn(answer, 'iss') ?? issuer, userName };
  };
  return {
    introspect,
    async loginUrl(redirectUri, state) {
      const url = await endpoint('authorization_endpoint');
      if (url === undefined) return undefined;
      const query = {
        response_type: 'code',
        scope: 'openid profile',
        client_id: clientId,
        state,
        redirect_uri: redirectUri,
      };
      const page = new URL(url);
      for (const [name, value] of Object.entries(query)) page.searchParams.set(name, value);
      return page.href;
    },
    async redeem(code, redirectUri) {
      const url = await endpoint('token_endpoint');
      if (url === undefined) return undefined;
      const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
      const tokens = await ask(url, form);
      const token = tokens === undefined ? undefined : textIn(tokens, 'access_token');
      return token === undefined ? undefined : introspect(token);
    },
  };
}
