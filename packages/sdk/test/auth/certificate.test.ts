import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { text } from 'node:stream/consumers';
import { TLSSocket } from 'node:tls';
import { after, test, type TestContext } from 'node:test';

import {
  AuthError,
  type AuthOptions,
  type AuthType,
  connect,
  type Connection,
  DiscoveryError,
} from '@ostk/sdk';

import { listen } from '../support/listen.ts';
import { tokenBody } from '../http/support/cloud.ts';
import { sendJson } from '../http/support/server.ts';
import { makeCertificates } from '../platform/support/certificates.ts';

const pem = await makeCertificates();
after(() => pem[Symbol.asyncDispose]());

interface Call {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** Who the client's certificate is for. */
  readonly client: string | undefined;
}

/** A Keystone over TLS that asks for a client certificate. */
async function startKeystone(
  t: TestContext,
): Promise<{ readonly url: string; readonly calls: readonly Call[] }> {
  const calls: Call[] = [];
  const options = {
    key: await readFile(pem.serverKey),
    cert: await readFile(pem.server),
    ca: await readFile(pem.ca),
    requestCert: true,
    rejectUnauthorized: false,
  };
  const server = createServer(options, (request, response) => {
    const answer = async (): Promise<void> => {
      const { socket, url: path = '', headers } = request;
      assert(socket instanceof TLSSocket);
      const client = socket.authorized ? String(socket.getPeerCertificate().subject.CN) : undefined;
      calls.push({ path, headers, body: await text(request), client });
      if (client === undefined) sendJson(response, { error: 'invalid_client' }, 401);
      else if (path === '/v3/OS-OAUTH2/token') {
        sendJson(response, { access_token: 'bound-token', token_type: 'Bearer', expires_in: 3600 });
      } else if (path === '/v3/auth/tokens') {
        const catalog = [{ type: 'image', url: `${url}/image/v2` }];
        sendJson(response, tokenBody(catalog), 200, { 'X-Subject-Token': 'bound-token' });
      } else sendJson(response, { projects: [], images: [], links: {} });
    };
    answer().catch(() => response.destroy());
  });
  const port = await listen(t, server);
  const url = `https://127.0.0.1:${port}`;
  return { url, calls };
}

const tls = { cacert: pem.ca, cert: pem.client, key: pem.clientKey };

async function open(
  t: TestContext,
  authType: AuthType,
  auth: AuthOptions,
  settings: { readonly cacert?: string; readonly cert?: string; readonly key?: string } = tls,
): Promise<Connection> {
  const conn = await connect({ authType, auth, ...settings });
  t.after(() => conn.close());
  return conn;
}

for (const [what, scope, expected] of [
  ['a project by id', { projectId: 'p-1' }, { 'x-project-id': 'p-1' }],
  [
    'a project by name',
    { projectName: 'web', projectDomainName: 'Default' },
    { 'x-project-name': 'web', 'x-project-domain-name': 'Default' },
  ],
  [
    'a project by name in a domain by id',
    { projectName: 'web', projectDomainId: 'default' },
    { 'x-project-name': 'web', 'x-project-domain-id': 'default' },
  ],
  ['a domain by id', { domainId: 'd-1' }, { 'x-domain-id': 'd-1' }],
  ['a domain by name', { domainName: 'D' }, { 'x-domain-name': 'D' }],
] as const) {
  test(`v3tokenlessauth: the certificate, and ${what} in headers`, async (t) => {
    const keystone = await startKeystone(t);
    const conn = await open(t, 'v3tokenlessauth', { authUrl: keystone.url, ...scope });
    assert.deepEqual(await conn.identity.availableProjects(), []);
    const [call, ...more] = keystone.calls;
    assert.equal(more.length, 0);
    assert.equal(call?.path, '/v3/auth/projects');
    assert.equal(call.client, 'client');
    assert.equal(call.headers['x-auth-token'], undefined);
    const sent = Object.entries(call.headers).filter(([name]) => /^x-(project|domain)/.test(name));
    assert.deepEqual(Object.fromEntries(sent), expected);
  });
}

test('v3tokenlessauth is for Keystone only', async (t) => {
  const keystone = await startKeystone(t);
  const conn = await open(t, 'v3tokenlessauth', { authUrl: keystone.url, projectId: 'p' });
  await assert.rejects(conn.image.images().first(), (error) => {
    assert(error instanceof DiscoveryError);
    assert.match(
      error.message,
      /v3tokenlessauth is for the identity service; for others, set image_endpoint/,
    );
    return true;
  });
});

test('v3tokenlessauth: what is missing is named', async (t) => {
  const authUrl = 'https://127.0.0.1:9';
  const noCertificate = open(t, 'v3tokenlessauth', { authUrl, projectId: 'p' }, { cacert: pem.ca });
  await assert.rejects(noCertificate, {
    name: 'ConfigError',
    message: /needs a client certificate: set cert/,
  });
  const noScope = open(t, 'v3tokenlessauth', { authUrl });
  await assert.rejects(noScope, { name: 'ConfigError', message: /needs a scope: a project, or a domain/ });
  const noDomain = open(t, 'v3tokenlessauth', { authUrl, projectName: 'web' });
  await assert.rejects(noDomain, { name: 'ConfigError', message: /project_name needs project_domain_name/ });
});

test('v3oauth2mtlsclientcredential: a token that is bound to the certificate', async (t) => {
  const keystone = await startKeystone(t);
  const conn = await open(t, 'v3oauth2mtlsclientcredential', {
    authUrl: `${keystone.url}/v3`,
    oauth2Endpoint: `${keystone.url}/v3/OS-OAUTH2/token`,
    oauth2ClientId: 'client-1',
  });
  await conn.image.images().toArray();
  const [asked, shown, listed] = keystone.calls;
  assert.equal(asked?.body, 'grant_type=client_credentials&client_id=client-1');
  assert.equal(asked.headers['authorization'], undefined);
  assert.equal(shown?.headers['x-auth-token'], 'bound-token');
  assert.equal(shown.headers['x-subject-token'], 'bound-token');
  assert.equal(listed?.headers['authorization'], 'Bearer bound-token');
  assert.equal(listed.headers['x-auth-token'], 'bound-token');
  assert(keystone.calls.every(({ client }) => client === 'client'));
});

test('v3oauth2mtlsclientcredential: a refusal says what was asked for', async (t) => {
  const keystone = await startKeystone(t);
  const auth = {
    authUrl: `${keystone.url}/v3`,
    oauth2Endpoint: `${keystone.url}/v3/OS-OAUTH2/token`,
    oauth2ClientId: 'client-1',
  };
  const stranger = { cacert: pem.ca, cert: pem.stranger, key: pem.stranger.replace(/pem$/, 'key') };
  const conn = await open(t, 'v3oauth2mtlsclientcredential', auth, stranger);
  await assert.rejects(conn.session.token(), (error) => {
    assert(error instanceof AuthError);
    assert.match(error.message, /^cannot get an access token: POST .*OS-OAUTH2\/token: 401/);
    return true;
  });
  await assert.rejects(open(t, 'v3oauth2mtlsclientcredential', auth, { cacert: pem.ca }), {
    name: 'ConfigError',
    message: /needs a client certificate/,
  });
});
