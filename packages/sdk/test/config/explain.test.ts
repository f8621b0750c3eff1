import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { type ConfigExplanation, explainConfig, type Origin } from '@ostk/sdk';

import { explainIn, writeFiles } from './support/world.ts';

/** An origin without the folder that a test's files are in. */
function short(origin: Origin | undefined): string {
  if (origin === undefined) return 'nothing';
  if (origin.kind === 'file') {
    return `${origin.file.replace(/^.*\/(?=[^/]+\/[^/]+$)/, '')}:${origin.line}:${origin.column}`;
  }
  if (origin.kind === 'environment') return origin.variable;
  if (origin.kind === 'option') return `option ${origin.option}`;
  return origin.kind === 'profile' ? `profile ${origin.profile}` : 'default';
}

function of(explanation: ConfigExplanation, key: string): readonly string[] {
  const found = explanation.values.find((value) => value.key === key);
  return found === undefined ? [] : [found.value, short(found.origin), ...found.overridden.map(short)];
}

const files = {
  'cwd/clouds.yaml': `clouds:
  here:
    profile: vexxhost
    auth:
      username: demo
      project_name: web
      domain_name: Corp
    regions:
      - One
      - name: sjc1
        values:
          interface: internal
    region_name: sjc1
    image_endpoint_override: http://glance.example
    api_timeout: 5
`,
  'etc/secure.yaml': 'clouds:\n  here:\n    auth:\n      password: hunter2\n',
};

test('each value is told with its origin', async (t) => {
  const explanation = await explainIn(t, { files });
  assert.equal(explanation.cloud, 'here');
  assert.equal(explanation.profile, 'vexxhost');
  assert.deepEqual(
    explanation.files.map((file) => file.split('/').slice(-2).join('/')),
    ['cwd/clouds.yaml', 'etc/secure.yaml'],
  );
  const expected = {
    profile: ['vexxhost', 'cwd/clouds.yaml:3:14'],
    'auth.auth_url': ['https://auth.vexxhost.net/v3', 'profile vexxhost'],
    'auth.username': ['demo', 'cwd/clouds.yaml:5:17'],
    'auth.password': ['***', 'etc/secure.yaml:4:17'],
    'auth.user_domain_name': ['Corp', 'cwd/clouds.yaml:7:20'],
    auth_type: ['v3password', 'profile vexxhost'],
    region_name: ['sjc1', 'cwd/clouds.yaml:13:18'],
    interface: ['internal', 'cwd/clouds.yaml:12:22'],
    verify: ['true', 'default'],
    image_endpoint_override: ['http://glance.example', 'cwd/clouds.yaml:14:30'],
    'timeouts.response': ['5000', 'cwd/clouds.yaml:15:18'],
    'timeouts.idle': ['60000', 'default'],
    'auth.project_id': [],
  };
  for (const [key, value] of Object.entries(expected)) assert.deepEqual(of(explanation, key), value, key);
});

test('options and variables, and what they take the place of', async (t) => {
  const explanation = await explainIn(t, {
    files,
    variables: { OS_USERNAME: 'env', OS_PASSWORD: 'secret', OS_INTERFACE: 'admin', OS_TENANT_NAME: 'old' },
    options: {
      envOverrides: true,
      auth: { username: 'option' },
      timeouts: { connect: 7 },
      endpointOverrides: { image: 'http://mine' },
    },
  });
  assert.deepEqual(of(explanation, 'auth.username'), [
    'option',
    'option auth.username',
    'OS_USERNAME',
    'cwd/clouds.yaml:5:17',
  ]);
  assert.deepEqual(of(explanation, 'auth.password'), ['***', 'OS_PASSWORD', 'etc/secure.yaml:4:17']);
  assert.deepEqual(of(explanation, 'auth.project_name').slice(0, 2), ['old', 'OS_TENANT_NAME']);
  assert.deepEqual(of(explanation, 'interface'), ['admin', 'OS_INTERFACE', 'cwd/clouds.yaml:12:22']);
  assert.deepEqual(of(explanation, 'timeouts.connect'), [
    '7',
    'option timeouts.connect',
    'cwd/clouds.yaml:15:18',
  ]);
  assert.deepEqual(of(explanation, 'image_endpoint_override').slice(0, 2), [
    'http://mine',
    'option endpointOverrides.image',
  ]);
});

test('a password of secure.yaml takes the place of one in clouds.yaml', async (t) => {
  const explanation = await explainIn(t, {
    files: {
      'cwd/clouds.yaml': 'clouds: {here: {auth: {auth_url: "http://k", password: old}}}',
      'cwd/secure.yaml': 'clouds: {here: {auth: {password: new}}}',
    },
  });
  assert.deepEqual(of(explanation, 'auth.password'), ['***', 'cwd/secure.yaml:1:34', 'cwd/clouds.yaml:1:56']);
});

test('a cloud of the environment', async (t) => {
  const explanation = await explainIn(t, {
    variables: { OS_AUTH_URL: 'http://k', OS_ENDPOINT_TYPE: 'internalURL' },
  });
  assert.equal(explanation.cloud, 'envvars');
  assert.deepEqual(explanation.files, []);
  assert.deepEqual(of(explanation, 'auth.auth_url'), ['http://k', 'OS_AUTH_URL']);
  assert.deepEqual(of(explanation, 'interface'), ['internal', 'OS_ENDPOINT_TYPE']);
});

test('values of anchors and merged mappings are told where they are written', async (t) => {
  const merged = {
    'cwd/clouds.yaml': `base: &base
  region_name: R
  auth: &auth {auth_url: "http://k", username: u}
clouds:
  here:
    <<: *base
    auth: {<<: *auth, password: p}
`,
  };
  const explanation = await explainIn(t, { files: merged });
  assert.deepEqual(of(explanation, 'region_name'), ['R', 'cwd/clouds.yaml:2:16']);
  assert.deepEqual(of(explanation, 'auth.username'), ['u', 'cwd/clouds.yaml:3:48']);
});

test('no secret is in it, however it is printed', async (t) => {
  const canary = 'c4n4ry';
  const secrets = [
    'password',
    'token',
    'passcode',
    'application_credential_secret',
    'client_secret',
    'access_token',
    'refresh_token',
    'oauth2_client_secret',
    'code',
  ];
  const text = `clouds:
  here:
    auth:
      auth_url: http://k
      pasword: ${canary}
      nested_secret: ${canary}
${secrets.map((key) => `      ${key}: ${canary}\n`).join('')}
    adminpass: ${canary}
    proxy: http://user:${canary}@proxy.example:3128
`;
  const explanation = await explainIn(t, { files: { 'cwd/clouds.yaml': text } });
  for (const output of [JSON.stringify(explanation), inspect(explanation, { depth: 9, showHidden: true })]) {
    assert(!output.includes(canary), output);
  }
  assert.deepEqual(of(explanation, 'proxy'), ['http://***@proxy.example:3128', 'cwd/clouds.yaml:18:12']);
  for (const key of secrets) assert.equal(of(explanation, `auth.${key}`)[0], '***', key);
});

test('warnings are part of it', async (t) => {
  const { warnings } = await explainIn(t, {
    files: { 'cwd/clouds.yaml': 'clouds: {here: {verfy: false, auth: {auth_url: "http://k"}}}' },
  });
  assert.deepEqual(
    warnings.map(({ code }) => code),
    ['unknown-key'],
  );
});

test('explainConfig takes the options of connect and connects to nothing', async (t) => {
  const root = await writeFiles(t, {
    'mine.yaml': 'clouds: {a: {auth: {auth_url: "http://127.0.0.1:9", username: u, password: p}}}',
  });
  const explanation = await explainConfig({ cloud: 'a', configFile: join(root, 'mine.yaml'), verify: false });
  assert.deepEqual(of(explanation, 'verify'), ['false', 'option verify']);
  await assert.rejects(explainConfig({ cloud: 'b', configFile: join(root, 'mine.yaml') }), {
    code: 'ERR_CONFIG',
  });
  const wrong: object = { clowd: 'a' };
  await assert.rejects(explainConfig(wrong), { code: 'ERR_OPTION' });
});
