import { admin, json, openstack, rows } from './command.mjs';

const space = ['image', 'metadef', 'namespace'];
const object = ['image', 'metadef', 'object'];
const property = ['image', 'metadef', 'property'];
const association = ['image', 'metadef', 'resource', 'type', 'association'];
const aText = '{"description": "A text"}';

/** Metadata definitions. */
export const definitions = [
  openstack(
    [
      ...space,
      'create',
      '{run}',
      '--display-name',
      'A name',
      '--description',
      'What for',
      '--public',
      ...json,
    ],
    admin,
  ),
  openstack([...space, 'create', '{run}', ...json], admin),
  openstack([...space, 'create', '{run}-no', ...json]),
  openstack([...space, 'show', '{run}', ...json]),
  openstack([...space, 'list', ...json], rows),
  openstack([...space, 'set', '{run}', '--display-name', 'Another', '--public', '--protected'], admin),
  openstack([...object, 'create', '--namespace', '{run}', 'thing', ...json], admin),
  openstack([...object, 'list', '{run}', ...json]),
  openstack([...object, 'show', '{run}', 'thing', ...json]),
  openstack([...object, 'property', 'show', '{run}', 'thing', 'none', ...json]),
  openstack([...object, 'update', '{run}', 'thing', '--name', 'other'], admin),
  openstack([...object, 'show', '{run}', 'thing', ...json]),
  openstack(
    [
      ...property,
      'create',
      '{run}',
      '--name',
      'colour',
      '--title',
      'Colour',
      '--type',
      'string',
      '--schema',
      aText,
      ...json,
    ],
    admin,
  ),
  openstack(
    [
      ...property,
      'create',
      '{run}',
      '--name',
      'wrong',
      '--title',
      'Wrong',
      '--type',
      'text',
      '--schema',
      aText,
    ],
    admin,
  ),
  openstack([...property, 'set', '{run}', 'colour', '--title', 'Paint'], admin),
  openstack([...property, 'show', '{run}', 'colour', ...json]),
  openstack([...property, 'list', '{run}', ...json]),
  openstack(['image', 'metadef', 'resource', 'type', 'list', ...json], { rows: 'OS::Glance::Image' }),
  openstack([...association, 'create', '{run}', 'OS::Glance::Image', ...json], admin),
  openstack([...association, 'list', '{run}', ...json]),
  openstack([...property, 'delete', '{run}', 'colour'], admin),
  openstack([...space, 'delete', '{run}'], admin),
  openstack([...space, 'set', '{run}', '--unprotected', '--public'], admin),
  openstack([...property, 'delete', '{run}', 'colour'], admin),
  openstack([...object, 'delete', '{run}', 'other'], admin),
  openstack([...association, 'delete', '{run}', 'OS::Glance::Image'], admin),
  openstack([...space, 'delete', '{run}'], admin),
  openstack([...space, 'show', '{run}', ...json]),
];
