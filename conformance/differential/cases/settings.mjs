import { one, password, url, without, yaml } from './make.mjs';

export function spellings() {
  const rest = without(password, 'project_name');
  return [
    one('spelling: tenant_id', { auth: { ...rest, tenant_id: 't' } }),
    one('spelling: tenant_name and project_name', { auth: { ...password, tenant_name: 'old' } }),
    one('spelling: user_name', { auth: { ...without(password, 'username'), user_name: 'n' } }),
    one('spelling: auth_plugin', { auth_plugin: 'v3token', auth: { auth_url: url, token: 't' } }),
    one('spelling: auth_plugin and auth_type', {
      auth_plugin: 'v3token',
      auth_type: 'v3password',
      auth: password,
    }),
    one('spelling: endpoint_type', { auth: password, endpoint_type: 'internal' }),
    one('spelling: endpoint_type and interface', {
      auth: password,
      endpoint_type: 'internal',
      interface: 'admin',
    }),
    one('spelling: image_endpoint_type', { auth: password, image_endpoint_type: 'internal' }),
    one('spelling: hyphens beside auth', {
      auth: rest,
      'project-name': 'h',
      'image-endpoint-override': 'https://i',
    }),
    one('spelling: hyphens in auth', { auth: { ...rest, 'project-name': 'h' } }),
    one('spelling: region-name', { auth: password, 'region-name': 'One' }),
    one('spelling: auth_token', { auth_type: 'token', auth: { auth_url: url }, auth_token: 't' }),
  ];
}

export function certificates() {
  const flags = { none: {}, true: true, false: false };
  const matrix = Object.keys(flags).flatMap((verify) =>
    Object.keys(flags).flatMap((insecure) =>
      [undefined, '/ca.pem'].map((cacert) =>
        one(`tls: verify ${verify}, insecure ${insecure}, cacert ${cacert ?? 'none'}`, {
          auth: password,
          ...(verify !== 'none' && { verify: flags[verify] }),
          ...(insecure !== 'none' && { insecure: flags[insecure] }),
          ...(cacert !== undefined && { cacert }),
        }),
      ),
    ),
  );
  return [
    ...matrix,
    one('tls: cert and key', { auth: password, cert: '/c.pem', key: '/k.pem' }),
    one('tls: cert alone', { auth: password, cert: '/c.pem' }),
    one('tls: key alone', { auth: password, key: '/k.pem' }),
    one('tls: home in paths', { auth: password, cacert: '~/ca.pem', cert: '~/c.pem', key: '~/k.pem' }),
    one('tls: verify names a file', { auth: password, verify: '/ca.pem' }),
    one('tls: verify "false" as text', { auth: password, verify: 'false' }),
    one('tls: insecure "true" as text', { auth: password, insecure: 'true' }),
    one('tls: insecure "yes" as text', { auth: password, insecure: 'yes' }),
    yaml('tls: verify no', `auth: ${JSON.stringify(password)}\nverify: no`),
    yaml('tls: verify off', `auth: ${JSON.stringify(password)}\nverify: off`),
    yaml('tls: insecure yes', `auth: ${JSON.stringify(password)}\ninsecure: yes`),
    yaml('tls: insecure True', `auth: ${JSON.stringify(password)}\ninsecure: True`),
    one('tls: option over file', { auth: password, verify: false }, { options: { verify: true } }),
  ];
}

const service = (name, cloud, rest) => one(`service: ${name}`, { auth: password, ...cloud }, rest);

export function services() {
  return [
    service('interface', { interface: 'internal' }),
    service('interface with URL', { interface: 'internalURL' }),
    service('interfaces', { interface: ['internal', 'public'] }),
    service('interface of image', { interface: 'internal', image_interface: 'admin' }),
    service('interfaces of image', { image_interface: ['admin', 'public'] }),
    service('interface as option', { interface: 'internal' }, { options: { interface: 'admin' } }),
    service(
      'interface as option, image has one',
      { image_interface: 'internal' },
      { options: { interface: 'admin' } },
    ),
    service('region of image', { region_name: 'One', image_region_name: 'Two' }),
    service('overrides', { image_endpoint_override: 'https://i', compute_endpoint_override: 'https://c' }),
    service('endpoint', { image_endpoint: 'https://i' }),
    service('endpoint and override', { image_endpoint: 'https://e', image_endpoint_override: 'https://o' }),
    service('type and name', { image_service_type: 'images', image_service_name: 'glance' }),
    service('retries', { connect_retries: 3, image_connect_retries: 1, image_status_code_retries: 2 }),
    service('retries of all', { status_code_retries: 4 }),
    service('retries as text', { compute_connect_retries: '7' }),
    service('api version 2', { compute_api_version: '2' }),
    service('api version 2.1', { compute_api_version: '2.1' }),
    service('api version 2.87 as number', { compute_api_version: 2.87 }),
    service('default microversion', { compute_default_microversion: '2.79' }),
    service('default microversion and version', {
      compute_api_version: '2.79',
      compute_default_microversion: '2.80',
    }),
    service('default microversion and the same version', {
      compute_api_version: '2.79',
      compute_default_microversion: '2.79',
    }),
    service('image api version 2', { image_api_version: '2' }),
    service('image api version 2.9', { image_api_version: '2.9' }),
    service('identity api version 3', { identity_api_version: 3 }),
    service('timeout', { api_timeout: 30 }),
    service('timeout with a fraction', { api_timeout: 2.5 }),
    service('timeout of a service', { image_timeout: 30 }),
    service('other services', {
      volume_api_version: 3,
      block_storage_endpoint_override: 'https://b',
      has_network: false,
    }),
  ];
}
