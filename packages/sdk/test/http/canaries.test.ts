import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { inspect } from 'node:util';

import { type AuthOptions, connect, type Connection } from '@ostk/sdk';

import { type FakeCloud, listImages, rejectionOf, startFakeCloud, tokenBody } from './support/cloud.ts';
import { type Handler, sendJson } from './support/server.ts';

/** Secrets that look like nothing else and have to be escaped nearly everywhere. */
const password = 'p4ssw0rd-c4n4ry &<"\'\\é';
const applicationCredentialSecret = 's3cret-c4n4ry &<"\'\\é';
const givenToken = 'g1ven-t0ken-c4n4ry';
const issuedToken = 'gAAAAABissued-c4n4ry_-=';
const canary = /c4n4ry/;

const logins: Readonly<Record<string, AuthOptions>> = {
  'a password': { userId: 'u', password, projectId: 'p' },
  'a token': { token: givenToken, projectId: 'p' },
  'an application credential': { applicationCredentialId: 'ac', applicationCredentialSecret },
};

/** Everything of an error that may end up in a log. */
function shown(error: unknown): string {
  const texts: string[] = [];
  for (let link = error; link !== undefined; link = link instanceof Error ? link.cause : undefined) {
    texts.push(inspect(link, { depth: Infinity, showHidden: true, getters: true }), JSON.stringify(link));
    if (link instanceof Error) texts.push(link.message, link.stack ?? '');
  }
  return texts.join('\n');
}

function assertSilent(error: unknown): void {
  assert(error instanceof Error);
  assert.doesNotMatch(shown(error), canary);
}

/** Gives away all that it was told and what it knows of the user, in the way of one content type. */
function echo(status: number, write: (text: string) => string, type: string): Handler {
  return (received, response) => {
    const token = String(received.headers['x-auth-token'] ?? '');
    const known = received.path.includes('/auth/tokens') ? JSON.parse(received.body) : { token };
    const secrets = JSON.stringify(known).match(/"[^"]*c4n4ry(?:[^"\\]|\\.)*"/g) ?? [];
    const all = [
      received.path,
      JSON.stringify(received.headers),
      received.body,
      ...secrets.map((s) => JSON.parse(s)),
    ];
    response.writeHead(status, { 'Content-Type': type, 'X-Openstack-Request-Id': `req-${token}` });
    response.end(write(all.join('\n')));
  };
}

function html(text: string): string {
  const escaped = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#x27;');
  return `<html><body><h1>400 Bad Request</h1>${escaped}</body></html>`;
}

const echoes: readonly (readonly [string, (status: number) => Handler])[] = [
  ['in plain text', (status) => echo(status, (text) => text, 'text/plain')],
  ['in HTML', (status) => echo(status, html, 'text/html')],
  ['in JSON', (status) => echo(status, (text) => JSON.stringify({ message: text }), 'application/json')],
  [
    'in JSON in JSON',
    (status) =>
      echo(
        status,
        (text) => JSON.stringify({ error_message: JSON.stringify({ faultstring: text }) }),
        'application/json',
      ),
  ],
];

async function open(t: TestContext, cloud: FakeCloud, auth: AuthOptions): Promise<Connection> {
  const conn = await connect({ auth: { authUrl: cloud.authUrl, ...auth } });
  t.after(() => conn.close());
  return conn;
}

function issue(cloud: () => FakeCloud): Handler {
  return (_received, response) =>
    sendJson(response, tokenBody([{ type: 'image', url: `${cloud().url}/image/v2` }]), 201, {
      'X-Subject-Token': issuedToken,
    });
}

for (const [what, auth] of Object.entries(logins)) {
  test(`a connection with ${what}: nothing shows it, not even after a login`, async (t) => {
    const cloud: FakeCloud = await startFakeCloud(t, { keystone: issue(() => cloud) });
    const conn = await open(t, cloud, auth);
    await conn.session.json(listImages);
    for (const thing of [conn, conn.config, conn.session, conn.image, await conn.session.token()]) {
      assert.doesNotMatch(inspect(thing, { depth: Infinity, showHidden: true, getters: true }), canary);
      assert.doesNotMatch(JSON.stringify(thing) ?? '', canary);
      assert.doesNotMatch(Object.keys(thing).join(), canary);
    }
    assert.match(JSON.stringify(conn), /"\*\*\*"/);
  });

  for (const [how, refuse] of echoes) {
    test(`a login with ${what} that Keystone echoes ${how}`, async (t) => {
      const cloud = await startFakeCloud(t, { keystone: refuse(401) });
      assertSilent(await rejectionOf((await open(t, cloud, auth)).session.token()));
    });

    test(`a call with ${what} that Glance echoes ${how}`, async (t) => {
      const cloud: FakeCloud = await startFakeCloud(t, { keystone: issue(() => cloud), image: refuse(400) });
      const conn = await open(t, cloud, auth);
      assertSilent(await rejectionOf(conn.session.json(listImages)));
    });
  }
}

test('a query with a secret that is refused', async (t) => {
  const cloud: FakeCloud = await startFakeCloud(t, {
    keystone: issue(() => cloud),
    image: (_received, response) => sendJson(response, { message: 'no' }, 400),
  });
  const conn = await open(t, cloud, { userId: 'u', password });
  const query = [
    ['name', password],
    ['token', 'other-c4n4ry'],
  ] as const;
  assertSilent(await rejectionOf(conn.session.json({ ...listImages, query })));
});

test('a redirect with a secret in it', async (t) => {
  const cloud: FakeCloud = await startFakeCloud(t, {
    keystone: issue(() => cloud),
    image: (received, response) => {
      const token = encodeURIComponent(String(received.headers['x-auth-token']));
      const Location = `http://other:pass-c4n4ry@elsewhere.example/?x=${token}&access_token=y-c4n4ry`;
      response.writeHead(302, { Location }).end();
    },
  });
  const conn = await open(t, cloud, { userId: 'u', password });
  assertSilent(await rejectionOf(conn.session.json(listImages)));
});

test('200 with a page that echoes everything', async (t) => {
  const cloud: FakeCloud = await startFakeCloud(t, {
    keystone: issue(() => cloud),
    image: echo(200, html, 'text/html'),
  });
  const conn = await open(t, cloud, { userId: 'u', password });
  assertSilent(await rejectionOf(conn.session.json(listImages)));
});

test('a login answered with a page that echoes everything', async (t) => {
  const cloud = await startFakeCloud(t, { keystone: echo(200, html, 'text/html') });
  const conn = await open(t, cloud, { userId: 'u', password });
  assertSilent(await rejectionOf(conn.session.token()));
});

test('a connection that is cut', async (t) => {
  const cloud: FakeCloud = await startFakeCloud(t, {
    keystone: issue(() => cloud),
    image: (_received, _response, request) => request.socket.resetAndDestroy(),
  });
  const conn = await open(t, cloud, { userId: 'u', password });
  const request = { service: 'image', method: 'POST', path: '/images', json: { x: password } } as const;
  assertSilent(await rejectionOf(conn.session.json(request)));
});

test('settings that contradict each other', async () => {
  const authUrl = 'http://k';
  const wrong: readonly AuthOptions[] = [
    { authUrl, userId: 'u', password, projectId: 'p', trustId: 't' },
    { authUrl, username: 'u', password },
    { authUrl, applicationCredentialSecret },
    { authUrl: `http://u:${encodeURIComponent('in-url-c4n4ry')}@k`, userId: 'u', password },
  ];
  for (const auth of wrong) assertSilent(await rejectionOf(connect({ auth })));
});
