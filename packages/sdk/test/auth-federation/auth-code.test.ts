import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';

import { browse, type LastPage } from './support/browser.ts';
import { publicClient } from './support/provider.ts';
import { open, startWorld, type WorldOptions } from './support/world.ts';

/** A person whose browser does the rest; the last page she sees is kept. */
function ada(pages: Promise<LastPage>[]): (url: string) => void {
  return (url) => void pages.push(browse(url, { name: 'ada' }));
}

for (const clientId of ['ostk', publicClient.id]) {
  test(`a person signs in with her browser (client ${clientId})`, async (t) => {
    const { auth, provider } = await startWorld(t);
    const pages: Promise<LastPage>[] = [];
    const client = clientId === 'ostk' ? {} : { clientId, clientSecret: undefined };
    const conn = await open(t, 'v3oidcauthcode', { ...auth, ...client, openBrowser: ada(pages) });
    const token = await conn.session.token();
    assert.equal(token.user?.name, 'ada');
    assert.equal(token.scope.kind, 'project');
    const page = await pages[0];
    assert.equal(page?.status, 200);
    assert.match(page.text, /Signed in/);
    assert.match(JSON.stringify(provider.forms), /"code_verifier":"[\w-]{43}"/);
  });
}

test('the page that she is sent to: PKCE, state, our redirect', async (t) => {
  const { auth, provider } = await startWorld(t);
  let shown = '';
  const stop = new Error('enough');
  const openBrowser = (url: string): never => {
    shown = url;
    throw stop;
  };
  const conn = await open(t, 'v3oidcauthcode', { ...auth, openBrowser });
  await assert.rejects(conn.session.token(), stop);
  const { origin, pathname, searchParams: query } = new URL(shown);
  assert.equal(origin + pathname, `${provider.issuer}/auth`);
  assert.equal(query.get('response_type'), 'code');
  assert.equal(query.get('client_id'), 'ostk');
  assert.equal(query.get('scope'), 'openid profile');
  assert.equal(query.get('code_challenge_method'), 'S256');
  assert.match(query.get('code_challenge') ?? '', /^[\w-]{43}$/);
  assert.match(query.get('state') ?? '', /^[\w-]{43}$/);
  assert.match(query.get('redirect_uri') ?? '', /^http:\/\/127\.0\.0\.1:\d+\/callback$/);
  // Nobody listens there any more.
  await assert.rejects(fetch(query.get('redirect_uri') ?? ''), /fetch failed/);
});

test('a redirect URI of one’s own, letter by letter', async (t) => {
  const taken = createServer();
  taken.listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  assert(typeof address === 'object' && address !== null);
  const redirectUri = `http://127.0.0.1:${address.port}/callback`;
  const world: WorldOptions = { provider: { redirectUris: [redirectUri] } };
  const { auth } = await startWorld(t, world);
  const pages: Promise<LastPage>[] = [];
  const conn = await open(t, 'v3oidcauthcode', { ...auth, redirectUri, openBrowser: ada(pages) });
  // The port belongs to somebody else still.
  await assert.rejects(conn.session.token(), { name: 'AuthError', message: /cannot listen on port \d+/ });
  taken.close();
  await once(taken, 'close');
  assert.equal((await conn.session.token()).user?.name, 'ada');
});

test('what comes without our state is not for us, and the login goes on', async (t) => {
  const { auth } = await startWorld(t);
  const statuses: number[] = [];
  const openBrowser = async (url: string): Promise<void> => {
    const redirect = new URL(url).searchParams.get('redirect_uri') ?? '';
    const strangers = ['?code=c&state=guess', '?error=access_denied&state=guess', '?code=c', '/other?code=c'];
    for (const stranger of strangers) statuses.push((await fetch(redirect + stranger)).status);
    statuses.push((await fetch(redirect, { method: 'POST', body: 'code=c' })).status);
    void browse(url, { name: 'ada' });
  };
  const conn = await open(t, 'v3oidcauthcode', { ...auth, openBrowser });
  assert.equal((await conn.session.token()).user?.name, 'ada');
  assert.deepEqual(statuses, [400, 400, 400, 404, 404]);
});

/** Comes back to the program as a provider would send the browser. */
function comeBack(answer: (state: string) => Readonly<Record<string, string>>): (url: string) => void {
  return (url) => {
    const query = new URL(url).searchParams;
    const back = new URLSearchParams(answer(query.get('state') ?? ''));
    void fetch(`${query.get('redirect_uri')}?${back.toString()}`);
  };
}

test('the provider refuses: its own words', async (t) => {
  const { auth, provider } = await startWorld(t);
  const openBrowser = comeBack((state) => ({
    error: 'access_denied',
    error_description: 'no\n\u001B[31mthanks',
    state,
    iss: provider.issuer,
  }));
  const conn = await open(t, 'v3oidcauthcode', { ...auth, openBrowser });
  await assert.rejects(conn.session.token(), {
    name: 'AuthError',
    message: /refuses the login: access_denied: no \[31mthanks$/,
  });
});

for (const [what, iss] of [
  ['another issuer', { iss: 'https://mix-up.example' }],
  ['nobody', {}],
] as const) {
  test(`an answer that comes from ${what} is not used`, async (t) => {
    const { auth, provider } = await startWorld(t);
    const openBrowser = comeBack((state) => ({ code: 'stolen', state, ...iss }));
    const conn = await open(t, 'v3oidcauthcode', { ...auth, openBrowser });
    await assert.rejects(conn.session.token(), { name: 'AuthError', message: /it is not used$/ });
    assert.equal(provider.requests.includes('POST /token'), false);
  });
}

test('who gives up closes the listener', async (t) => {
  const { auth } = await startWorld(t);
  const controller = new AbortController();
  const reason = new Error('closed the page');
  let redirect = '';
  const openBrowser = (url: string): void => {
    redirect = new URL(url).searchParams.get('redirect_uri') ?? '';
    setImmediate(() => controller.abort(reason));
  };
  const conn = await open(t, 'v3oidcauthcode', { ...auth, openBrowser });
  await assert.rejects(conn.session.token({ signal: controller.signal }), reason);
  await assert.rejects(fetch(redirect), /fetch failed/);
});

test('a code that is given works once', async (t) => {
  const redirectUri = 'http://127.0.0.1:1/callback';
  const { auth, provider, cloud } = await startWorld(t, {
    provider: { redirectUris: ['http://127.0.0.1:1/callback'] },
  });
  const page = `${provider.issuer}/auth?${new URLSearchParams({
    response_type: 'code',
    client_id: 'ostk',
    scope: 'openid profile',
    redirect_uri: redirectUri,
  }).toString()}`;
  const { url } = await browse(page, { name: 'ada', stopsAt: redirectUri });
  const code = new URL(url).searchParams.get('code') ?? '';
  const conn = await open(t, 'v3oidcauthcode', { ...auth, code, redirectUri });
  assert.equal((await conn.session.token()).user?.name, 'ada');
  cloud.faults.add({ on: 'GET /v2/images', do: 'revoke-token', times: 1 });
  await conn.image.images().toArray();
  await assert.rejects(conn.image.images().toArray(), {
    name: 'AuthError',
    message: /the authorization code has been used/,
  });
});

test('settings that cannot work are told before anything is sent', async (t) => {
  const { auth } = await startWorld(t);
  const attempt = (more: object): Promise<unknown> => open(t, 'v3oidcauthcode', { ...auth, ...more });
  await assert.rejects(attempt({ code: 'c' }), { name: 'ConfigError', message: /redirect_uri is missing/ });
  await assert.rejects(attempt({ redirectUri: 'https://app.example/callback' }), {
    name: 'ConfigError',
    message: /must begin with http:\/\/127\.0\.0\.1/,
  });
  await assert.rejects(attempt({ callbackPort: '70000' }), {
    name: 'ConfigError',
    message: 'auth: callback_port must be a port number, not 70000',
  });
});

test('without openBrowser the error says what to give', async (t) => {
  const { auth } = await startWorld(t);
  const conn = await open(t, 'v3oidcauthcode', auth);
  await assert.rejects(conn.session.token(), { name: 'AuthError', message: /give auth\.openBrowser/ });
});
