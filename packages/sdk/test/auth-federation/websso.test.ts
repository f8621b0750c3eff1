import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import type { AuthOptions } from '@ostk/sdk';

import { browserLogin } from '#src/auth/federation/browser-login.js';
import { webssoPlugin } from '#src/auth/federation/websso.js';
import { resolveCloud } from '#src/config/resolve.js';
import { toCallbacks, toSelection } from '#src/connect-options.js';
import { listenOnLoopback } from '#src/platform/node/loopback.js';
import { nodePlatform } from '#src/platform/node/index.js';

import { browse, type LastPage } from './support/browser.ts';
import { open, startWorld, type World } from './support/world.ts';

/** A world that trusts the listener once its port is known. */
async function startTrusting(t: TestContext): Promise<World & { readonly trust: (url: string) => string }> {
  const trustedDashboards: string[] = [];
  const world = await startWorld(t, { federation: { trustedDashboards } });
  const trust = (url: string): string => {
    const origin = new URL(url).searchParams.get('origin') ?? '';
    trustedDashboards.push(origin);
    return origin;
  };
  const auth = { ...world.auth, redirectUri: 'http://127.0.0.1/auth/websso/' };
  return { ...world, auth, trust };
}

for (const [how, identityProvider] of [
  ['of the identity provider', 'ostk'],
  ['of the protocol', undefined],
] as const) {
  test(`a person signs in on Keystone's page ${how}`, async (t) => {
    const { auth, trust } = await startTrusting(t);
    const pages: Promise<LastPage>[] = [];
    const openBrowser = (url: string): void => {
      trust(url);
      pages.push(browse(url, { name: 'ada' }));
    };
    const conn = await open(t, 'v3websso', { ...auth, identityProvider, openBrowser });
    const token = await conn.session.token();
    assert.equal(token.user?.name, 'ada');
    assert(token.scope.kind === 'project');
    assert.match((await pages[0])?.text ?? '', /Signed in/);
    assert.deepEqual(await conn.image.images().toArray(), []);
  });
}

test('an origin that Keystone does not trust: she sees why, and gives up', async (t) => {
  const { auth } = await startTrusting(t);
  const controller = new AbortController();
  const reason = new Error('closed the page');
  let page: LastPage | undefined;
  const openBrowser = async (url: string): Promise<void> => {
    page = await browse(url, { name: 'ada' });
    controller.abort(reason);
  };
  const conn = await open(t, 'v3websso', { ...auth, openBrowser });
  await assert.rejects(conn.session.token({ signal: controller.signal }), reason);
  assert.equal(page?.status, 401);
  assert.match(page.text, /is not a trusted dashboard host/);
});

test('forms of other pages are not taken, one without an origin or with none to tell is', async (t) => {
  const { auth, trust } = await startTrusting(t);
  const statuses: number[] = [];
  const post = async (url: string, origin: string | undefined, token: string): Promise<void> => {
    const headers = origin === undefined ? {} : { origin };
    const answer = await fetch(url, { method: 'POST', headers, body: new URLSearchParams({ token }) });
    statuses.push(answer.status);
  };
  const openBrowser = async (url: string): Promise<void> => {
    const back = trust(url);
    await post(back, 'https://evil.example', 'theirs');
    await post(`${back}more`, undefined, 'theirs');
    statuses.push((await fetch(back)).status);
    statuses.push((await fetch(back, { headers: { host: 'evil.example' } })).status);
    await post(back, 'null', 'no-token-of-this-cloud');
  };
  const conn = await open(t, 'v3websso', { ...auth, openBrowser });
  await assert.rejects(conn.session.token(), {
    name: 'AuthError',
    message: /^signed in, but not for project demo: 404/,
  });
  assert.deepEqual(statuses, [403, 404, 405, 405, 200]);
});

test('a form without a token', async (t) => {
  const { auth, trust } = await startTrusting(t);
  const openBrowser = (url: string): void => {
    void fetch(trust(url), { method: 'POST', body: new URLSearchParams({ token: '' }) });
  };
  const conn = await open(t, 'v3websso', { ...auth, openBrowser });
  await assert.rejects(conn.session.token(), { name: 'AuthError', message: /sent no token$/ });
});

for (const [what, more, origin] of [
  ['by default', {}, 'http://localhost:9990/auth/websso/'],
  [
    'redirect_port',
    { redirectPort: '9991', redirectHost: '127.0.0.1' },
    'http://127.0.0.1:9991/auth/websso/',
  ],
  ['callback_port', { callbackPort: '8050' }, 'http://localhost:8050/callback'],
] as const satisfies readonly (readonly [string, AuthOptions, string])[]) {
  test(`the origin is the one that the other clients have: ${what}`, async () => {
    const stop = new Error('enough');
    let shown = '';
    let port = -1;
    const openBrowser = (url: string): never => {
      shown = url;
      throw stop;
    };
    const auth: AuthOptions = { authUrl: 'https://k:5000', protocol: 'openid', openBrowser, ...more };
    const options = { authType: 'v3websso', auth } as const;
    const config = await resolveCloud(nodePlatform, toSelection(options));
    const plugin = webssoPlugin({
      config,
      auth: config.auth,
      callbacks: toCallbacks(options),
      listen: async (wanted) => {
        port = wanted;
        return { port: wanted, close: () => undefined };
      },
    });
    const context = {
      config,
      send: () => Promise.reject(new Error('nothing is to be sent')),
      conceal: () => undefined,
      signal: undefined,
    };
    await assert.rejects(plugin.authenticate(context), stop);
    const url = new URL(shown);
    assert.equal(url.origin + url.pathname, 'https://k:5000/v3/auth/OS-FEDERATION/websso/openid');
    assert.equal(url.searchParams.get('origin'), origin);
    assert.equal(String(port), new URL(origin).port);
  });
}

test('nobody comes: the login ends by itself and closes its listener', async () => {
  let url = '';
  const login = browserLogin({
    listen: listenOnLoopback,
    port: 0,
    openBrowser: (shown) => {
      url = shown;
    },
    url: (port) => `http://127.0.0.1:${port}/`,
    read: () => ({ kind: 'ignored', status: 404 }),
    signal: undefined,
    patience: 20,
  });
  await assert.rejects(login, { name: 'AuthError', message: /^nobody signed in within/ });
  await assert.rejects(fetch(url), /fetch failed/);
});

test('a body without an end is not read to it', async (t) => {
  const listener = await listenOnLoopback(0, () => ({ status: 200, html: 'read' }));
  t.after(() => listener.close());
  const body = 'x'.repeat(65 * 1024);
  const answer = await fetch(`http://127.0.0.1:${listener.port}/`, { method: 'POST', body });
  assert.equal(answer.status, 413);
});

test('without openBrowser the error says what to give; without a protocol, too', async (t) => {
  const { auth } = await startTrusting(t);
  const conn = await open(t, 'v3websso', auth);
  await assert.rejects(conn.session.token(), { name: 'AuthError', message: /give auth\.openBrowser/ });
  await assert.rejects(open(t, 'v3websso', { ...auth, protocol: undefined }), {
    name: 'ConfigError',
    message: /^auth: protocol is missing/,
  });
});
