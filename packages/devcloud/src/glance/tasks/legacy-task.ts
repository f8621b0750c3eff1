import { isObject } from '../../python/json.ts';
import type { JsonObject } from '../../python/json.ts';
import { newUuid } from '../../ids.ts';
import { stores } from '../glance.ts';
import type { Glance } from '../glance.ts';
import { fetchSource } from '../imports/fetch.ts';
import { keepData } from '../keep-data.ts';
import { imageFrom } from '../new-image.ts';
import { complaintAboutSource } from './legacy-source.ts';
import { beginTask, fail, internalError, succeed } from './task.ts';
import type { Task } from './task.ts';

/** Does the work of a task that was made by `POST /v2/tasks`. */
export function startLegacyTask(glance: Glance, task: Task): void {
  glance.jobs.start(async (end) => {
    beginTask(task, glance.now());
    const complaint = complaintAboutInput(task);
    if (complaint !== undefined) {
      fail(task, complaint, glance.now());
      return;
    }
    try {
      const imageId = await importImage(glance, task.input, end);
      succeed(task, { image_id: imageId }, glance.now());
    } catch {
      fail(task, internalError, glance.now());
    }
  });
}

function complaintAboutInput({ type, input }: Task): string | undefined {
  if (type === 'import') {
    const missing = ['import_from', 'import_from_format', 'image_properties'].find(
      (name) => !(name in input),
    );
    if (missing !== undefined) return `Input does not contain '${missing}' field`;
    return complaintAboutSource(input['import_from']);
  }
  if (Object.keys(input).length === 0) return `Input to ${type} task is empty.`;
  if (type === 'api_image_import' && !('image_id' in input)) return "Missing required 'image_id' field";
  // Only Glance itself makes tasks of these kinds that can be done.
  return internalError;
}

/** Fetches data and makes an image of them. It belongs to nobody. */
async function importImage(glance: Glance, input: JsonObject, end: AbortSignal): Promise<string> {
  const properties = isObject(input['image_properties']) ? input['image_properties'] : {};
  const from = input['import_from'];
  const uri = typeof from === 'string' ? from : '';
  const formats =
    Object.keys(properties).length > 0 ? {} : { disk_format: 'qcow2', container_format: 'bare' };
  const source = await fetchSource(uri, glance.webDownload, end);
  const image = imageFrom({ ...formats, ...properties }, newUuid(), null, glance.now());
  const store = stores[0] ?? '';
  const written = await glance.blobs.write(store, image.id, source.open());
  if ((await keepData(glance, image, store, written)) !== 'kept') {
    await glance.blobs.remove(store, image.id);
    throw new Error('The data are not what they should be');
  }
  glance.images.set(image.id, { ...image, status: 'active', updatedAt: glance.now() });
  return image.id;
}
