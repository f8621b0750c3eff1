import assert from 'node:assert/strict';
import { test } from 'node:test';

import { vendorProfiles } from '#src/config/vendor-profiles.js';

import { resolveCloudOf, resolveIn } from './support/world.ts';

const user = 'auth: {username: u, password: p, project_name: x}\n';

test('a profile says where the cloud is', async (t) => {
  const config = await resolveCloudOf(t, `profile: auro\n${user}`);
  assert.equal(config.profile, 'auro');
  assert.equal(config.auth.authUrl, 'https://api.van2.auro.io:5000/v3');
  assert.equal(config.auth.userDomainName, 'Default');
  assert.equal(config.regionName, 'RegionOne');
  assert.deepEqual(config.warnings, []);
});

test('the cloud wins over its profile, setting by setting', async (t) => {
  const config = await resolveCloudOf(
    t,
    'profile: auro\nregion_name: Two\nauth: {username: u, password: p, user_domain_id: d}',
  );
  assert.equal(config.auth.authUrl, 'https://api.van2.auro.io:5000/v3');
  assert.equal(config.auth.userDomainId, 'd');
  assert.equal(config.auth.userDomainName, undefined);
  assert.equal(config.auth.projectDomainName, 'Default');
  assert.equal(config.regionName, 'Two');
});

test('{region_name} in the auth_url of a profile is the region', async (t) => {
  const config = await resolveCloudOf(t, `profile: otc\n${user}`, { options: { regionName: 'eu-nl' } });
  assert.equal(config.auth.authUrl, 'https://iam.eu-nl.otc.t-systems.com/v3');
});

test('the first region of a profile is the default', async (t) => {
  assert.equal((await resolveCloudOf(t, `profile: otc\n${user}`)).regionName, 'eu-de');
});

test('a region that a built-in profile does not list is warned of, not refused: the list may be old', async (t) => {
  const config = await resolveCloudOf(t, `profile: ovh\n${user}region_name: EU-WEST-PAR`);
  assert.equal(config.regionName, 'EU-WEST-PAR');
  const [warning, ...others] = config.warnings;
  assert.equal(warning?.code, 'region');
  assert.match(warning?.message ?? '', /lists BHS, .*; there is no region EU-WEST-PAR/);
  assert.deepEqual(others, []);
});

test('clouds-public.yaml comes before what is built in', async (t) => {
  const config = await resolveIn(t, {
    files: {
      'cwd/clouds.yaml': `clouds: {here: {profile: auro, ${user.trim()}}}`,
      'etc/clouds-public.yaml':
        'public-clouds: {auro: {auth: {auth_url: "http://other"}, regions: [R1, {name: R2, values: {interface: internal}}]}}',
    },
    options: { regionName: 'R2' },
  });
  assert.equal(config.auth.authUrl, 'http://other');
  assert.equal(config.auth.userDomainName, undefined);
  assert.deepEqual(config.interfaces, ['internal']);
});

/** Files of a cloud that names a profile of clouds-public.yaml. */
function withPublic(entry: string, publicClouds: string): Record<string, string> {
  return {
    'cwd/clouds.yaml': `clouds: {here: {${entry}}}`,
    'cwd/clouds-public.yaml': `public-clouds: ${publicClouds}`,
  };
}

test('a region that clouds-public.yaml does not list is an error, unless the cloud itself names it', async (t) => {
  const listed = '{mine: {auth: {auth_url: "http://other"}, regions: [R1, R2]}}';
  const asked = { files: withPublic('profile: mine', listed), options: { regionName: 'R3' } };
  await assert.rejects(resolveIn(t, asked), {
    name: 'ConfigError',
    message: /regions lists R1, R2; there is no region R3 \(.*clouds-public\.yaml:1:\d+\)/,
  });
  const own = withPublic('profile: mine, region_name: R3', listed);
  assert.equal((await resolveIn(t, { files: own })).regionName, 'R3');
});

test('a broken clouds-public.yaml is an error with its place, but only if a profile is named', async (t) => {
  const auth = 'auth: {auth_url: "http://k"}';
  await assert.rejects(resolveIn(t, { files: withPublic(`profile: auro, ${auth}`, '[') }), {
    name: 'ConfigError',
    message: /cwd\/clouds-public\.yaml:\d+:\d+: /,
  });
  assert.equal((await resolveIn(t, { files: withPublic(auth, '[') })).auth.authUrl, 'http://k');
});

test('cloud is the old name of profile: it works, and is warned of', async (t) => {
  const config = await resolveCloudOf(t, `cloud: auro\n${user}`);
  assert.equal(config.profile, 'auro');
  assert.deepEqual(
    config.warnings.map(({ code }) => code),
    ['deprecated-key'],
  );
});

test('a cloud that is gone is an error that says so', async (t) => {
  await assert.rejects(resolveCloudOf(t, `profile: betacloud\n${user}`), {
    name: 'ConfigError',
    message:
      /^cloud here: profile betacloud is a cloud that no longer exists: betacloud\.de has ceased business \(.*:3:14\)$/,
  });
});

test('a cloud that goes away is warned of', async (t) => {
  const { warnings } = await resolveCloudOf(t, `profile: fuga\n${user}`);
  assert.equal(warnings[0]?.code, 'profile');
  assert.match(warnings[0]?.message ?? '', /fuga is deprecated: /);
});

test('an unknown profile is warned of, and an error if nothing else says where the cloud is', async (t) => {
  const config = await resolveCloudOf(t, 'profile: orto\nauth: {auth_url: "http://k"}');
  assert.match(config.warnings[0]?.message ?? '', /orto is not known; did you mean auro\?|orto is not known/);
  await assert.rejects(resolveCloudOf(t, `profile: vexhost\n${user}`), {
    name: 'ConfigError',
    message: /vexhost is not known, and no auth_url is given \(.*clouds\.yaml:3:14\)/,
  });
});

test('a profile that is a URL is refused with a way out, without what is secret in it', async (t) => {
  await assert.rejects(resolveCloudOf(t, `profile: https://u:hunter2@vexxhost.com\n${user}`), (error) => {
    assert(error instanceof Error);
    assert.match(error.message, /https:\/\/vexxhost\.com would have to be fetched.*clouds-public\.yaml/);
    assert(!error.message.includes('hunter2'));
    return true;
  });
});

test('the hook of a profile is not run, nor in the way', async (t) => {
  const config = await resolveIn(t, {
    files: {
      'cwd/clouds.yaml': 'clouds: {here: {profile: mine}}',
      'cwd/clouds-public.yaml':
        'public-clouds: {mine: {auth: {auth_url: "http://k"}, vendor_hook: "os:system"}}',
    },
  });
  assert.equal(config.auth.authUrl, 'http://k');
  assert.deepEqual(config.warnings, []);
});

test('OS_PROFILE is a key of osprofiler, not a profile', async (t) => {
  const config = await resolveIn(t, { variables: { OS_AUTH_URL: 'http://k', OS_PROFILE: 'hmac-key' } });
  assert.equal(config.profile, undefined);
});

for (const [name, { status, settings }] of vendorProfiles) {
  test(`the profile ${name} can be resolved, unless the cloud is gone`, async (t) => {
    const resolved = resolveCloudOf(t, `profile: ${name}\nauth: {username: u, password: p}`);
    if (status === 'shutdown') {
      await assert.rejects(resolved, /no longer exists/);
      return;
    }
    const { auth, profile } = await resolved;
    assert.equal(profile, name);
    if ('auth' in settings) assert.match(auth.authUrl ?? '', /^https:\/\/[^{}]+$/);
  });
}
