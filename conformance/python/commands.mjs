import { compute } from './compute-commands.mjs';
import { glanceDefinitions } from './glance-definitions.mjs';
import { glanceImages, imports } from './glance-images.mjs';
import { definitions } from './openstack-definitions.mjs';
import { cached, images } from './openstack-images.mjs';
import { imageOptions } from './openstack-options.mjs';

/** All commands, in groups that know nothing of each other, each in the order in which they are given. */
export const groups = [
  images,
  imageOptions,
  cached,
  definitions,
  glanceImages,
  imports,
  glanceDefinitions,
  compute,
];

/** The namespace that `md-namespace-import` reads. */
export const namespaceForm = (run) => ({
  namespace: `${run}-whole`,
  display_name: 'Whole',
  visibility: 'public',
  resource_type_associations: [{ name: 'OS::Glance::Image', prefix: 'my_' }],
  properties: { colour: { title: 'Colour', type: 'string', enum: ['red', 'blue'] } },
  objects: [{ name: 'thing', properties: { size: { title: 'Size', type: 'integer', minimum: 1 } } }],
  tags: [{ name: 'one' }, { name: 'two' }],
});
