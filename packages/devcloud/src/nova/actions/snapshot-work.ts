import { removeImage } from '../../glance/delete.ts';
import type { Written } from '../../glance/blob-store.ts';
import { stores } from '../../glance/glance.ts';
import type { Glance } from '../../glance/glance.ts';
import type { Image } from '../../glance/image.ts';
import { keepData } from '../../glance/keep-data.ts';
import type { Nova } from '../nova.ts';
import { breakServer } from '../servers/server.ts';
import type { ServerTask } from '../../faults/fault.ts';
import type { Server } from '../servers/server.ts';
import { startWork } from '../servers/work.ts';
import type { ServerFaults, Work } from '../servers/work.ts';
import { emptyDisk } from './disk-image.ts';

/** Where snapshots go. */
const store = stores[0] ?? '';

/**
 * Takes the snapshot that has been recorded and sends its data to the image service, as a hypervisor does.
 * @param tasks what the server goes through before it sends: the first of them it is in already
 * @param afterwards what is still to be done when the image is there
 */
export function startSnapshot(
  nova: Nova,
  server: Server,
  image: Image,
  faults: ServerFaults,
  tasks: readonly ServerTask[],
  afterwards: () => Promise<void> = () => Promise.resolve(),
): void {
  const steps = async (work: Work): Promise<void> => {
    await work.pause();
    for (const task of [...tasks.slice(1), 'image_pending_upload', 'image_uploading'] as const) {
      await work.enter(task);
      if (task !== 'image_uploading') await work.pause();
    }
    if (faults.snapshot !== undefined) {
      await giveUp(nova, image, faults.snapshot.image ?? 'deleted');
      await work.enter(null);
      return;
    }
    beginUpload(nova, server, image);
    await work.pause(true);
    if (await breaks(nova, server, image, faults, work)) return;
    await work.enter('image_uploading');
    // Somebody may have deleted the image meanwhile: that is no fault of the server.
    if (!image.deleted) await upload(nova, server, image);
    await work.enter(null);
    await afterwards();
  };
  startWork(nova, server, faults, steps, async () => {
    if (image.status !== 'active' && !image.deleted) await removeImage(nova.glance, image);
  });
}

/** The server breaks, and Nova takes the image away that it had begun. */
async function breaks(
  nova: Nova,
  server: Server,
  image: Image,
  { fail }: ServerFaults,
  work: Work,
): Promise<boolean> {
  if (fail === undefined) return false;
  await work.enter('image_uploading');
  if (!image.deleted) await removeImage(nova.glance, image);
  breakServer(nova, server, fail.message ?? 'Failed to snapshot image');
  return true;
}

async function giveUp(nova: Nova, image: Image, end: 'deleted' | 'queued' | 'killed'): Promise<void> {
  if (image.deleted || end === 'queued') return;
  if (end === 'deleted') await removeImage(nova.glance, image);
  else {
    image.status = 'killed';
    image.updatedAt = nova.glance.now();
  }
}

/** What the hypervisor tells of the data before it sends them. */
function beginUpload({ glance }: Nova, server: Server, image: Image): void {
  if (image.deleted) return;
  image.diskFormat = 'qcow2';
  image.containerFormat = 'bare';
  image.properties.set('image_location', 'snapshot');
  image.properties.set('image_state', 'available');
  image.properties.set('owner_id', server.projectId);
  image.status = 'saving';
  image.updatedAt = glance.now();
}

async function upload({ glance }: Nova, { flavor }: Server, image: Image): Promise<void> {
  const written = await glance.blobs.write(store, image.id, inOnePiece(emptyDisk(flavor.disk)));
  if (image.deleted) await glance.blobs.remove(store, image.id);
  else await activate(glance, image, written);
}

/** Makes an image active that has no data at all. */
export async function activateEmpty({ glance }: Nova, image: Image): Promise<void> {
  image.diskFormat = 'qcow2';
  image.containerFormat = 'bare';
  await activate(glance, image, await glance.blobs.write(store, image.id, inOnePiece(new Uint8Array())));
}

async function activate(glance: Glance, image: Image, written: Written): Promise<void> {
  await keepData(glance, image, store, written);
  image.status = 'active';
  image.updatedAt = glance.now();
}

async function* inOnePiece(data: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(data);
}
