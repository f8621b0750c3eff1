import type { Image } from '@ostk/sdk';
import type { Column, RecordData, Value } from '../output/data.ts';
import { humanList, humanMapping } from '../output/python-text.ts';

const suffixes = ['', 'K', 'M', 'G', 'T', 'P', 'E', 'Z'];

/** A size as `openstack … --human-readable` shows it: powers of 1000, `1.5G`. */
export function formatSize(bytes: number): string {
  let value = bytes;
  let index = 0;
  while (value >= 1000 && index < suffixes.length - 1) {
    value /= 1000;
    index += 1;
  }
  return `${Number(value.toFixed(1))}${suffixes[index] ?? ''}`;
}

/** What `openstack` shows among the properties, though it is none of them. */
function propertiesOf(image: Image): Readonly<Record<string, Value>> {
  return {
    os_hidden: image.osHidden,
    ...(image.osHashAlgo !== null && { os_hash_algo: image.osHashAlgo }),
    ...(image.osHashValue !== null && { os_hash_value: image.osHashValue }),
    ...image.properties,
    ...(image.stores.length > 0 && { stores: image.stores.join(',') }),
  };
}

/** An image as `openstack image show` shows it; what it does not have is left out. */
export function imageRecord(image: Image, humanReadable = false): RecordData {
  const size = humanReadable ? formatSize(image.size ?? 0) : image.size;
  const fields: readonly (Column & { readonly value: Value })[] = [
    { name: 'checksum', value: image.checksum },
    { name: 'container_format', value: image.containerFormat },
    { name: 'created_at', value: image.createdAt },
    { name: 'disk_format', value: image.diskFormat },
    { name: 'file', value: `/v2/images/${image.id}/file` },
    { name: 'id', value: image.id },
    { name: 'min_disk', value: image.minDisk },
    { name: 'min_ram', value: image.minRam },
    { name: 'name', value: image.name },
    { name: 'owner', value: image.owner },
    { name: 'properties', value: propertiesOf(image), human: humanMapping },
    { name: 'protected', value: image.protected },
    { name: 'schema', value: '/v2/schemas/image' },
    { name: 'size', value: size },
    { name: 'status', value: image.status },
    { name: 'tags', value: image.tags, human: humanList },
    { name: 'updated_at', value: image.updatedAt },
    { name: 'virtual_size', value: image.virtualSize },
    { name: 'visibility', value: image.visibility },
  ];
  return { fields: fields.filter(({ value }) => value !== null) };
}
