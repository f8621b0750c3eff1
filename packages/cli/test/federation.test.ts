import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { test, type TestContext } from 'node:test';

import { askPerson } from '#src/ask-person.js';

import { start } from './support/child.ts';
import { type Bench, bench, ostk } from './support/ostk.ts';

/** An identity provider that takes every code, and says that everybody is Ada. */
async function startProvider(t: TestContext): Promise<string> {
  let url = '';
  const server = createServer((request, response) => {
    const answers: Readonly<Record<string, object>> = {
      '/.well-known/openid-configuration': {
        issuer: url,
        token_endpoint: `${url}/token`,
        authorization_endpoint: `${url}/auth`,
        device_authorization_endpoint: `${url}/device/auth`,
        introspection_endpoint: `${url}/introspection`,
      },
      '/device/auth': {
        device_code: 'device',
        user_code: 'ABCD-\u001B[31mEFGH',
        verification_uri: `${url}/device`,
        verification_uri_complete: `${url}/device?code=ABCD`,
        expires_in: 60,
        interval: 0,
      },
      '/token': { access_token: 'access', token_type: 'Bearer' },
      '/introspection': { active: true, iss: url, preferred_username: 'ada' },
    };
    const answer = answers[request.url ?? ''];
    response.writeHead(answer === undefined ? 404 : 200, { 'Content-Type': 'application/json' });
    request.resume().once('end', () => response.end(JSON.stringify(answer ?? {})));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const address = server.address();
  assert(typeof address === 'object' && address !== null);
  url = `http://127.0.0.1:${address.port}`;
  return url;
}

/** A cloud in which Ada is a member of the project `demo`. */
async function adasCloud(t: TestContext): Promise<Bench & { readonly issuer: string }> {
  const issuer = await startProvider(t);
  const roles = [{ role: 'member', project: 'demo' }];
  const federation = [{ identityProvider: 'idp', issuer, clientId: 'k', clientSecret: 's', roles }];
  return { ...(await bench(t, { federation })), issuer };
}

/** A clouds.yaml with that cloud, called `fed`. */
async function federated(t: TestContext, authType: string): Promise<Readonly<Record<string, string>>> {
  const { cloud, folder, issuer } = await adasCloud(t);
  const file = join(folder, 'clouds.yaml');
  const auth = {
    auth_url: cloud.authUrl,
    identity_provider: 'idp',
    protocol: 'mapped',
    discovery_endpoint: issuer,
    client_id: 'ostk',
    project_name: 'demo',
    project_domain_name: 'Default',
  };
  await writeFile(file, JSON.stringify({ clouds: { fed: { auth_type: authType, auth } } }));
  return { OS_CLIENT_CONFIG_FILE: file, OS_CLOUD: 'fed' };
}

void test('a device login: page and code on stderr, which they cannot steer', async (t) => {
  const env = await federated(t, 'v3oidcdeviceauthz');
  const { code, stdout, stderr } = await start(['image', 'list', '-f', 'json'], { env }).ended;
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(stdout), []);
  const [first = '', second = '', ...more] = stderr.split('\n');
  assert.match(
    first,
    /^To sign in, open http:\/\/127\.0\.0\.1:\d+\/device and enter the code ABCD-\\u001b\[31mEFGH$/,
  );
  assert.match(second, /^or open http:\/\/127\.0\.0\.1:\d+\/device\?code=ABCD$/);
  assert.deepEqual(more, ['']);
});

void test('a login with a browser: the page on stderr', async () => {
  const stderr = new PassThrough();
  const { signal } = new AbortController();
  const io = { stdin: new PassThrough(), stdout: new PassThrough(), stderr, env: {}, signal };
  await askPerson(io).openBrowser?.('https://idp.example/auth?client_id=ostk&state=x');
  assert.equal(
    String(stderr.read()),
    'To sign in, open this page in a browser on this machine:\nhttps://idp.example/auth?client_id=ostk&state=x\n',
  );
});

void test('every setting of a login is an option as well, and a variable beside --os-auth-url', async (t) => {
  const { cloud, issuer } = await adasCloud(t);
  const settings: Readonly<Record<string, string>> = {
    'auth-type': 'v3oidcclientcredentials',
    'identity-provider': 'idp',
    protocol: 'mapped',
    'discovery-endpoint': issuer,
    'client-id': 'ostk',
    'client-secret': 'secret',
    'project-name': 'demo',
    'default-domain': 'default',
  };
  const options = Object.entries(settings).map(([name, value]) => `--os-${name}=${value}`);
  const command = [`--os-auth-url=${cloud.authUrl}`, 'project', 'list', '-f', 'value', '-c', 'Name'];
  const { code, stdout, stderr } = await ostk([...options, ...command]);
  assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: 'demo\n', stderr: '' });

  const env = {
    OS_CLIENT_ID: 'ostk',
    OS_CLIENT_SECRET: 's',
    OS_DISCOVERY_ENDPOINT: issuer,
    OS_PROTOCOL: 'mapped',
  };
  const others = options.filter((option) => !/client-|discovery|protocol/.test(option));
  const byVariables = await ostk([...others, ...command], { env });
  assert.deepEqual([byVariables.code, byVariables.stdout], [0, 'demo\n']);
});
