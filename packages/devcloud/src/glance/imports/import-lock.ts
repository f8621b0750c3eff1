import type { Image } from '../image.ts';
import { explain } from '../request.ts';
import type { Request } from '../request.ts';
import { fail } from '../tasks/task.ts';
import type { Task } from '../tasks/task.ts';
import { lockKey, removeStores } from './store-lists.ts';

const hour = 3600 * 1e6;

/**
 * Takes the lock of an earlier import away that has been silent for an hour, and what it has left on the image.
 * @throws 409 when the lock still holds
 */
export function breakStaleLock(request: Request, image: Image): void {
  const { tasks, now } = request.glance;
  const id = image.properties.get(lockKey);
  if (id === undefined) return;
  const task = tasks.get(id);
  const patience = task?.status === 'pending' ? 2 * hour : hour;
  if (task !== undefined && now() - task.updatedAt < patience) {
    throw explain(request, 409, 'Image has active task');
  }
  image.properties.delete(lockKey);
  if (task === undefined) return;
  fail(task, 'Expired lock preempted', now());
  const stores = storesOf(task);
  removeStores(image, 'os_glance_importing_to_stores', stores);
  removeStores(image, 'os_glance_failed_import', stores);
}

function storesOf({ input }: Task): readonly string[] {
  const stores = input['backend'];
  return Array.isArray(stores) ? stores.filter((store) => typeof store === 'string') : [];
}
