import assert from 'node:assert/strict';
import { channel } from 'node:diagnostics_channel';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { inspect } from 'node:util';

import { type AuthOptions, connect, type Connection, type ConnectOptions, explainConfig } from '@ostk/sdk';

import { createImage, type FakeCloud, listImages, startFakeCloud, tokenBody } from '../http/support/cloud.ts';
import { type Handler, sendJson } from '../http/support/server.ts';
import { startProxy } from '../platform/support/proxy.ts';

/** A secret that nothing else looks like, of characters that have to be escaped nearly everywhere. */
function canary(name: string): string {
  return `${name}-c4n4ry &<"'\\é`;
}

const types = ['start', 'retry', 'end', 'error', 'progress'].flatMap((phase) =>
  ['request', 'login', 'transfer'].map((kind) => `ostk:${kind}:${phase}`),
);

function shown(thing: unknown): readonly string[] {
  const texts = [inspect(thing, { depth: Infinity, showHidden: true, getters: true })];
  texts.push(JSON.stringify(thing) ?? '', String(thing));
  if (thing instanceof Error) texts.push(thing.stack ?? '', ...shown(thing.cause));
  return texts;
}

/** Everything that a connection lets out, in any way. */
class Ears {
  readonly heard: string[] = [];
  readonly options: ConnectOptions = {
    onEvent: (event) => this.hear(event),
    onWarning: (warning) => this.hear(warning),
    debug: (line) => this.heard.push(line),
  };

  constructor(t: TestContext) {
    const listener = (message: unknown): void => this.hear(message);
    for (const type of types) channel(type).subscribe(listener);
    t.after(() => types.forEach((type) => channel(type).unsubscribe(listener)));
  }

  hear(thing: unknown): void {
    this.heard.push(...shown(thing));
  }

  assertNothing(least: number): void {
    assert(this.heard.length >= least, `${this.heard.length} texts`);
    const wrong = this.heard.filter((text) => text.includes('c4n4ry'));
    assert.deepEqual(wrong, []);
  }
}

async function outcome(ears: Ears, work: Promise<unknown>): Promise<void> {
  await work.then(
    (value) => ears.hear(value),
    (error) => ears.hear(error),
  );
}

const secrets: AuthOptions = {
  password: canary('password'),
  token: canary('token'),
  applicationCredentialSecret: canary('application'),
  passcode: canary('passcode'),
  oauth2ClientSecret: canary('oauth2'),
  clientSecret: canary('client'),
  accessToken: canary('access'),
  refreshToken: canary('refresh'),
  code: canary('code'),
};

const proxy = `http://me:${encodeURIComponent(canary('proxy'))}@127.0.0.1:9`;

test('secrets in every place of a configuration: options, clouds.yaml, secure.yaml', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'ostk-canaries-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const wire = Object.entries(secrets).map(([name, value]) => [
    name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    value,
  ]);
  const auth = { auth_url: 'http://127.0.0.1:9', user_id: 'u', ...Object.fromEntries(wire) };
  const files = { configFile: join(folder, 'clouds.yaml'), secureFile: join(folder, 'secure.yaml') };
  const cloud = { auth_type: 'v3password', proxy };
  for (const [open, hidden] of [
    [{ ...cloud, auth }, {}],
    [cloud, { auth }],
  ]) {
    await writeFile(files.configFile, JSON.stringify({ clouds: { here: open } }));
    await writeFile(files.secureFile, JSON.stringify({ clouds: { here: hidden } }));
    const ears = new Ears(t);
    const options: ConnectOptions = { ...ears.options, ...files, cloud: 'here', retry: { attempts: 1 } };
    const conn = await connect(options);
    for (const thing of [conn, conn.config, conn.session, conn.image]) ears.hear(thing);
    ears.hear(await explainConfig(options));
    await outcome(ears, conn.session.token());
    await conn.close();
    ears.assertNothing(15);
  }
  const ears = new Ears(t);
  const given = { authUrl: 'http://127.0.0.1:9', userId: 'u', ...secrets };
  const conn = await connect({ ...ears.options, auth: given, authType: 'v3password', proxy });
  ears.hear(conn);
  ears.hear(conn.config);
  ears.hear(await explainConfig({ auth: given, authType: 'v3password', proxy }));
  ears.assertNothing(8);
  await conn.close();
});

const issued = 'gAAAAABissued-c4n4ry_-=';

const answer = {
  ...Object.fromEntries(
    [
      'password',
      'adminPass',
      'secret',
      'token',
      'access_token',
      'refresh_token',
      'client_secret',
      'passcode',
    ].map((name) => [name, canary(name)]),
  ),
  nested: [{ user_data: canary('data'), api_key: canary('key'), private_key: canary('private') }],
  wrapped: JSON.stringify({ password: 'wrapped-c4n4ry', secret: canary('wrapped') }),
};

/** Tells all that it was sent, in one of several ways. */
const echoes: Readonly<Record<string, Handler>> = {
  'with the same in its answer': (received, response) =>
    sendJson(response, { ...answer, got: received.headers }),
  'with a refusal that echoes it': ({ headers, body, path }, response) =>
    sendJson(response, { message: `${path} ${JSON.stringify(headers)} ${body}`, answer }, 400),
  'with a failure that echoes it, again and again': ({ headers, body }, response) =>
    sendJson(response, { computeFault: { message: JSON.stringify(headers) + body } }, 503, {
      'Retry-After': '0',
    }),
  'with a redirect that has it': ({ headers }, response) => {
    const Location = `http://x:pass-c4n4ry@h/?token=${String(headers['x-auth-token'])}&client_secret=other-c4n4ry`;
    response.writeHead(302, { Location, 'Set-Cookie': 'session=cookie-c4n4ry' }).end();
  },
  'with a page that echoes it': ({ headers, body }, response) =>
    response
      .writeHead(502, { 'Content-Type': 'text/html' })
      .end(`<html>${String(headers['x-auth-token'])}${body}`),
  'with a cut': (_received, response) => void response.destroy(),
  'with half of it before the cut': ({ headers }, response) => {
    response.writeHead(500, { 'Content-Length': 100_000 });
    response.write(String(headers['x-auth-token']), () => response.destroy());
  },
};

async function open(
  t: TestContext,
  cloud: FakeCloud,
  ears: Ears,
  more: ConnectOptions = {},
): Promise<Connection> {
  const auth = { authUrl: cloud.authUrl, userId: 'u', password: canary('password'), projectId: 'p' };
  const retry = { attempts: 3, baseDelay: 1, maxDelay: 1 };
  const conn = await connect({ retry, ...ears.options, ...more, auth });
  t.after(() => conn.close());
  return conn;
}

for (const [how, handler] of Object.entries(echoes)) {
  test(`requests with secrets, answered ${how}`, async (t) => {
    const cloud: FakeCloud = await startFakeCloud(t, {
      image: handler,
      keystone: (_received, response) =>
        sendJson(response, tokenBody([{ type: 'image', url: `${cloud.url}/image/v2` }]), 201, {
          'X-Subject-Token': issued,
        }),
    });
    const relay = await startProxy(t, { pair: 'me:proxy-c4n4ry' });
    for (const more of [{}, { proxy: relay.url.replace('://', '://me:proxy-c4n4ry@') }]) {
      const ears = new Ears(t);
      const conn = await open(t, cloud, ears, more);
      const query = [
        ['token', 'query-c4n4ry'],
        ['name', canary('password')],
      ] as const;
      const headers = { 'X-Service-Token': 'service-c4n4ry', Cookie: 'a=cookie-c4n4ry' };
      const json = { ...answer, name: 'x', auth: answer };
      // What a call answers is its caller's; only what it lets out beside that is listened to.
      const calls = [
        conn.session.json({ ...listImages, query, headers }),
        conn.session.json({ ...createImage, json, headers }),
        conn.session.call({ ...createImage, method: 'PUT', json, query }),
      ];
      await Promise.all(calls.map((call) => call.catch((error: unknown) => ears.hear(error))));
      ears.hear(conn);
      ears.assertNothing(20);
    }
  });

  test(`logins, answered ${how}`, async (t) => {
    const cloud = await startFakeCloud(t, { keystone: handler });
    const ears = new Ears(t);
    const conn = await open(t, cloud, ears);
    await outcome(ears, conn.session.token());
    ears.assertNothing(10);
  });
}
