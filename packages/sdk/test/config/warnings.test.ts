import assert from 'node:assert/strict';
import { test } from 'node:test';

import { connect, type ConfigWarning } from '@ostk/sdk';

import { passwordAuth, resolveCloudOf, resolveIn, writeFiles } from './support/world.ts';

type Context = Parameters<typeof resolveCloudOf>[0];

async function warningsOf(t: Context, lines: string): Promise<readonly string[]> {
  const { warnings } = await resolveCloudOf(t, `${passwordAuth}${lines}`);
  return warnings.map(({ code, message }) => `${code}: ${message.replace(/\(\/.*\/cwd\//, '(')}`);
}

for (const [line, expected] of [
  ['verfy: true', 'nothing reads verfy (clouds.yaml:10:12); did you mean verify?'],
  [
    'image_endpoint_overide: http://x',
    'nothing reads image_endpoint_overide (clouds.yaml:10:29); did you mean image_endpoint_override?',
  ],
  [
    'imgae_api_version: 2',
    'nothing reads imgae_api_version (clouds.yaml:10:24); did you mean image_api_version?',
  ],
  ['ca_cert: /x', 'nothing reads ca_cert (clouds.yaml:10:14); did you mean cacert?'],
  ['projectname: x', 'nothing reads projectname (clouds.yaml:10:18); did you mean project_name?'],
  ['regoin-name: x', 'nothing reads regoin-name (clouds.yaml:10:18); did you mean region_name?'],
  ['something_else_entirely: x', 'nothing reads something_else_entirely (clouds.yaml:10:30)'],
  ['has_netwrok: false', 'nothing reads has_netwrok (clouds.yaml:10:18); did you mean has_network?'],
] as const) {
  test(`a key that nothing reads: ${line}`, async (t) => {
    assert.deepEqual(await warningsOf(t, line), [`unknown-key: cloud here: ${expected}`]);
  });
}

for (const lines of [
  'volume_api_version: 3\nblock_storage_endpoint_override: http://x\nhas_network: false',
  'image_format: raw\nnetworks: [{name: n}]\nfloating_ip_source: neutron\nvendor_hook: a',
  'my_own_service_api_version: 1',
  'username: beside\nproject-domain-name: x',
  'profile:\nregion_name:',
]) {
  test(`keys of other clients and services are not warned of: ${lines.replaceAll('\n', ', ')}`, async (t) => {
    assert.deepEqual(await warningsOf(t, lines), []);
  });
}

test('an unknown key of auth, and one of a region', async (t) => {
  const { warnings } = await resolveCloudOf(
    t,
    'auth: {auth_url: "http://k", user_doman_name: d}\nregions: [{name: R, values: {interfce: admin}}]',
  );
  const messages = warnings.map(({ message }) => message).join('\n');
  assert.match(
    messages,
    /nothing reads auth\.user_doman_name \(.*clouds\.yaml:3:51\); did you mean user_domain_name\?/,
  );
  assert.match(messages, /nothing reads interfce \(.*clouds\.yaml:4:44\); did you mean interface\?/);
});

test('a key of secure.yaml is warned of with its place there', async (t) => {
  const { warnings } = await resolveIn(t, {
    files: {
      'cwd/clouds.yaml': 'clouds: {here: {auth: {auth_url: "http://k"}}}',
      'cwd/secure.yaml': 'clouds:\n  here:\n    auth:\n      pasword: hunter2\n',
    },
  });
  assert.match(warnings[0]?.message ?? '', /auth\.pasword \(.*secure\.yaml:4:16\); did you mean password\?/);
  assert(!JSON.stringify(warnings).includes('hunter2'));
});

test('a file whose key clouds is misspelled is an error that says so', async (t) => {
  await assert.rejects(resolveIn(t, { files: { 'cwd/clouds.yaml': '\ncloud: {a: {}}\n' } }), {
    name: 'ConfigError',
    message: /cwd\/clouds\.yaml:2:8: cloud is no key of this file; did you mean clouds\?/,
  });
});

test('cacert beside verify: false has no effect', async (t) => {
  assert.match(
    (await warningsOf(t, 'verify: false\ncacert: /ca.pem')).join(),
    /^setting-ignored: .*cacert is not used/,
  );
});

test('verify may name the file of authorities', async (t) => {
  const { tls, warnings } = await resolveCloudOf(t, `${passwordAuth}verify: /etc/ca.pem`);
  assert.deepEqual([tls.verify, tls.cacert, warnings], [true, '/etc/ca.pem', []]);
});

test('several names in region_name work as regions, and are warned of', async (t) => {
  const { regionName, warnings } = await resolveCloudOf(t, `${passwordAuth}region_name: One,Two`);
  assert.equal(regionName, 'One');
  assert.equal(warnings[0]?.code, 'deprecated-key');
});

test('OS_ variables that a cloud of a file leaves out are named; those of other programs are not', async (t) => {
  const files = { 'cwd/clouds.yaml': 'clouds: {here: {auth: {auth_url: "http://k"}}}' };
  const { warnings } = await resolveIn(t, {
    files,
    variables: {
      OS_CLOUD: 'here',
      OS_USERNAME: 'x',
      OS_REGION_NAME: 'y',
      OS_ACTIVITY_DT_MODE: 'z',
      OS_IMAGE_API_VERSION: '2',
    },
  });
  assert.deepEqual(
    warnings.map(({ code, message }) => `${code}: ${message}`),
    [
      'environment-ignored: cloud here: OS_IMAGE_API_VERSION, OS_REGION_NAME, OS_USERNAME are set, but not used; the option envOverrides lays variables over a cloud of a file',
    ],
  );
});

test('connect hands each warning to onWarning, and keeps them on config', async (t) => {
  const root = await writeFiles(t, {
    'clouds.yaml':
      'clouds: {a: {verfy: 1, auth: {auth_url: "http://k", username: u, password: p, user_domain_id: d}}}',
  });
  const seen: ConfigWarning[] = [];
  await using conn = await connect({
    cloud: 'a',
    configFile: `${root}/clouds.yaml`,
    onWarning: (warning) => seen.push(warning),
  });
  const own = conn.config.warnings.filter(({ code }) => code === 'unknown-key');
  assert.equal(own.length, 1);
  assert.deepEqual(seen, conn.config.warnings);
  assert(Object.isFrozen(conn.config.warnings));
});
