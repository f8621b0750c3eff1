import type { AuthSettings } from '../../config/types.ts';
import { ConfigError, DiscoveryError, HttpError } from '../../errors.ts';
import { asArray, asRecord, asString, type JsonRecord, parseJson } from '../../json.ts';
import type { AuthContext } from '../types.ts';

/** What an identity provider says of itself (OpenID Connect Discovery, RFC 8414). */
export interface ProviderDocument {
  /** Where the document came from. */
  readonly url: string;
  readonly fields: JsonRecord;
}

/** The endpoints of a provider; each has a setting of its own, which wins over the document. */
export type EndpointName = 'token' | 'authorization' | 'deviceAuthorization';

const wellKnown = '/.well-known/openid-configuration';

const endpoints = {
  token: ['accessTokenEndpoint', 'access_token_endpoint', 'token_endpoint'],
  authorization: ['authorizationEndpoint', 'authorization_endpoint', 'authorization_endpoint'],
  deviceAuthorization: [
    'deviceAuthorizationEndpoint',
    'device_authorization_endpoint',
    'device_authorization_endpoint',
  ],
} as const;

function checked(url: string, setting: string): string {
  const isWeb = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  if (!isWeb) throw new ConfigError(`auth: ${setting} is not a URL that begins with http:// or https://`);
  return url;
}

/** The issuer whose document lies at a URL, as far as the URL tells. */
function issuerOf(url: string): string | undefined {
  const { origin, pathname } = new URL(url);
  if (pathname.endsWith(wellKnown)) return origin + pathname.slice(0, -wellKnown.length);
  const rfc8414 = /^\/\.well-known\/(?:oauth-authorization-server|openid-configuration)(\/.*)?$/.exec(
    pathname,
  );
  return rfc8414 === null ? undefined : origin + (rfc8414[1] ?? '');
}

function bare(url: string): string {
  return url.replace(/\/+$/, '');
}

/** A document of another issuer would send the credentials to whom they are not meant for. */
function checkIssuer(url: string, fields: JsonRecord): void {
  const expected = issuerOf(url);
  const issuer = asString(fields['issuer']);
  if (issuer === undefined || expected === undefined || bare(issuer) === bare(expected)) return;
  throw new DiscoveryError(
    `${url} is the document of another issuer, ${issuer}: correct discovery_endpoint, ` +
      'or give the endpoints themselves (access_token_endpoint, …) in its place',
  );
}

async function read(context: AuthContext, url: string): Promise<ProviderDocument> {
  let text: string;
  let status: number;
  try {
    ({ status, text } = await context.send({ url }));
  } catch (error) {
    if (!(error instanceof HttpError) || error.status >= 500) throw error;
    throw new DiscoveryError(
      `${url} answered ${error.status} ${error.reason}: discovery_endpoint must be the URL of the provider's document`,
      { cause: error },
    );
  }
  const fields = asRecord(parseJson(text));
  if (fields === undefined || asString(fields['token_endpoint']) === undefined) {
    throw new DiscoveryError(
      `${url} answered ${status}, but not with an OpenID provider's document: check discovery_endpoint`,
    );
  }
  checkIssuer(url, fields);
  return { url, fields };
}

/** An identity provider: its endpoints, as they are given or as its document tells. The document is read once. */
export interface OidcProvider {
  /** @throws ConfigError if nothing tells the endpoint. */
  endpoint(context: AuthContext, name: EndpointName): Promise<string>;
  /** A list in the document, or `undefined` if there is none to look into. */
  list(context: AuthContext, name: string): Promise<readonly unknown[] | undefined>;
  /** The document's own fields; empty if there is none. */
  fields(context: AuthContext): Promise<JsonRecord>;
}

/** The provider that the settings name. @throws ConfigError if a URL is none */
export function oidcProvider(auth: AuthSettings): OidcProvider {
  const { discoveryEndpoint } = auth;
  for (const [setting, wire] of Object.values(endpoints)) {
    const url = auth[setting];
    if (url !== undefined) checked(url, wire);
  }
  const given =
    discoveryEndpoint === undefined ? undefined : checked(discoveryEndpoint, 'discovery_endpoint');
  const url = given === undefined || given.includes('/.well-known/') ? given : bare(given) + wellKnown;
  let document: ProviderDocument | undefined;
  const load = async (context: AuthContext): Promise<ProviderDocument | undefined> => {
    if (url !== undefined) document ??= await read(context, url);
    return document;
  };
  return {
    async endpoint(context, name) {
      const [setting, wire, field] = endpoints[name];
      const own = auth[setting];
      if (own !== undefined) return own;
      const found = await load(context);
      if (found === undefined) throw new ConfigError(`auth: ${wire} (or discovery_endpoint) is missing`);
      const value = asString(found.fields[field]);
      if (value === undefined || !URL.canParse(value)) {
        throw new ConfigError(`auth: ${wire} is missing, and ${found.url} names none`);
      }
      const isWeaker = found.url.startsWith('https:') && new URL(value).protocol !== 'https:';
      if (isWeaker) throw new DiscoveryError(`${found.url} names a ${field} without TLS: ${value}`);
      return value;
    },
    async list(context, name) {
      const value = (await load(context))?.fields[name];
      return value === undefined ? undefined : asArray(value);
    },
    async fields(context) {
      return (await load(context))?.fields ?? {};
    },
  };
}
