import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';

import type { AuthOptions, ConnectOptions } from '@ostk/sdk';

import { rejectionOf } from '../http/support/cloud.ts';
import { type Received, sendJson, startServer } from '../http/support/server.ts';
import { open } from './support/world.ts';

/** Also at any place of a text in Base64. */
const canary = /c4n4ry|YzRuNHJ5|M0bjRye|jNG40cn/;
const secret = 'cl1ent-c4n4ry &<"\'\\';

/** Everything of an error that may end up in a log. */
function shown(error: unknown): string {
  const texts: string[] = [];
  for (let link = error; link !== undefined; link = link instanceof Error ? link.cause : undefined) {
    texts.push(inspect(link, { depth: Infinity, showHidden: true, getters: true }), JSON.stringify(link));
    if (link instanceof Error) texts.push(link.message, link.stack ?? '');
  }
  return texts.join('\n');
}

const tokens = {
  access_token: 'acc3ss-c4n4ry',
  refresh_token: 'r3fresh-c4n4ry',
  id_token: 'id-t0ken-c4n4ry',
  device_code: 'd3vice-c4n4ry',
  user_code: 'ABCD-EFGH',
  verification_uri: 'http://127.0.0.1/device',
  interval: 0,
};

const keystone = ['/v3/OS-FEDERATION', '/v3/auth/tokens'];

/** A method, what it is given, and the paths that it asks for. */
const methods: readonly (readonly [
  NonNullable<ConnectOptions['authType']>,
  AuthOptions,
  readonly string[],
])[] = [
  ['v3oidcaccesstoken', { accessToken: 'giv3n-c4n4ry &<"' }, keystone],
  ['v3oidcclientcredentials', { clientSecret: secret }, ['/token', ...keystone]],
  [
    'v3oidcpassword',
    { clientSecret: secret, username: 'ada', password: 'p4ss-c4n4ry &<"\'\\é' },
    ['/token', ...keystone],
  ],
  [
    'v3oidcpassword',
    { clientSecret: secret, username: 'ada', password: 'x4', refreshToken: 'old-c4n4ry' },
    ['/token', ...keystone],
  ],
  [
    'v3oidcdeviceauthz',
    { clientSecret: secret, onDeviceCode: () => undefined },
    ['/device', '/token', ...keystone],
  ],
  [
    'v3oidcauthcode',
    { clientSecret: secret, code: 'c0de-c4n4ry', redirectUri: 'http://127.0.0.1:1/' },
    ['/token', ...keystone],
  ],
];

/** All that a request tells, in every form that a server may write it down. */
function toldBy({ path, headers, body }: Received): string {
  const { authorization = '' } = headers;
  const [, pair = ''] = authorization.split(' ');
  const clear = Buffer.from(pair, 'base64').toString('utf8');
  const form = new URLSearchParams(body);
  const encoded = [
    authorization,
    clear,
    new URLSearchParams(clear).toString(),
    decodeURIComponent(form.toString()),
  ];
  return [
    path,
    JSON.stringify(headers),
    body,
    ...form.values(),
    ...encoded,
    new URLSearchParams(`=${clear}`).get(''),
  ].join('\n');
}

function answerOf(path: string): { readonly head: Readonly<Record<string, string>>; readonly body: object } {
  if (!path.startsWith('/v3/OS-FEDERATION')) return { head: {}, body: tokens };
  const token = { user: { id: 'u', name: 'ada' }, expires_at: '2999-01-01T00:00:00Z' };
  return { head: { 'X-Subject-Token': 'unsc0ped-c4n4ry' }, body: { token } };
}

for (const [authType, given, paths] of methods) {
  for (const failing of paths) {
    for (const type of ['application/json', 'text/html']) {
      test(`${authType} with ${Object.keys(given).join(', ')}: ${failing} echoes it all as ${type}`, async (t) => {
        const server = await startServer(t, (received, response) => {
          const { head, body } = answerOf(received.path);
          if (!received.path.startsWith(failing)) return sendJson(response, body, 201, head);
          const words = toldBy(received);
          const json = { error: 'invalid_grant', error_description: words, message: words };
          if (type === 'application/json') return sendJson(response, json, 400);
          response.writeHead(400, { 'Content-Type': type });
          response.end(`<html><body>${words.replaceAll('<', '&lt;')}</body></html>`);
        });
        const conn = await open(t, authType, {
          authUrl: `${server.url}/v3`,
          identityProvider: 'ostk',
          protocol: 'mapped',
          clientId: 'ostk',
          accessTokenEndpoint: `${server.url}/token`,
          deviceAuthorizationEndpoint: `${server.url}/device`,
          projectId: 'p',
          ...given,
        });
        const error = await rejectionOf(conn.session.token());
        assert(server.received.some(({ path }) => path.startsWith(failing)));
        assert.doesNotMatch(shown(error), canary);
        assert.doesNotMatch(inspect(conn, { depth: Infinity, showHidden: true, getters: true }), canary);
        assert.doesNotMatch(JSON.stringify(conn), canary);
      });
    }
  }
}
