import type { TestContext } from 'node:test';

import type { AuthOptions, ConnectOptions, RetryPolicy, Session } from '@ostk/sdk';

import { authPlugin } from '#src/auth/registry.js';
import { resolveCloud } from '#src/config/resolve.js';
import { toSelection } from '#src/connect-options.js';
import { Session as SessionClass } from '#src/http/session.js';
import { transportSettings } from '#src/connection.js';
import { nodePlatform } from '#src/platform/node/index.js';

import { type Handler, type Received, sendJson, startServer, type TestServer } from './server.ts';

/** The user of most tests. */
export const user: AuthOptions = {
  userId: 'u-1',
  password: 'correct horse',
  projectId: 'p-1',
};

/** What a service of a catalog is made of. */
export interface ServiceEntry {
  readonly type: string;
  readonly url: string;
  readonly region?: string;
  readonly interface?: string;
}

/** How long a token is good for, by the wall clock. */
export interface Lifetime {
  /** Milliseconds before now. */
  readonly issued?: number;
  /** Milliseconds after now. */
  readonly left?: number;
}

/** The body of Keystone's answer to a token request. */
export function tokenBody(
  services: readonly ServiceEntry[],
  { issued = 0, left = 3_600_000 }: Lifetime = {},
): object {
  const now = Date.now();
  return {
    token: {
      methods: ['password'],
      issued_at: new Date(now - issued).toISOString(),
      expires_at: new Date(now + left).toISOString(),
      user: { id: 'u-1', name: 'demo', domain: { id: 'default', name: 'Default' } },
      project: { id: 'p-1', name: 'demo', domain: { id: 'default', name: 'Default' } },
      roles: [{ id: 'r-1', name: 'member' }],
      catalog: services.map(({ type, url, region = 'RegionOne', interface: name = 'public' }) => ({
        type,
        name: type,
        endpoints: [{ id: 'e', interface: name, region, region_id: region, url }],
      })),
    },
  };
}

/** A Keystone that gives everybody a token, and a Glance that is one handler. */
export interface FakeCloud extends TestServer {
  readonly authUrl: string;
  /** Token requests so far. */
  readonly logins: readonly Received[];
  /** Requests to the Image service so far. */
  readonly calls: readonly Received[];
}

/** What makes a fake cloud different from the plain one. */
export interface FakeCloudOptions {
  /** Answers below `/image`; by default an empty list. */
  readonly image?: Handler;
  /** Answers token requests; by default with `token-1`, `token-2`, … */
  readonly keystone?: Handler;
  /** By default one endpoint of the Image service, with its version: it needs no discovery. */
  readonly catalog?: (url: string) => readonly ServiceEntry[];
  readonly lifetime?: Lifetime;
}

/** Gives the n-th token the name `token-n`. */
export function issueToken(cloud: FakeCloud, options: FakeCloudOptions = {}): Handler {
  const { catalog = (url: string) => [{ type: 'image', url: `${url}/image/v2` }] } = options;
  return (_received, response) =>
    sendJson(response, tokenBody(catalog(cloud.url), options.lifetime), 201, {
      'X-Subject-Token': `token-${cloud.logins.length}`,
    });
}

function isLogin({ path }: Received): boolean {
  return path === '/identity/v3/auth/tokens';
}

function isCall({ path }: Received): boolean {
  return path.startsWith('/image');
}

/** Starts a fake cloud for one test. */
export async function startFakeCloud(t: TestContext, options: FakeCloudOptions = {}): Promise<FakeCloud> {
  const { image = (_received, response) => sendJson(response, { images: [] }) } = options;
  const server = await startServer(t, (received, response, request) => {
    if (isLogin(received)) keystone(received, response, request);
    else if (isCall(received)) image(received, response, request);
    else sendJson(response, { error: { code: 404, message: `nothing at ${received.path}` } }, 404);
  });
  const cloud: FakeCloud = {
    ...server,
    authUrl: `${server.url}/identity/v3`,
    get logins() {
      return server.received.filter(isLogin);
    },
    get calls() {
      return server.received.filter(isCall);
    },
  };
  const keystone: Handler = options.keystone ?? issueToken(cloud, options);
  return cloud;
}

/** What a session is opened with. */
export interface SessionOptions extends Omit<ConnectOptions, 'auth'> {
  /** Instead of {@link user}. */
  readonly auth?: AuthOptions;
}

/** Four attempts without a delay worth mentioning. */
export const quickRetry: RetryPolicy = { attempts: 4, baseDelay: 1, maxDelay: 1 };

/** Opens a session as `connect` does, but one that does not wait between attempts. */
export async function openSession(
  t: TestContext,
  authUrl: string,
  options: SessionOptions = {},
): Promise<Session> {
  const { auth = user, retry = quickRetry, ...rest } = options;
  const config = await resolveCloud(
    nodePlatform,
    toSelection({ ...rest, retry, auth: { authUrl, ...auth } }),
  );
  const session = new SessionClass({
    config,
    plugin: await authPlugin(config),
    transport: nodePlatform.createTransport(transportSettings(config)),
    events: nodePlatform.events,
    openTokenStore: (kind) => nodePlatform.openTokenStore(kind),
    tokenCache: options.tokenCache,
    onEvent: options.onEvent,
    debug: options.debug,
    globalRequestId: options.globalRequestId,
    userAgent: 'test/1',
  });
  t.after(() => session.close());
  return session;
}

/** A read of the Image service. */
export const listImages = { service: 'image', method: 'GET', path: '/images' } as const;

/** A write of the Image service that must not happen twice. */
export const createImage = {
  service: 'image',
  method: 'POST',
  path: '/images',
  json: { name: 'x' },
} as const;

/** What a promise rejects with. */
export async function rejectionOf(work: Promise<unknown>): Promise<unknown> {
  const settled = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in settled) return settled.error;
  throw new Error('it did not reject');
}
