import { glanceTime } from '../clock.ts';
import { jsonAnswer } from '../http/answer.ts';
import type { Answer, Header } from '../http/answer.ts';
import type { Json, JsonObject } from '../python/json.ts';
import type { Image } from './image.ts';
import type { Request } from './request.ts';

/** An image as the API shows it: its own properties first, then the standard ones in Glance's order. */
export function imageJson({ caller }: Request, image: Image): JsonObject {
  // Nobody but an admin is told where the data of a deactivated image lie.
  const locations = image.status === 'deactivated' && !caller.isAdmin ? [] : image.locations;
  const shown: Record<string, Json> = {
    ...Object.fromEntries(image.properties),
    name: image.name,
    disk_format: image.diskFormat,
    container_format: image.containerFormat,
    visibility: image.visibility,
    size: image.size,
    virtual_size: image.virtualSize,
    status: image.status,
    checksum: image.checksum,
    protected: image.protected,
    min_ram: image.minRam,
    min_disk: image.minDisk,
    owner: image.owner,
    os_hidden: image.hidden,
    os_hash_algo: image.hashAlgorithm,
    os_hash_value: image.hashValue,
    id: image.id,
    created_at: glanceTime(image.createdAt),
    updated_at: glanceTime(image.updatedAt),
    locations: locations.map(({ url, store }) => ({ url, metadata: { store } })),
    tags: [...image.tags],
    self: `/v2/images/${image.id}`,
    file: `/v2/images/${image.id}/file`,
    schema: '/v2/schemas/image',
  };
  if (locations.length > 0) shown['stores'] = locations.map(({ store }) => store).join(',');
  return shown;
}

/** The answer with one image. */
export function imageAnswer(
  request: Request,
  image: Image,
  status = 200,
  headers: readonly Header[] = [],
): Answer {
  return jsonAnswer(status, imageJson(request, image), headers);
}

/** Glance's answer without a body: it still names a type for one. */
export const doneAnswer: Answer = {
  status: 204,
  headers: [['Content-Type', 'text/html; charset=UTF-8']],
  body: '',
};
