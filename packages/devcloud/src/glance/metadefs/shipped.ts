import type { JsonObject } from '../../python/json.ts';

/** The namespaces of a cloud that is given none: enough to try each kind of definition on. */
export const shippedDefinitions: readonly JsonObject[] = [
  {
    namespace: 'Devcloud::Guest',
    display_name: 'Guest operating system',
    description: 'What runs inside an image.',
    visibility: 'public',
    protected: true,
    resource_type_associations: [
      { name: 'OS::Glance::Image' },
      { name: 'OS::Cinder::Volume', properties_target: 'image' },
    ],
    properties: {
      os_distro: { title: 'Distribution', description: 'Common name, in lower case.', type: 'string' },
      os_version: { title: 'Version', description: 'As its maker writes it.', type: 'string' },
      os_type: { title: 'Family', type: 'string', enum: ['linux', 'windows'] },
      os_require_quiesce: { title: 'Quiesce for snapshots', type: 'boolean', default: false },
    },
    tags: [{ name: 'linux' }, { name: 'windows' }],
  },
  {
    namespace: 'Devcloud::Hardware',
    display_name: 'Virtual hardware',
    description: 'What a server made from an image is to have.',
    visibility: 'public',
    protected: true,
    resource_type_associations: [
      { name: 'OS::Glance::Image', prefix: 'hw_' },
      { name: 'OS::Nova::Flavor', prefix: 'hw:' },
    ],
    properties: {
      disk_bus: { title: 'Disk bus', type: 'string', enum: ['ide', 'sata', 'scsi', 'virtio'] },
      cpu_sockets: { title: 'Sockets', type: 'integer', minimum: 1, default: 1 },
    },
    objects: [
      {
        name: 'Watchdog',
        description: 'What happens when a guest hangs.',
        required: ['watchdog_action'],
        properties: {
          watchdog_action: {
            title: 'Action',
            type: 'string',
            enum: ['disabled', 'reset', 'poweroff', 'pause', 'none'],
            default: 'disabled',
          },
        },
      },
    ],
  },
];
