import { password } from './make.mjs';

const secretOf = (value) => ({ clouds: { here: { auth: { password: value } } } });

const cloudAt = (host) => ({
  clouds: { here: { auth: { ...password, auth_url: `https://${host}.example` } } },
});

export function searches() {
  const folders = { cwd: 'cwd', home: 'home/.config/openstack', xdg: 'xdg/openstack' };
  const env = { XDG_CONFIG_HOME: '{root}/xdg' };
  const singles = Object.entries(folders).flatMap(([name, folder]) =>
    ['yaml', 'yml', 'json'].map((suffix) => ({
      name: `search: clouds.${suffix} in ${name}`,
      files: { [`${folder}/clouds.${suffix}`]: JSON.stringify(cloudAt(name)) },
      env,
    })),
  );
  const pairs = Object.entries(folders).flatMap(([first, folder]) =>
    Object.entries(folders).map(([second, other]) => ({
      name: `search: clouds in ${first}, secure in ${second}`,
      files: {
        [`${folder}/clouds.yaml`]: JSON.stringify(cloudAt(first)),
        [`${other}/secure.yaml`]: JSON.stringify(secretOf(second)),
      },
      env,
    })),
  );
  const all = Object.entries(folders).map(([name, folder]) => [
    `${folder}/clouds.yaml`,
    JSON.stringify(cloudAt(name)),
  ]);
  const named = { 'elsewhere/mine.yaml': JSON.stringify(cloudAt('mine')), ...Object.fromEntries(all) };
  return [
    ...singles,
    ...pairs,
    { name: 'search: clouds in every folder', files: Object.fromEntries(all), env },
    { name: 'search: clouds in all but cwd', files: Object.fromEntries(all.slice(1)), env },
    {
      name: 'search: .yaml before .yml before .json',
      files: {
        'cwd/clouds.json': JSON.stringify(cloudAt('json')),
        'cwd/clouds.yml': JSON.stringify(cloudAt('yml')),
        'cwd/clouds.yaml': JSON.stringify(cloudAt('yaml')),
      },
    },
    {
      name: 'search: a nearer .json before a farther .yaml',
      files: {
        'cwd/clouds.json': JSON.stringify(cloudAt('near')),
        'home/.config/openstack/clouds.yaml': JSON.stringify(cloudAt('far')),
      },
    },
    {
      name: 'search: OS_CLIENT_CONFIG_FILE',
      files: named,
      env: { ...env, OS_CLIENT_CONFIG_FILE: '{root}/elsewhere/mine.yaml' },
    },
    {
      name: 'search: OS_CLIENT_CONFIG_FILE is missing',
      files: named,
      env: { ...env, OS_CLIENT_CONFIG_FILE: '{root}/elsewhere/none.yaml' },
    },
    {
      name: 'search: OS_CLIENT_SECURE_FILE',
      files: {
        'cwd/clouds.yaml': JSON.stringify(cloudAt('cwd')),
        'cwd/secure.yaml': JSON.stringify(secretOf('cwd')),
        'vault/s.yaml': JSON.stringify(secretOf('vault')),
      },
      env: { OS_CLIENT_SECURE_FILE: '{root}/vault/s.yaml' },
    },
    {
      name: 'search: OS_CLIENT_SECURE_FILE is missing',
      files: { 'cwd/clouds.yaml': JSON.stringify(cloudAt('cwd')) },
      env: { OS_CLIENT_SECURE_FILE: '{root}/vault/none.yaml' },
    },
    { name: 'search: nothing anywhere', files: {} },
    { name: 'search: a file without clouds', files: { 'cwd/clouds.yaml': '{}' }, options: { cloud: 'here' } },
    { name: 'search: broken YAML', files: { 'cwd/clouds.yaml': 'clouds: [' }, options: { cloud: 'here' } },
    {
      name: 'search: clouds is a list',
      files: { 'cwd/clouds.yaml': 'clouds: [a]' },
      options: { cloud: 'a' },
    },
    {
      name: 'search: a cloud of secure.yaml only',
      files: { 'cwd/secure.yaml': JSON.stringify(cloudAt('secure')) },
      options: { cloud: 'here' },
    },
    {
      name: 'search: secure.yaml replaces lists and merges mappings',
      files: {
        'cwd/clouds.yaml': JSON.stringify({
          clouds: { here: { auth: password, regions: ['One', 'Two'], interface: 'internal' } },
        }),
        'cwd/secure.yaml': JSON.stringify({
          clouds: { here: { regions: ['Three'], auth: { username: 'x' } } },
        }),
      },
    },
  ];
}

const entryAt = (host) => ({ auth: { ...password, auth_url: `https://${host}.example` } });

export function choices() {
  const two = { 'cwd/clouds.yaml': JSON.stringify({ clouds: { a: entryAt('a'), b: entryAt('b') } }) };
  const single = { 'cwd/clouds.yaml': JSON.stringify({ clouds: { a: entryAt('a') } }) };
  return [
    { name: 'choice: by option', files: two, options: { cloud: 'b' } },
    { name: 'choice: by OS_CLOUD', files: two, env: { OS_CLOUD: 'b' } },
    { name: 'choice: option before OS_CLOUD', files: two, env: { OS_CLOUD: 'b' }, options: { cloud: 'a' } },
    { name: 'choice: the only one', files: single },
    { name: 'choice: none of two', files: two },
    { name: 'choice: unknown', files: two, options: { cloud: 'c' } },
    { name: 'choice: unknown OS_CLOUD', files: single, env: { OS_CLOUD: 'c' } },
    {
      name: 'choice: a name with hyphen and dot',
      files: { 'cwd/clouds.yaml': JSON.stringify({ clouds: { 'my-cloud.eu': entryAt('m') } }) },
    },
  ];
}
