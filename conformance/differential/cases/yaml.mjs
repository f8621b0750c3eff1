import { password, without, yaml } from './make.mjs';

export function scalars() {
  const values = [
    '012345',
    '0x1F',
    '1e5',
    '1.5e5',
    '2.10',
    '1_000',
    'yes',
    'No',
    'on',
    '~',
    '1:30',
    '2001-01-01',
    '.inf',
  ];
  const rest = JSON.stringify(without(password, 'project_name', 'password')).slice(1, -1);
  const quoted = values.map((value) => `"${value}"`);
  const lines = (key, value) =>
    `auth: {${rest}, ${key === 'password' ? 'project_name: web' : 'password: secret'}, ${key}: ${value}}`;
  return [
    ...values.flatMap((value) =>
      ['password', 'project_id'].map((key) => yaml(`scalar: ${key} ${value}`, lines(key, value))),
    ),
    ...quoted.slice(0, 7).map((value) => yaml(`scalar: password ${value}`, lines('password', value))),
    yaml('scalar: project_id of 32 digits', lines('project_id', '12345678901234567890123456789012')),
    yaml('scalar: password with a brace', lines('password', "'a{b'")),
    yaml('scalar: region with a brace', `${lines('password', 'x')}\nregion_name: 'a{b'`),
    yaml(
      'scalar: a text over lines',
      'auth:\n  auth_url: https://k\n  user_id: u\n  password: >-\n    a\n    b',
    ),
    yaml('scalar: region of digits', `${lines('password', 'x')}\nregion_name: 12`),
    yaml(
      'scalar: user_id of digits',
      'auth: {auth_url: "https://k", user_id: 42, password: x, project_id: 7}',
    ),
    yaml('scalar: unicode', lines('password', 'pässwörd')),
  ];
}

export function structures() {
  return [
    {
      name: 'structure: anchors and merge keys',
      files: {
        'cwd/clouds.yaml': `base: &base
  region_name: One
  auth: &auth {auth_url: "https://k", user_id: u, password: p}
clouds:
  here:
    <<: *base
    auth: {<<: *auth, project_id: x}
`,
      },
    },
    {
      name: 'structure: of several merged mappings, the first',
      files: {
        'cwd/clouds.yaml': `a: &a {region_name: A}
b: &b {region_name: B, interface: internal}
clouds: {here: {<<: [*a, *b], auth: {auth_url: "https://k", user_id: u, password: p}}}
`,
      },
    },
    {
      name: 'structure: a key that stands twice',
      files: {
        'cwd/clouds.yaml':
          'clouds: {here: {region_name: A, region_name: B, auth: {auth_url: "https://k", user_id: u, password: p}}}',
      },
    },
    yaml(
      'structure: comments and quotes',
      `auth: # who\n  auth_url: 'https://k' # where\n  user_id: "u"\n  password: p`,
    ),
    yaml('structure: an unknown key', `auth: ${JSON.stringify(password)}\nverfy: false`),
    yaml('structure: an unknown key of auth', `auth: ${JSON.stringify({ ...password, pasword: 'x' })}`),
    yaml('structure: auth is text', 'auth: text'),
    yaml('structure: no auth', 'region_name: One'),
  ];
}
