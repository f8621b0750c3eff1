import type { Image } from '../../glance/image.ts';
import { isVisible } from '../../glance/policy.ts';
import type { Flavor } from '../flavors/flavor.ts';
import { fault } from '../request.ts';
import type { Request } from '../request.ts';
import type { BaseImage } from './server.ts';

/** An image the caller may boot from. @returns undefined when there is none for her */
export function bootImage({ caller, nova }: Request, id: string): Image | undefined {
  const image = nova.glance.images.get(id);
  return image === undefined || image.deleted || !isVisible({ caller }, image) ? undefined : image;
}

const gibibyte = 2 ** 30;

/**
 * Refuses an image that is not ready, or that the flavor is too small for.
 * @param toVolume whether the disk is a volume, whose size has nothing to do with the flavor
 * @throws 400 and 403 in Nova's words
 */
export function checkFit({ caller }: Request, image: Image, flavor: Flavor, toVolume: boolean): void {
  if (image.status !== 'active') throw fault(400, `Image ${image.id} is not active.`);
  if (flavor.ram < image.minRam) throw fault(400, "Flavor's memory is too small for requested image.");
  if (toVolume) return;
  if (flavor.disk === 0) {
    if (caller.isAdmin) return;
    throw fault(403, 'Only volume-backed servers are allowed for flavors with zero disk.');
  }
  const room = flavor.disk * gibibyte;
  const size = image.size ?? 0;
  if (size > room) {
    throw fault(
      400,
      `Flavor's disk is too small for requested image. Flavor disk is ${room} bytes, image is ${size} bytes.`,
    );
  }
  const least = image.minDisk * gibibyte;
  if (least > room) {
    throw fault(
      400,
      `Flavor's disk is smaller than the minimum size specified in image metadata. Flavor disk is ${room} bytes, minimum size is ${least} bytes.`,
    );
  }
}

/** Properties that describe other things of the image than what runs in it. */
const tooLarge = new Set(['mappings', 'block_device_mapping', 'img_mappings', 'img_block_device_mapping']);

/** What a server keeps of its image, with who started it. */
export function baseImageOf({ caller }: Request, image: Image, flavor: Flavor, id: string): BaseImage {
  const own = [...image.properties].filter(([name]) => !tooLarge.has(name));
  return {
    id,
    source: image.id,
    properties: new Map([
      ...own,
      ['base_image_ref', id],
      ['owner_user_name', caller.userName],
      ['owner_project_name', caller.projectName],
      ['boot_roles', [...caller.roles].join(',')],
    ]),
    diskFormat: image.diskFormat,
    containerFormat: image.containerFormat,
    minDisk: image.diskFormat === 'vhd' ? flavor.disk : Math.max(image.minDisk, flavor.disk),
    minRam: image.minRam,
  };
}

const notInherited = new Set([
  'cache_in_nova',
  'bittorrent',
  'cinder_encryption_key_id',
  'cinder_encryption_key_deletion_policy',
  'img_signature',
  'img_signature_hash_method',
  'img_signature_key_type',
  'img_signature_certificate_uuid',
]);

/** The properties a snapshot has from the image its server was made from. */
export function inherited({ properties }: BaseImage): Map<string, string> {
  return new Map(
    [...properties].filter(([name]) => !notInherited.has(name) && !name.startsWith('os_glance')),
  );
}
