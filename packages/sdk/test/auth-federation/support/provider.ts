import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type Configuration, errors, type KoaContextWithOIDC, Provider } from 'oidc-provider';

import { registerPasswordGrant } from './password-grant.ts';

/** The client that signs in by password, device, authorization code, or by itself. */
export const client = { id: 'ostk', secret: 'cl1ent-s3cret-c4n4ry &+%:' } as const;
/** A client without a secret, as programs on a desk are. */
export const publicClient = { id: 'ostk-desktop' } as const;
/** The client that may look into tokens: what stands in front of Keystone. */
export const resourceServer = { id: 'keystone', secret: 'keystone-secret' } as const;
/** Who can sign in; any user name would do in the browser. */
export const person = { name: 'ada', password: 'p4ss-c4n4ry &+%é' } as const;

/** An answer that no provider gave. */
export interface OwnAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly type?: string;
}

/** How a provider differs from the plain one. */
export interface ProviderOptions {
  readonly port?: number;
  /** Seconds that device codes are good for; 600 by default. */
  readonly deviceCodeLife?: number;
  /** Seconds that access tokens are good for; 3600 by default. */
  readonly accessTokenLife?: number;
  /** Where the browser may be sent back to, besides any port on this machine. */
  readonly redirectUris?: readonly string[];
  /** How the client shows its secret. */
  readonly secretIn?: 'client_secret_basic' | 'client_secret_post';
  /** What `iss` is instead of the URL of the server. */
  readonly issuer?: string;
  /** What is answered instead of a body of the provider's; `undefined` leaves it. */
  readonly reshape?: (path: string, body: unknown) => unknown;
  /** Answers in the provider's place, which then hears nothing of the request. */
  readonly instead?: (path: string) => OwnAnswer | undefined;
}

/** An OpenID provider on this machine. */
export interface TestProvider {
  readonly issuer: string;
  readonly discovery: string;
  readonly tokenEndpoint: string;
  readonly introspectionEndpoint: string;
  /** Paths of all requests so far, with their method. */
  readonly requests: readonly string[];
  /** What was sent to the token endpoint, as far as the provider heard of it. */
  readonly forms: readonly unknown[];
  readonly provider: Provider;
  close(): Promise<void>;
}

function configuration(options: ProviderOptions): Configuration {
  const { deviceCodeLife = 600, accessTokenLife = 3600, secretIn = 'client_secret_basic' } = options;
  const redirect_uris = ['http://127.0.0.1/callback', ...(options.redirectUris ?? [])];
  const grant_types = [
    'authorization_code',
    'refresh_token',
    'client_credentials',
    'password',
    'urn:ietf:params:oauth:grant-type:device_code',
  ];
  return {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        token_endpoint_auth_method: secretIn,
        redirect_uris,
        grant_types,
        application_type: 'native',
      },
      {
        client_id: publicClient.id,
        token_endpoint_auth_method: 'none',
        redirect_uris,
        grant_types: grant_types.filter((name) => name !== 'client_credentials'),
        application_type: 'native',
      },
      {
        client_id: resourceServer.id,
        client_secret: resourceServer.secret,
        redirect_uris: [
          'http://127.0.0.1/v3/auth/OS-FEDERATION/redirect',
          'http://127.0.0.1/identity/v3/auth/OS-FEDERATION/redirect',
        ],
        application_type: 'native',
      },
    ],
    features: {
      deviceFlow: { enabled: true },
      clientCredentials: { enabled: true },
      introspection: {
        enabled: true,
        allowedPolicy: (_ctx, caller) => caller.clientId === resourceServer.id,
      },
      devInteractions: { enabled: true },
    },
    scopes: ['openid', 'profile', 'offline_access'],
    claims: { openid: ['sub'], profile: ['preferred_username'] },
    conformIdTokenClaims: false,
    pkce: { required: (_ctx, caller) => caller.tokenEndpointAuthMethod === 'none' },
    // Who a token is for: without this a token of a client would name nobody.
    extraTokenClaims: (_ctx, token) => ({
      preferred_username: 'accountId' in token ? token.accountId : `service-${token.clientId}`,
    }),
    findAccount: (_ctx, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, preferred_username: accountId }),
    }),
    issueRefreshToken: (_ctx, _client, code) => code.scopes.has('offline_access'),
    ttl: {
      AccessToken: accessTokenLife,
      ClientCredentials: accessTokenLife,
      DeviceCode: deviceCodeLife,
      RefreshToken: 3600,
      IdToken: 3600,
      Grant: 3600,
      Interaction: 600,
      Session: 600,
      AuthorizationCode: 60,
    },
    cookies: { keys: ['test'] },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address: AddressInfo | string | null = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no port'));
      else resolve(address.port);
    });
  });
}

/** Starts a certified OpenID provider (`oidc-provider`) with a client of each kind and one person. */
export async function startProvider(options: ProviderOptions = {}): Promise<TestProvider> {
  const server = createServer();
  const url = `http://127.0.0.1:${await listen(server, options.port ?? 0)}`;
  const requests: string[] = [];
  const forms: unknown[] = [];
  const issuer = options.issuer ?? url;
  const provider = new Provider(issuer, configuration(options));
  registerPasswordGrant(provider, (name, password) => {
    if (name !== person.name || password !== person.password) throw new errors.InvalidGrant('wrong password');
  });
  provider.use(async (ctx, next) => {
    requests.push(`${ctx.method} ${ctx.path}`);
    const own = options.instead?.(ctx.path);
    if (own !== undefined) {
      ctx.status = own.status;
      ctx.body = own.body;
      if (own.type !== undefined) ctx.type = own.type;
      return;
    }
    await next();
    ctx.body = options.reshape?.(ctx.path, ctx.body) ?? ctx.body;
  });
  const hear = (ctx: KoaContextWithOIDC): void => void forms.push(ctx.oidc.body);
  provider.on('grant.success', hear);
  provider.on('grant.error', hear);
  const handle = provider.callback();
  server.on('request', (request, response) => void handle(request, response));
  return {
    issuer,
    discovery: `${url}/.well-known/openid-configuration`,
    tokenEndpoint: `${url}/token`,
    introspectionEndpoint: `${url}/token/introspection`,
    requests,
    forms,
    provider,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
