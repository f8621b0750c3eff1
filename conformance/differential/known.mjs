// Where a configuration is not resolved as by openstacksdk, each with its reason. `cases` are names or patterns of names,
// `fields` are fields of the result; `error` stands for one of the two refusing what the other takes. What is listed and
// does not differ fails as much as what differs and is not listed. docs/guides/clouds-yaml.md tells the same to readers.
const services = ['identity', 'image', 'compute'];
const perService = (field) => services.map((service) => `${service}.${field}`);

export const known = [
  {
    reason:
      'Beside auth wins over in auth, for every setting. openstacksdk does so since 1.0 for project, domain and token; this is the older one, which does not.',
    cases: [/^place: .* in both$/],
    fields: ['auth.*'],
  },
  {
    reason: 'A file that is named and is not there is an error; openstacksdk reads another one instead.',
    cases: ['search: OS_CLIENT_CONFIG_FILE is missing', 'search: OS_CLIENT_SECURE_FILE is missing'],
    fields: ['error'],
  },
  {
    reason: 'A key that stands twice in a mapping is an error: one of the two would be lost.',
    cases: ['structure: a key that stands twice'],
    fields: ['error'],
  },
  {
    reason:
      'Variables of other programs do not make a cloud: without OS_AUTH_URL, the cloud of the file is taken.',
    cases: ['environment: another program', 'environment: user without URL'],
    fields: ['error'],
  },
  {
    reason: 'Variables are a cloud by themselves: no file is read that could have another of the same name.',
    cases: ['environment: a file has a cloud of its name'],
    fields: ['error'],
  },
  {
    reason:
      'auth_type is inferred from what is given; openstacksdk takes password for the method and fails with a TypeError, or drops what is given.',
    cases: [
      'environment: application credential without auth type',
      'method: a token without auth_type',
      'method: application credential without auth_type',
    ],
    fields: ['error', 'auth_type', 'auth.*'],
  },
  {
    reason: 'auth_plugin is read; in openstacksdk the default auth_type hides it.',
    cases: ['spelling: auth_plugin'],
    fields: ['error'],
  },
  {
    reason:
      'Booleans may be written true, yes, on or 1, in a file, as text and in a variable. openstacksdk takes text for verify for a path, and text but "true" for insecure as false.',
    cases: [
      'environment: insecure 1',
      'environment: verify false',
      'tls: verify "false" as text',
      'tls: insecure "yes" as text',
    ],
    fields: ['verify', 'cacert'],
  },
  {
    reason: 'The present spelling wins over the old one beside it.',
    cases: ['spelling: endpoint_type and interface'],
    fields: perService('interface'),
  },
  {
    reason: 'Another region than the single region_name of a cloud may be asked for.',
    cases: ['region: one, another asked'],
    fields: ['error'],
  },
  {
    reason: 'region_name beside regions chooses from them; openstacksdk takes the first.',
    cases: ['region: list and region_name'],
    fields: ['region', 'auth.auth_url', ...perService('region'), ...perService('interface')],
  },
  {
    reason:
      'A setting replaces what says the same in another way below it: a project id the project name, a user id the user name, a system scope the project. openstacksdk keeps both, and the id or neither counts.',
    cases: [
      'region: project of values by id, of the cloud by name',
      'option: project id over a name',
      'option: user id over a name',
      'option: system scope over a project',
      /^profile: (?:auro|fuga|ovh-us|ovh)$/,
      /^profile: of a file(?:, by its old key)?$/,
      'profile: a setting of the cloud over it',
      'profile: a region of it',
      'profile: a region that the cloud names',
    ],
    fields: ['auth.project_name', 'auth.username', 'auth.user_domain_name'],
  },
  {
    reason:
      'A lone domain_name stands in only where no domain is given; openstacksdk puts its name beside the id.',
    cases: ['domain: domain_name with a project and a user domain by id'],
    fields: ['auth.user_domain_name'],
  },
  {
    reason: 'default_domain is default_domain_id, as for the openstack command (OS_DEFAULT_DOMAIN).',
    cases: ['domain: default_domain'],
    fields: ['error'],
  },
  {
    reason: 'What is missing to sign in is told while connecting; openstacksdk leaves it to Keystone.',
    cases: ['domain: none', 'method: without a password', 'method: without a user', 'scalar: password ~'],
    fields: ['error'],
  },
  {
    reason: 'Clouds that have gone since this openstacksdk are refused, as by its present version.',
    cases: [
      'profile: betacloud',
      'profile: ibmcloud',
      'profile: internap',
      'profile: ultimum',
      'profile: unitedstack',
    ],
    fields: ['error'],
  },
  {
    reason: 'Profiles that are new since this openstacksdk.',
    cases: ['profile: binero'],
    fields: ['error'],
  },
  {
    reason:
      'The regions of a profile that comes with the library are a hint: a cloud may have got others since. What is not among them is warned of.',
    cases: ['profile: a region asked newer than the list'],
    fields: ['error'],
  },
  {
    reason: 'Options that say where to sign in, with no cloud named, are all there is: no file is read.',
    cases: ['option: auth_url, the cloud not named'],
    fields: ['error'],
  },
  {
    reason: 'An unknown key of auth is warned of; openstacksdk fails with a TypeError.',
    cases: ['structure: an unknown key of auth'],
    fields: ['error'],
  },
  {
    reason:
      'Another method by option: what only the old one needs is left aside; openstacksdk fails with a TypeError.',
    cases: ['option: auth type'],
    fields: ['error'],
  },
  {
    reason: 'A brace in a value is a brace; openstacksdk formats every value and fails.',
    cases: ['scalar: region with a brace'],
    fields: ['error'],
  },
  {
    reason:
      'Scalars are text as they are written. YAML 1.1 makes numbers, booleans and null of them: 012345 is 5349, 2.10 is 2.1, yes is True.',
    cases: [/^scalar: (?:password|project_id) [^"]/],
    fields: ['auth.password', 'auth.project_id'],
  },
  {
    reason: 'status_code_retries is for every service; openstacksdk has a default for Glance that hides it.',
    cases: ['service: retries of all'],
    fields: ['image.status_code_retries'],
  },
  {
    reason: 'Glance has no microversions: a version of its API is none.',
    cases: ['service: image api version 2.9'],
    fields: ['image.microversion'],
  },
  {
    reason: 'Only api_timeout is the time limit; openstacksdk takes any key that ends in timeout for it.',
    cases: ['service: timeout of a service'],
    fields: ['timeout'],
  },
  {
    reason: 'token_endpoint keeps its name; it does what admin_token does.',
    cases: ['method: token_endpoint'],
    fields: ['auth_type'],
  },
];
