import type { Written } from '../blob-store.ts';
import { stagingStore } from '../glance.ts';
import type { Glance } from '../glance.ts';
import type { Image } from '../image.ts';
import { dropData, keepData } from '../keep-data.ts';
import { overLimit } from '../quotas.ts';
import type { Resource } from '../quotas.ts';
import { beginTask, fail, internalError, succeed, tellProgress } from '../tasks/task.ts';
import type { Task } from '../tasks/task.ts';
import { fetchSource } from './fetch.ts';
import { ImportFailed, playOnImport } from './import-faults.ts';
import type { ImportFaults } from './import-faults.ts';
import { addStores, lockKey, removeStores } from './store-lists.ts';

/** One import that has been accepted. */
export interface ImportJob {
  readonly image: Image;
  readonly task: Task;
  readonly method: string;
  /** Where web-download fetches from. */
  readonly uri: string | undefined;
  readonly stores: readonly string[];
  /** Whether one store that fails makes all of it fail. */
  readonly mustSucceed: boolean;
  readonly faults: ImportFaults;
}

interface Run {
  readonly glance: Glance;
  readonly job: ImportJob;
  readonly end: AbortSignal;
  /** What takes back each step that has been made, the last one first. */
  readonly undo: (() => Promise<void> | void)[];
}

const mebibyte = 2 ** 20;

/**
 * Does an import in the steps Glance does it in, and takes them back in the same way when one fails, with what that
 * leaves behind: after a failed `glance-direct` the image stays in `importing`.
 * @param end aborted when the cloud closes
 */
export async function runImport(glance: Glance, job: ImportJob, end: AbortSignal): Promise<void> {
  const { image, task } = job;
  const run: Run = { glance, job, end, undo: [] };
  beginTask(task, glance.now());
  begin(run);
  const over = overLimits(run);
  if (over !== undefined) {
    removeStores(image, 'os_glance_importing_to_stores', job.stores);
    if (image.status === 'importing') change(run, () => (image.status = 'queued'));
    image.properties.delete(lockKey);
    fail(task, over, glance.now());
    return;
  }
  try {
    await bringToStaging(run);
    await fillStores(run);
    await glance.blobs.remove(stagingStore, image.id);
    verify(run);
    succeed(task, { image_id: image.id }, glance.now());
    change(run, () => image.properties.delete(lockKey));
  } catch (error) {
    if (!end.aborted) await giveUp(run, error);
  }
}

function begin({ glance, job: { image, method, stores } }: Run): void {
  if (method !== 'copy-image') image.status = 'importing';
  addStores(image, 'os_glance_importing_to_stores', stores);
  removeStores(image, 'os_glance_failed_import', stores);
  image.updatedAt = glance.now();
}

function overLimits({ glance, job: { image, method, task } }: Run): string | undefined {
  const size = Math.floor((image.size ?? 0) / mebibyte);
  const over = (name: Resource, delta: number): string | undefined =>
    overLimit(glance, task.owner ?? undefined, name, delta);
  if (method === 'glance-direct') return over('image_size_total', size);
  return over('image_stage_total', size) ?? over('image_count_uploading', 0);
}

/** Changes the image, unless somebody has deleted it or taken the lock. */
function change({ glance, job: { image } }: Pick<Run, 'glance' | 'job'>, make: () => void): void {
  make();
  image.updatedAt = glance.now();
}

function refuseLost({ job: { image, task } }: Run): void {
  if (image.deleted) throw new Error('Image has been deleted, aborting import.');
  if (image.properties.get(lockKey) !== task.id) throw new Error('The lock is lost');
}

async function bringToStaging(run: Run): Promise<void> {
  const { glance, job, end, undo } = run;
  const { image, stores, uri } = job;
  if (uri !== undefined) {
    undo.push(async () => {
      image.status = 'queued';
      removeStores(image, 'os_glance_importing_to_stores', stores);
      addStores(image, 'os_glance_failed_import', stores);
      await glance.blobs.remove(stagingStore, image.id);
    });
    const source = await fetchSource(uri, glance.webDownload, end);
    const { size } = await glance.blobs.write(stagingStore, image.id, source.open());
    // A source that does not tell its length is one too many for Glance.
    if (size !== source.size) throw new ImportFailed('');
  } else if (job.method === 'copy-image') {
    const [first] = image.locations;
    if (first === undefined) throw new Error('An active image without data');
    const whole = { start: 0, length: image.size ?? 0 };
    await glance.blobs.write(stagingStore, image.id, glance.blobs.read(first.store, image.id, whole));
  }
  refuseLost(run);
}

async function fillStores(run: Run): Promise<void> {
  const { job, undo } = run;
  for (const [index, store] of job.stores.entries()) {
    const isLast = index === job.stores.length - 1;
    const activates = job.method !== 'copy-image' && (!job.mustSucceed || isLast);
    let failed = true;
    undo.push(async () => {
      await dropData(run.glance, job.image, store);
      removeStores(job.image, 'os_glance_importing_to_stores', [store]);
      if (failed) addStores(job.image, 'os_glance_failed_import', [store]);
    });
    await fillStore(run, store, activates);
    failed = false;
  }
}

async function fillStore(run: Run, store: string, activates: boolean): Promise<void> {
  const { glance, job } = run;
  const { image } = job;
  const data = { ...image, locations: [...image.locations] };
  let kept = false;
  try {
    const written = await copyInto(run, store);
    kept = (await keepData(glance, data, store, written)) === 'kept';
    if (!kept) throw new ImportFailed('');
  } catch (error) {
    if (job.mustSucceed || run.end.aborted) {
      await glance.blobs.remove(store, image.id);
      throw error;
    }
    addStores(image, 'os_glance_failed_import', [store]);
  }
  if (image.deleted) await glance.blobs.remove(store, image.id);
  refuseLost(run);
  const { locations, checksum, hashAlgorithm, hashValue, size, virtualSize } = data;
  change(run, () => {
    Object.assign(image, { locations, checksum, hashAlgorithm, hashValue, size, virtualSize });
    removeStores(image, 'os_glance_importing_to_stores', [store]);
    if (kept && activates) image.status = 'active';
  });
}

/** Copies the staged data into a store, and tells the task how far it has got. */
async function copyInto(run: Run, store: string): Promise<Written> {
  const { glance, job, end } = run;
  const { image, task, faults } = job;
  const staged = glance.blobs.readWhole(stagingStore, image.id);
  const played = playOnImport(staged, faults, store, store === job.stores[0], end);
  const tell = (total: number): void =>
    tellProgress(task, `Copied ${Math.floor(total / mebibyte)} MiB`, glance.now());
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    let total = 0;
    for await (const chunk of played) {
      end.throwIfAborted();
      total += chunk.length;
      // Glance tells once a minute; an import that is slow on purpose tells more often.
      if (faults.slow !== undefined || glance.now() - task.updatedAt > 60 * 1e6) tell(total);
      yield chunk;
    }
    if (total > 0) tell(total);
  };
  return await glance.blobs.write(store, image.id, counted());
}

function verify({ job: { image, method }, undo }: Run): void {
  undo.push(() => {
    if (method !== 'copy-image') image.status = 'queued';
  });
  if (image.status !== 'active') throw new ImportFailed('');
}

async function giveUp(run: Run, error: unknown): Promise<void> {
  const { glance, job, undo } = run;
  const { image, task, stores } = job;
  const isOurs = !image.deleted && image.properties.get(lockKey) === task.id;
  if (image.deleted) await glance.blobs.remove(stagingStore, image.id);
  if (isOurs) {
    for (const takeBack of undo.toReversed()) await takeBack();
    // An import into no store at all is one that Glance cannot take back to its end.
    if (stores.length > 0) image.properties.delete(lockKey);
    image.updatedAt = glance.now();
  }
  const message = error instanceof ImportFailed && error.message !== '' ? error.message : internalError;
  fail(task, message, glance.now());
}
