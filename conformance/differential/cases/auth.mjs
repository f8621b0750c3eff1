import { inDomain, one, password, url, user, without } from './make.mjs';

/** Each setting of auth in the section, beside it, and in both places. */
export function places() {
  const keys = {
    auth_url: ['https://in.example', 'https://beside.example'],
    username: ['in', 'beside'],
    password: ['in', 'beside'],
    user_domain_name: ['in', 'beside'],
    user_domain_id: ['in', 'beside'],
    project_name: ['in', 'beside'],
    project_id: ['in', 'beside'],
    project_domain_name: ['in', 'beside'],
    project_domain_id: ['in', 'beside'],
    tenant_name: ['in', 'beside'],
    system_scope: ['all', 'all'],
    trust_id: ['in', 'beside'],
  };
  return Object.entries(keys).flatMap(([key, [inside, beside]]) => {
    const opposite = key.endsWith('_id') ? key.replace('_id', '_name') : key.replace('_name', '_id');
    const scopes = ['project_name', 'project_domain_name', 'project_id'];
    const isScope = ['system_scope', 'trust_id'].includes(key);
    const drop = isScope ? scopes : key === 'tenant_name' ? ['project_name'] : [opposite];
    const rest = without(password, key, ...drop);
    return [
      one(`place: ${key} in auth`, { auth: { ...rest, [key]: inside } }),
      one(`place: ${key} beside auth`, { auth: rest, [key]: beside }),
      one(`place: ${key} in both`, { auth: { ...rest, [key]: inside }, [key]: beside }),
    ];
  });
}

export function domains() {
  const scoped = { ...user, project_name: 'web' };
  return [
    one('domain: domain_id with a project', { auth: scoped, domain_id: 'd' }),
    one('domain: domain_name in auth with a project', { auth: { ...scoped, domain_name: 'd' } }),
    one('domain: domain_name with a project and a user domain', {
      auth: { ...scoped, user_domain_name: 'u', domain_name: 'd' },
    }),
    one('domain: domain_name with a project and a user domain by id', {
      auth: { ...scoped, user_domain_id: 'u', domain_name: 'd' },
    }),
    one('domain: domain_id without a project', { auth: { ...user, user_domain_id: 'u', domain_id: 'd' } }),
    one('domain: domain_name without a project, beside', {
      auth: { ...user, user_domain_id: 'u' },
      domain_name: 'd',
    }),
    one('domain: default_domain_id', { auth: { ...scoped, default_domain_id: 'd' } }),
    one('domain: default_domain_name', { auth: { ...scoped, default_domain_name: 'd' } }),
    one('domain: default_domain', { auth: { ...scoped, default_domain: 'd' } }),
    one('domain: default_domain_id and a user domain', {
      auth: { ...scoped, user_domain_name: 'u', default_domain_id: 'd' },
    }),
    one('domain: none', { auth: scoped }),
    one('domain: project by id needs none', { auth: { ...user, user_domain_id: 'u', project_id: 'p' } }),
  ];
}

export function methods() {
  const auth = { auth_url: url };
  const credential = { ...auth, application_credential_id: 'i', application_credential_secret: 's' };
  const byName = { ...without(credential, 'application_credential_id'), application_credential_name: 'n' };
  return [
    one('method: password by default', { auth: password }),
    one('method: v3password', { auth_type: 'v3password', auth: password }),
    one('method: v3token', { auth_type: 'v3token', auth: { ...auth, token: 't', project_id: 'p' } }),
    one('method: token', { auth_type: 'token', auth: { ...auth, token: 't', project_id: 'p' } }),
    one('method: a token without auth_type', { auth: { ...auth, token: 't', project_id: 'p' } }),
    one('method: application credential', { auth_type: 'v3applicationcredential', auth: credential }),
    one('method: application credential without auth_type', { auth: credential }),
    one('method: application credential by name', {
      auth_type: 'v3applicationcredential',
      auth: { ...byName, username: 'u', user_domain_name: 'D' },
    }),
    one('method: application credential by name and user id', {
      auth_type: 'v3applicationcredential',
      auth: { ...byName, user_id: 'u' },
    }),
    one('method: application credential without its secret', {
      auth_type: 'v3applicationcredential',
      auth: { ...auth, application_credential_id: 'i' },
    }),
    one('method: trust', { auth: { ...user, user_domain_id: 'd', trust_id: 't' } }),
    one('method: system scope', { auth: { ...user, user_domain_id: 'd', system_scope: 'all' } }),
    one('method: user by id', { auth: { auth_url: url, user_id: 'u', password: 'p', project_id: 'x' } }),
    one('method: v3password without a user domain', { auth_type: 'v3password', auth: user }),
    one('method: v3totp', { auth_type: 'v3totp', auth: { ...auth, user_id: 'u', passcode: '012345' } }),
    one('method: v3totp, passcode beside', {
      auth_type: 'v3totp',
      passcode: '012345',
      auth: { ...auth, user_id: 'u' },
    }),
    one('method: none', { auth_type: 'none', auth: { endpoint: 'https://glance.example' } }),
    one('method: admin_token', {
      auth_type: 'admin_token',
      auth: { endpoint: 'https://g.example', token: 't' },
    }),
    one('method: token_endpoint', {
      auth_type: 'token_endpoint',
      auth: { endpoint: 'https://g.example', token: 't' },
    }),
    one('method: http_basic', {
      auth_type: 'http_basic',
      auth: { endpoint: 'https://g.example', username: 'u', password: 'p' },
    }),
    one('method: unknown', { auth_type: 'v3magic', auth: password }),
    one('method: without auth_url', { auth: without(password, 'auth_url') }),
    one('method: without a password', { auth: without(password, 'password') }),
    one('method: without a user', { auth: without(password, 'username', 'user_domain_name') }),
  ];
}

const over = (name, options, cloud = { auth: password }) => one(`option: ${name}`, cloud, { options });

export function overrides() {
  return [
    over('password', { auth: { password: 'other' } }),
    over('project name', { auth: { project_name: 'other' } }),
    over('project id over a name', { auth: { project_id: 'other' } }),
    over('user id over a name', { auth: { user_id: 'other' } }),
    over('system scope over a project', { auth: { system_scope: 'all' } }),
    over(
      'project over one beside auth',
      { auth: { project_name: 'o' } },
      { auth: inDomain, project_name: 'beside' },
    ),
    over('auth_url', { cloud: 'here', auth: { auth_url: 'https://o' } }),
    over('auth_url, the cloud not named', { auth: { auth_url: 'https://o' } }),
    over('cacert', { cacert: '/o.pem' }),
    over(
      'endpoint override',
      { image_endpoint_override: 'https://o' },
      { auth: password, image_endpoint_override: 'https://f' },
    ),
    over('auth type', { auth_type: 'v3token', auth: { token: 't' } }),
    over('region', { region_name: 'R' }),
  ];
}
