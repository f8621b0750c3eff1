// Signs federated users in: node scripts/federation.mjs [TARGET…]
//
// A target is zed (a real Keystone behind Apache with mod_auth_openidc, brought up by scripts/openstack) or devcloud
// (one inside this process); both by default. Every way to sign in is gone through with a certified OpenID provider,
// and every case must end the same on both.
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../..');

function run(command, args, environment = {}) {
  const env = { ...process.env, ...environment };
  const { status, error } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'packages/sdk/test']);
const { startDevCloud } = await import('@ostk/devcloud');
const { connect } = await import('@ostk/sdk');
const support = join(root, 'packages/sdk/.build/test/auth-federation/support');
const { client, person, publicClient, resourceServer, startProvider } = await import(
  join(support, 'provider.js')
);
const { browse } = await import(join(support, 'browser.js'));

const ports = { provider: 18511, front: 18510 };
const websso = 'http://localhost:9990/auth/websso/';
const project = { projectName: 'demo', projectDomainName: 'Default' };
const noProject = { projectName: undefined, projectDomainName: undefined };
const password = { username: person.name, password: person.password };
const desktop = { clientId: publicClient.id, clientSecret: undefined };

const confirm = ({ verificationUrlComplete }) => browse(verificationUrlComplete, { name: 'ada' });
const refuse = ({ verificationUrlComplete }) =>
  browse(verificationUrlComplete, { name: 'ada', refuses: true });
const openBrowser = (url) => void browse(url, { name: 'ada' });
const asMallory = (url) => browse(url, { name: 'mallory' });

async function accessToken({ provider }) {
  const pair = [client.id, client.secret].map((text) => encodeURIComponent(text)).join(':');
  const answer = await fetch(provider.tokenEndpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'password', scope: 'openid profile', ...password }),
  });
  return (await answer.json()).access_token;
}

/** What is tried, how, and who it gives or what it says. */
const cases = [
  ['access token', 'v3oidcaccesstoken', async (world) => ({ accessToken: await accessToken(world) }), 'ada'],
  ['client credentials', 'v3oidcclientcredentials', { openidScope: 'openid' }, 'service-ostk'],
  ['password', 'v3oidcpassword', password, 'ada'],
  ['password, client without a secret', 'v3oidcpassword', { ...password, ...desktop }, 'ada'],
  ['device code', 'v3oidcdeviceauthz', { onDeviceCode: confirm }, 'ada'],
  ['device code, client without a secret', 'v3oidcdeviceauthz', { onDeviceCode: confirm, ...desktop }, 'ada'],
  ['authorization code by browser', 'v3oidcauthcode', { openBrowser }, 'ada'],
  ['WebSSO of the identity provider', 'v3websso', { openBrowser }, 'ada'],
  ['WebSSO of the protocol', 'v3websso', { openBrowser, identityProvider: undefined }, 'ada'],
  ['no scope', 'v3oidcpassword', { ...password, ...noProject }, 'ada'],
  ['wrong password', 'v3oidcpassword', { ...password, password: 'x' }, /refuses the login: invalid_grant/],
  [
    'wrong client secret',
    'v3oidcclientcredentials',
    { clientSecret: 'x' },
    /refuses the login: invalid_client/,
  ],
  ['device code, denied', 'v3oidcdeviceauthz', { onDeviceCode: refuse }, /refuses the login: access_denied/],
  ['access token that is none', 'v3oidcaccesstoken', { accessToken: 'x' }, /401 from the web server before/],
  [
    'no rule in the mapping',
    'v3oidcdeviceauthz',
    { onDeviceCode: ({ verificationUrlComplete: url }) => asMallory(url) },
    /401 The request you have made requires/,
  ],
  [
    'unknown identity provider',
    'v3oidcpassword',
    { ...password, identityProvider: 'x' },
    /404 Could not find Identity Provider: x\./,
  ],
  [
    'unknown protocol',
    'v3oidcpassword',
    { ...password, protocol: 'saml2' },
    /401 Attempted to authenticate with an/,
  ],
  [
    'project without a role',
    'v3oidcpassword',
    { ...password, projectName: 'alt' },
    /401 .*; the user can use project demo/,
  ],
  [
    'system scope, which breaks Keystone',
    'v3oidcpassword',
    { ...password, ...noProject, systemScope: 'all' },
    /not for the system: 50\d .*Fernet tokens cannot carry/,
  ],
];

/** Where the target's Keystone is, and what closes it. */
const targets = {
  zed: async (provider) => {
    const environment = {
      OSTK_FEDERATION_ISSUER: provider.issuer,
      OSTK_FEDERATION_PORT: process.env.OSTK_FEDERATION_PORT ?? String(ports.front),
    };
    run(join(root, 'scripts/openstack/up.sh'), ['zed'], environment);
    run(join(root, 'scripts/openstack/federation.sh'), [], environment);
    return {
      authUrl: `http://127.0.0.1:${environment.OSTK_FEDERATION_PORT}/v3`,
      close: async () => undefined,
    };
  },
  devcloud: (provider) =>
    startDevCloud({
      release: 'zed',
      federation: [
        {
          identityProvider: 'ostk',
          issuer: provider.issuer,
          clientId: resourceServer.id,
          clientSecret: resourceServer.secret,
          roles: [{ role: 'member', project: 'demo' }],
          users: ['ada', 'service-ostk'],
          trustedDashboards: [websso],
        },
      ],
    }),
};

async function attempt(world, [name, authType, more, expected]) {
  const given = typeof more === 'function' ? await more(world) : more;
  const auth = {
    authUrl: world.authUrl,
    identityProvider: 'ostk',
    protocol: 'mapped',
    clientId: client.id,
    clientSecret: client.secret,
    discoveryEndpoint: world.provider.discovery,
    ...project,
    ...given,
  };
  const started = performance.now();
  const conn = await connect({ authType, auth });
  const outcome = await conn.session.token({ signal: AbortSignal.timeout(60_000) }).then(
    async (token) => {
      if (token.scope.kind === 'project') await conn.image.images().first();
      return token.user?.name;
    },
    (error) => String(error.message),
  );
  await conn.close();
  const passed = typeof expected === 'string' ? outcome === expected : expected.test(outcome);
  const time = `${Math.round(performance.now() - started)} ms`;
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${name} (${time})${passed ? '' : `: ${outcome}`}`);
  return passed;
}

async function signInAt(target) {
  console.log(`\n# federation: ${target}`);
  const port = target === 'zed' ? ports.provider : 0;
  const provider = await startProvider({
    port,
    // A provider is asked every 5 s unless it says otherwise; nobody here takes that long.
    reshape: (path, body) => (path === '/device/auth' ? { ...body, interval: 0.1 } : undefined),
  });
  const cloud = await targets[target](provider);
  let failed = 0;
  for (const each of cases) {
    if (!(await attempt({ provider, authUrl: cloud.authUrl }, each))) failed += 1;
  }
  await cloud.close();
  await provider.close();
  console.log(`${cases.length - failed} of ${cases.length} cases passed on ${target}`);
  return failed === 0;
}

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(targets);
const unknown = wanted.filter((target) => !Object.hasOwn(targets, target));
if (unknown.length > 0) {
  console.error(`federation: ${unknown.join(', ')} is none of ${Object.keys(targets).join(', ')}`);
  process.exit(2);
}
let passed = true;
for (const target of wanted) passed = (await signInAt(target)) && passed;
process.exit(passed ? 0 : 1);
