import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { ConfigError } from '@ostk/sdk';

import { resolveIn, temporaryFolder, type World, writeFiles } from './support/world.ts';

const run = promisify(execFile);

function clouds(authUrl: string, name = 'here'): string {
  return `clouds: {${name}: {auth: {auth_url: "http://${authUrl}", user_id: u, password: p}}}\n`;
}

async function authUrlIn(t: Parameters<typeof resolveIn>[0], world: World): Promise<string | undefined> {
  return (await resolveIn(t, world)).auth.authUrl;
}

test('the working directory comes before the user, the user before /etc', async (t) => {
  const files = {
    'etc/clouds.yaml': clouds('etc'),
    'user/clouds.yaml': clouds('user'),
    'cwd/clouds.yaml': clouds('cwd'),
  };
  assert.equal(await authUrlIn(t, { files }), 'http://cwd');
  const { 'cwd/clouds.yaml': _, ...rest } = files;
  assert.equal(await authUrlIn(t, { files: rest }), 'http://user');
  assert.equal(await authUrlIn(t, { files: { 'etc/clouds.yaml': clouds('etc') } }), 'http://etc');
});

test('in one directory .yaml comes before .yml, .yml before .json', async (t) => {
  const yml = { 'cwd/clouds.yml': clouds('yml') };
  const json = { 'cwd/clouds.json': '{"clouds": {"a": {"auth": {"auth_url": "http://json"}}}}' };
  assert.equal(
    await authUrlIn(t, { files: { ...json, ...yml, 'cwd/clouds.yaml': clouds('yaml') } }),
    'http://yaml',
  );
  assert.equal(await authUrlIn(t, { files: { ...json, ...yml } }), 'http://yml');
  assert.equal(await authUrlIn(t, { files: json }), 'http://json');
});

test('clouds.json of a nearer directory comes before clouds.yaml of a farther one', async (t) => {
  const files = {
    'cwd/clouds.json': '{"clouds": {"a": {"auth": {"auth_url": "http://near"}}}}',
    'etc/clouds.yaml': clouds('far'),
  };
  assert.equal(await authUrlIn(t, { files }), 'http://near');
});

test('only the first file is read, not a cloud of the same name in a later one', async (t) => {
  const files = { 'cwd/clouds.yaml': clouds('cwd', 'one'), 'etc/clouds.yaml': clouds('etc', 'two') };
  await assert.rejects(resolveIn(t, { files, options: { cloud: 'two' } }), ConfigError);
});

test('OS_CLIENT_CONFIG_FILE takes the place of the search', async (t) => {
  const files = { 'cwd/clouds.yaml': clouds('cwd'), 'elsewhere/my.conf': clouds('named') };
  const variables = { OS_CLIENT_CONFIG_FILE: '{root}/elsewhere/my.conf' };
  assert.equal(await authUrlIn(t, { files, variables }), 'http://named');
});

test('OS_CLIENT_CONFIG_FILE that names no file is an error, whatever else is there', async (t) => {
  const world = {
    files: { 'cwd/clouds.yaml': clouds('cwd') },
    variables: { OS_CLIENT_CONFIG_FILE: '/no/such/file' },
  };
  await assert.rejects(resolveIn(t, world), {
    name: 'ConfigError',
    message: 'OS_CLIENT_CONFIG_FILE names /no/such/file, but there is no such file',
  });
});

test('an empty OS_CLIENT_CONFIG_FILE is not set', async (t) => {
  const world = { files: { 'cwd/clouds.yaml': clouds('cwd') }, variables: { OS_CLIENT_CONFIG_FILE: '' } };
  assert.equal(await authUrlIn(t, world), 'http://cwd');
});

test('a tilde in OS_CLIENT_CONFIG_FILE is the home directory', async (t) => {
  const files = { 'home/mine.yaml': clouds('home') };
  assert.equal(
    await authUrlIn(t, { files, variables: { OS_CLIENT_CONFIG_FILE: '~/mine.yaml' } }),
    'http://home',
  );
});

test('the option configFile wins over OS_CLIENT_CONFIG_FILE', async (t) => {
  const root = await writeFiles(t, { 'option.yaml': clouds('option') });
  const world = {
    variables: { OS_CLIENT_CONFIG_FILE: '/no/such/file' },
    options: { configFile: join(root, 'option.yaml') },
  };
  assert.equal(await authUrlIn(t, world), 'http://option');
});

test('the option configFile that names no file is an error that says so', async (t) => {
  await assert.rejects(resolveIn(t, { options: { configFile: '/no/such/file' } }), {
    name: 'ConfigError',
    message: 'the option configFile names /no/such/file, but there is no such file',
  });
});

test('a directory in place of the file is an error with its path', async (t) => {
  const root = await temporaryFolder(t);
  await assert.rejects(resolveIn(t, { options: { configFile: root } }), (error) => {
    assert(error instanceof ConfigError);
    assert(error.message.includes(root));
    return true;
  });
});

test('a file that is larger than any configuration is an error, and is not read', async (t) => {
  const root = await writeFiles(t, { 'clouds.yaml': '' });
  await truncate(join(root, 'clouds.yaml'), 5 * 1024 * 1024);
  await assert.rejects(resolveIn(t, { options: { configFile: join(root, 'clouds.yaml') } }), {
    name: 'ConfigError',
    message: /clouds\.yaml is larger than 4194304 bytes/,
  });
});

test('what is no directory in the search path holds no file', async (t) => {
  const files = { cwd: 'a file', 'user/clouds.yaml': clouds('user') };
  assert.equal(await authUrlIn(t, { files }), 'http://user');
});

test('a file that may not be read is an error, not a reason to read another', async (t) => {
  if (process.getuid?.() === 0) {
    t.skip('root may read everything');
    return;
  }
  const root = await writeFiles(t, { 'clouds.yaml': clouds('secret') });
  await chmod(join(root, 'clouds.yaml'), 0);
  await assert.rejects(resolveIn(t, { options: { configFile: join(root, 'clouds.yaml') } }), ConfigError);
});

test('a broken file is an error with line and column, not a reason to read another', async (t) => {
  const files = { 'cwd/clouds.yaml': 'clouds: {\n', 'etc/clouds.yaml': clouds('etc') };
  await assert.rejects(resolveIn(t, { files }), (error) => {
    assert(error instanceof ConfigError);
    assert.match(error.message, /cwd\/clouds\.yaml:\d+:\d+: /);
    return true;
  });
});

test('clouds that is no mapping, and a cloud that is none, are errors with the path', async (t) => {
  const rejects = (text: string, message: RegExp): Promise<void> =>
    assert.rejects(resolveIn(t, { files: { 'cwd/clouds.yaml': text } }), { name: 'ConfigError', message });
  await rejects('clouds: [a, b]\n', /cwd\/clouds\.yaml:1:9: clouds must be a mapping/);
  await rejects('clouds: {a: text}\n', /cwd\/clouds\.yaml:1:13: a must be a mapping/);
});

test('with an authUrl in the options neither files nor environment are read', async (t) => {
  const files = { 'cwd/clouds.yaml': 'not: {valid\n' };
  const variables = {
    OS_CLIENT_CONFIG_FILE: '/no/such/file',
    OS_AUTH_URL: 'http://environment',
    OS_USERNAME: 'e',
  };
  const options = { auth: { authUrl: 'http://option' } };
  const config = await resolveIn(t, { files, variables, options });
  assert.equal(config.auth.authUrl, 'http://option');
  assert.equal(config.auth.username, undefined);
  assert.equal(config.name, undefined);
});

/** Prints the auth_url of the only cloud, found as an application would. */
const program = `
  import { connect } from ${JSON.stringify(import.meta.resolve('@ostk/sdk'))};
  const conn = await connect();
  console.log(conn.config.auth.authUrl);
`;

async function childFinds(
  home: string,
  cwd: string,
  variables: Readonly<Record<string, string>>,
): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, ...variables };
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { cwd, env });
  return stdout.trim();
}

const onUnix = { skip: process.platform === 'win32' || process.platform === 'darwin' };

test('a process looks into XDG_CONFIG_HOME, else into ~/.config', onUnix, async (t) => {
  const root = await writeFiles(t, {
    'home/.config/openstack/clouds.yaml': clouds('dot-config'),
    'xdg/openstack/clouds.yaml': clouds('xdg'),
  });
  await mkdir(join(root, 'cwd'));
  const home = join(root, 'home');
  const cwd = join(root, 'cwd');
  assert.equal(await childFinds(home, cwd, {}), 'http://dot-config');
  assert.equal(await childFinds(home, cwd, { XDG_CONFIG_HOME: join(root, 'xdg') }), 'http://xdg');
  // An XDG directory without the file does not hide the one in ~/.config.
  assert.equal(await childFinds(home, cwd, { XDG_CONFIG_HOME: join(root, 'none') }), 'http://dot-config');
  await writeFile(join(cwd, 'clouds.yaml'), clouds('cwd'));
  assert.equal(await childFinds(home, cwd, { XDG_CONFIG_HOME: join(root, 'xdg') }), 'http://cwd');
});
