import { one, password, without } from './make.mjs';

export function profiles() {
  const names = [
    'auro binero bluebox catalyst citycloud conoha dreamcompute elastx entercloudsuite fuga betacloud ibmcloud internap',
    'limestonenetworks otc ovh-us ovh rackspace switchengines ultimum unitedstack zetta',
  ].flatMap((line) => line.split(' '));
  const credentials = { username: 'u', password: 'p', project_id: 'x', user_domain_id: 'd' };
  const publicClouds = {
    'public-clouds': {
      mine: {
        auth: { auth_url: 'https://mine.example', user_domain_name: 'D' },
        regions: ['One', { name: 'Two', values: { interface: 'admin' } }],
        interface: 'internal',
      },
      auro: { auth: { auth_url: 'https://mine.example' } },
    },
  };
  const mine = (name, cloud, rest = {}) => ({
    name: `profile: ${name}`,
    files: {
      'cwd/clouds.yaml': JSON.stringify({ clouds: { here: { auth: credentials, ...cloud } } }),
      'cwd/clouds-public.yaml': JSON.stringify(publicClouds),
    },
    ...rest,
  });
  return [
    ...names.map((name) => one(`profile: ${name}`, { profile: name, auth: credentials })),
    mine('of a file', { profile: 'mine' }),
    mine('of a file, by its old key', { cloud: 'mine' }),
    mine('of a file before that of the library', { profile: 'auro' }),
    mine('a setting of the cloud over it', { profile: 'mine', interface: 'admin' }),
    mine('a region of it', { profile: 'mine' }, { options: { region_name: 'Two' } }),
    mine('a region that it has not', { profile: 'mine' }, { options: { region_name: 'Three' } }),
    mine('a region that the cloud names', { profile: 'mine', region_name: 'Three' }),
    mine('domain by name', { profile: 'mine', auth: without(credentials, 'user_domain_id') }),
    one('profile: unknown', { profile: 'nobody', auth: password }),
    one('profile: unknown, without auth_url', { profile: 'nobody', auth: credentials }),
    one('profile: a region newer than the list', {
      profile: 'otc',
      auth: credentials,
      region_name: 'eu-ch9',
    }),
    one(
      'profile: a region asked newer than the list',
      { profile: 'otc', auth: credentials },
      {
        options: { region_name: 'eu-ch9' },
      },
    ),
  ];
}
