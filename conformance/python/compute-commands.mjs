// What `openstack` is asked about servers, in order. Besides what a command of ./commands.mjs may have, here it may have
//   microversion   of the Compute API; 2.1 by default
//   idle           the name of a server to wait for beforehand, until nothing is done with it any more
// All of it is left out on a cloud without a compute service. What becomes of the image of a server depends on the
// hypervisor, and those of the clouds under test send no data: such images are only looked for.

const openstack = (args, more = {}) => ({ client: 'openstack', args, service: 'compute', ...more });
const json = ['-f', 'json'];
const raw = ['--disk-format', 'raw', '--container-format', 'bare'];
const onServer = { idle: 'server' };
const admin = { as: 'admin' };
const alt = { as: 'alt' };
const racing = { racing: true };

/** Flavors, key pairs, servers, and the images that are made of them. */
export const compute = [
  openstack(['image', 'create', '{run}-disk', ...raw, '--file', '{file}', ...json], { keep: 'disk' }),
  openstack(['image', 'create', '{run}-empty', ...raw, ...json], { keep: 'empty' }),
  openstack(['flavor', 'show', 'm1.nano', ...json]),
  openstack(['flavor', 'show', '{run}-none']),
  openstack(['flavor', 'create', '{run}', '--ram', '64', '--disk', '1', '--vcpus', '1', ...json]),
  openstack(['flavor', 'create', '{run}', '--id', '{run}', '--ram', '64', '--disk', '1', ...json], admin),
  openstack(['flavor', 'list', '--long', ...json], { rows: true }),
  openstack(['flavor', 'delete', '{run}'], admin),
  openstack(['keypair', 'create', '{run}', '--public-key', '{key}', ...json]),
  openstack(['keypair', 'create', '{run}', '--public-key', '{key}']),
  openstack(['keypair', 'list', ...json], { rows: true }),
  openstack(['keypair', 'show', '{run}', '-f', 'json', '-c', 'name', '-c', 'fingerprint']),
  openstack(
    [
      'server',
      'create',
      '{run}-a',
      '--image',
      '{disk}',
      '--flavor',
      'm1.nano',
      '--nic',
      'none',
      '--key-name',
      '{run}',
      '--property',
      'colour=red',
      '--wait',
      ...json,
    ],
    { microversion: '2.37', keep: 'server' },
  ),
  openstack(
    ['server', 'create', '{run}-b', '--image', '{empty}', '--flavor', 'm1.nano', '--nic', 'none', ...json],
    { microversion: '2.37' },
  ),
  openstack(
    ['server', 'create', '{run}-b', '--image', '{disk}', '--flavor', 'm1.nano', '--nic', 'none', ...json],
    { microversion: '2.36' },
  ),
  openstack(['server', 'list', '--name', '{run}', ...json]),
  openstack(['server', 'list', '--name', '{run}', '--long', ...json], { microversion: '2.47' }),
  openstack(['server', 'list', '--all-projects', '--name', '{run}', ...json], admin),
  openstack(['server', 'list', '--all-projects'], alt),
  openstack(['server', 'show', '{run}-a', ...json]),
  openstack(['server', 'show', '{server}', ...json], { microversion: '2.93' }),
  openstack(['server', 'show', '{server}'], alt),
  openstack(['server', 'set', '--name', '{run}-c', '--property', 'size=small', '{server}']),
  openstack(['server', 'show', '{run}-c', '-f', 'json', '-c', 'name', '-c', 'properties']),
  openstack(['server', 'image', 'create', '--name', '{run}-snapshot', '{server}'], {
    ...onServer,
    ...racing,
  }),
  openstack(['image', 'show', '{run}-snapshot', '-f', 'json', '-c', 'name', '-c', 'visibility'], onServer),
  openstack(['server', 'backup', 'create', '--name', '{run}-one', '--type', '{run}', '{server}'], racing),
  openstack(
    ['server', 'backup', 'create', '--name', '{run}-two', '--type', '{run}', '--rotate', '1', '{server}'],
    { ...onServer, ...racing },
  ),
  openstack(['image', 'list', '--property', 'backup_type={run}', '-f', 'json', '-c', 'Name'], onServer),
  openstack(['server', 'rebuild', '--image', '{disk}', '--wait', '{server}', ...json]),
  openstack(['server', 'rebuild', '--image', '{empty}', '{server}', ...json]),
  openstack(['server', 'stop', '{server}']),
  openstack(['server', 'stop', '{server}'], onServer),
  openstack(['server', 'start', '{server}']),
  openstack(['server', 'reboot', '--hard', '--wait', '{server}'], onServer),
  openstack(['server', 'lock', '{server}']),
  openstack(['server', 'delete', '{server}']),
  openstack(['server', 'unlock', '{server}']),
  openstack(['server', 'set', '--state', 'error', '{server}'], admin),
  openstack(['server', 'image', 'create', '--name', '{run}-never', '{server}']),
  openstack(['server', 'set', '--state', 'active', '{server}'], admin),
  openstack(['server', 'delete', '--wait', '{server}']),
  openstack(['server', 'show', '{server}']),
  openstack(['keypair', 'delete', '{run}']),
  openstack(['keypair', 'show', '{run}']),
  openstack(['availability', 'zone', 'list', '--compute', ...json]),
  openstack(['image', 'delete', '{disk}', '{empty}', '{run}-snapshot', '{run}-two']),
];
