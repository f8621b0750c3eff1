import type { Schema } from '../../python/json-schema.ts';
import { objectOf, types } from '../schema-types.ts';

/** What a block device is told by, in both ways of telling it. */
function device(minor: number, isNew: boolean): Schema {
  const properties = {
    virtual_name: { type: 'string', maxLength: 255 },
    volume_id: types.uuid,
    snapshot_id: types.uuid,
    volume_size: types.size,
    device_name: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[a-zA-Z0-9._-r/]*$' },
    delete_on_termination: types.boolean,
    no_device: {},
    connection_info: types.text,
    ...(isNew
      ? {
          source_type: { type: 'string', enum: ['volume', 'image', 'snapshot', 'blank'] },
          uuid: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[a-zA-Z0-9._-]*$' },
          image_id: types.uuid,
          destination_type: { type: 'string', enum: ['local', 'volume'] },
          guest_format: { type: 'string', maxLength: 255 },
          device_type: { type: 'string', maxLength: 255 },
          disk_bus: { type: 'string', maxLength: 255 },
          boot_index: { type: ['integer', 'string', 'null'], pattern: '^-?[0-9]+$' },
          ...(minor === 32 || minor >= 42 ? { tag: types.tag } : {}),
          ...(minor >= 67 ? { volume_type: { type: ['string', 'null'], maxLength: 255 } } : {}),
        }
      : {}),
  };
  return objectOf(properties);
}

function networks(minor: number): Schema {
  const hasTag = minor === 32 || (minor >= 33 && minor <= 36) || minor >= 42;
  const one = objectOf({
    fixed_ip: { type: 'string', oneOf: [{ format: 'ipv4' }, { format: 'ipv6' }] },
    port: { oneOf: [{ type: 'string', format: 'uuid' }, { type: 'null' }] },
    uuid: minor >= 37 ? types.uuid : types.text,
    ...(hasTag ? { tag: types.tag } : {}),
  });
  const list = { type: 'array', items: one };
  return minor >= 37 ? { oneOf: [list, { type: 'string', enum: ['none', 'auto'] }] } : list;
}

/** The schema of the body of `POST /servers` in a microversion. */
export function createSchema(minor: number): Schema {
  const properties = {
    name: types.name,
    imageRef: types.imageOrEmpty,
    flavorRef: types.flavorRef,
    adminPass: types.text,
    metadata: types.metadata,
    networks: networks(minor),
    'OS-DCF:diskConfig': types.diskConfig,
    accessIPv4: types.ipv4,
    accessIPv6: types.ipv6,
    ...(minor < 57 ? { personality: { type: 'array', items: { type: 'object' } } } : {}),
    availability_zone: types.name,
    block_device_mapping: { type: 'array', items: device(minor, false) },
    block_device_mapping_v2: { type: 'array', items: device(minor, true) },
    config_drive: types.boolean,
    key_name: types.name,
    min_count: types.positive,
    max_count: types.positive,
    return_reservation_id: types.boolean,
    security_groups: { type: 'array', items: objectOf({ name: types.name }) },
    user_data: types.userData,
    ...(minor >= 19 ? { description: types.description } : {}),
    ...(minor >= 52 ? { tags: { type: 'array', items: types.tag, maxItems: 50 } } : {}),
    ...(minor >= 63 ? { trusted_image_certificates: types.certificates } : {}),
    ...(minor >= 74 ? { host: types.text, hypervisor_hostname: types.text } : {}),
    ...(minor >= 90 ? { hostname: types.hostname } : {}),
  };
  return objectOf(properties, 'name', 'flavorRef', ...(minor >= 37 ? ['networks'] : []));
}
