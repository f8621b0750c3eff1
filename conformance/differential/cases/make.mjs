// What cases are made of. `files` is by path below a folder of each case's own, `{root}` in a variable is that folder;
// `options` are arguments of openstacksdk's get_one(), which ours get as options.

export const url = 'https://keystone.example:5000/v3';

export const password = {
  auth_url: url,
  username: 'demo',
  password: 'secret',
  user_domain_name: 'Default',
  project_name: 'web',
  project_domain_name: 'Default',
};

export const user = { auth_url: url, username: 'demo', password: 'secret' };

export const inDomain = { ...user, user_domain_name: 'Default', project_domain_name: 'Default' };

/** A case whose clouds.yaml holds one cloud. */
export function one(name, cloud, rest = {}) {
  return { name, files: { 'cwd/clouds.yaml': JSON.stringify({ clouds: { here: cloud } }) }, ...rest };
}

/** A case of one cloud, given as YAML below its name. */
export function yaml(name, lines, rest = {}) {
  const entry = lines.replaceAll(/^(?=.)/gm, '    ');
  return { name, files: { 'cwd/clouds.yaml': `clouds:\n  here:\n${entry}\n` }, ...rest };
}

export function without(object, ...keys) {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}
