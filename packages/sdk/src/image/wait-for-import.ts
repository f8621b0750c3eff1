import { ImportError, isNotFound, StateError } from '../errors.ts';
import type { Session } from '../http/session.ts';
import { asArray, asString } from '../json.ts';
import { checkNumber, checkOptions, type KeysOf } from '../options.ts';
import { waitFor, waitOptionKeys, type WaitOptions } from '../resource/wait.ts';
import { getImage, imageId } from './images.ts';
import { findImageTasks, type ImageTask, isOver } from './tasks.ts';
import type { Image, ImageRef } from './types.ts';

/** How far an import is, as far as Glance tells. */
export interface ImportProgress {
  /** The image's status. */
  readonly status: string;
  /** The status of the import's task; `undefined` if Glance does not tell. */
  readonly task: string | undefined;
  /** The task's own words; often none. */
  readonly message: string;
  /** Bytes that are in the store that is being filled, in whole MiB; `undefined` if Glance does not tell. */
  readonly copied: number | undefined;
  /** The stores that are still to be filled. */
  readonly pendingStores: readonly string[];
  readonly failedStores: readonly string[];
}

/** How patiently an import is waited for. */
export interface WaitForImportOptions extends WaitOptions {
  /** Milliseconds in all before it is given up, even if it goes on; 6 hours by default. */
  readonly timeout?: number | undefined;
  /**
   * Milliseconds without any change after which an import counts as stuck; 30 minutes by default, since Glance tells
   * nothing of how much it has fetched. `Infinity` waits as long as `timeout` lets it.
   */
  readonly stuckAfter?: number | undefined;
  /** Called with each change. */
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
}

/** The names of {@link WaitForImportOptions}. */
export const waitForImportKeys: KeysOf<WaitForImportOptions> = {
  ...waitOptionKeys,
  stuckAfter: true,
  onProgress: true,
};

const defaults = { timeout: 21_600_000, stuckAfter: 1_800_000 };

const lockProperty = 'os_glance_import_task';
/** Looks after which a lock, or a status, without a running task is taken for left behind. */
const enoughLooksAfterEnd = 6;
const running: ReadonlySet<string> = new Set(['importing', 'saving']);
const gone: ReadonlySet<string> = new Set(['deleted', 'pending_delete']);
const deletion = 'the image was deleted';

/** What is known of an import at one moment. */
interface Sight {
  readonly image: Image;
  readonly task: ImageTask | undefined;
}

function storesIn(image: Image, property: string): readonly string[] {
  return (image.properties[property] ?? '').split(',').filter((store) => store !== '');
}

function toProgress({ image, task }: Sight): ImportProgress {
  const message = task?.message ?? '';
  const copied = /^Copied (\d+) MiB$/.exec(message)?.[1];
  return {
    status: image.status,
    task: task?.status,
    message,
    copied: copied === undefined ? undefined : Number(copied) * 1024 * 1024,
    pendingStores: storesIn(image, 'os_glance_importing_to_stores'),
    failedStores: storesIn(image, 'os_glance_failed_import'),
  };
}

/** An import's task, among those that the image had before. */
function chooseTask(
  tasks: readonly ImageTask[],
  id: string | undefined,
  before: ReadonlySet<string>,
): ImageTask | undefined {
  if (id !== undefined) return tasks.find((task) => task.id === id);
  const later = tasks.filter((task) => !before.has(task.id));
  return later.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0];
}

/** The stores of a failure that are this import's: Glance keeps those of earlier ones in the same list. */
function failedStores({ image, task }: Sight): readonly string[] {
  const failed = storesIn(image, 'os_glance_failed_import');
  const targets = asArray(task?.input?.['backend']).flatMap((store) => asString(store) ?? []);
  return targets.length === 0 ? failed : failed.filter((store) => targets.includes(store));
}

function reasonOf(task: ImageTask | undefined): string {
  const message = task?.message?.trim() ?? '';
  const told = message === '' ? 'Glance gives no reason' : message;
  const where = task === undefined ? '' : ` (task ${task.id})`;
  // The true reason is in Glance's log only.
  const vague = message === '' || message.endsWith('Internal Error');
  return `${told}${where}${vague ? '; whether the source can be reached and the format is right is worth a look' : ''}`;
}

/** One import of one image, while it is waited for. */
class ImportWatch {
  readonly #session: Session;
  readonly #id: string;
  readonly #options: WaitForImportOptions;
  readonly #before: ReadonlySet<string>;
  #taskId: string | undefined;
  #seen: Sight | undefined;
  #fingerprint = '';
  #lastChange = performance.now();
  /** How often the lock or the status was still there though the task was over. */
  #looksAfterEnd = 0;

  constructor(session: Session, id: string, options: WaitForImportOptions, before: ReadonlySet<string>) {
    this.#session = session;
    this.#id = id;
    this.#options = options;
    this.#before = before;
  }

  readonly look = async (): Promise<Image | undefined> => {
    const sight = await this.#see();
    this.#notice(sight);
    return this.#isRunning(sight) ? this.#checkStuck(sight) : this.#conclude(sight);
  };

  readonly describe = (): string => {
    const progress = this.#seen === undefined ? undefined : toProgress(this.#seen);
    const message = progress?.message ?? '';
    const detail = message === '' ? '' : `: ${message}`;
    return `the import into image ${this.#id} still goes on (${progress?.status ?? 'unknown'}${detail})`;
  };

  async #see(): Promise<Sight> {
    const { signal } = this.#options;
    let image: Image;
    try {
      image = await getImage(this.#session, this.#id, { signal });
    } catch (error) {
      if (!isNotFound(error) || this.#seen === undefined) throw error;
      throw this.#failure(deletion, this.#seen, error);
    }
    const lock = image.properties[lockProperty];
    if (lock !== undefined && lock !== '') this.#taskId ??= lock;
    const tasks = (await findImageTasks(this.#session, this.#id, { signal })) ?? [];
    return { image, task: chooseTask(tasks, this.#taskId, this.#before) };
  }

  /**
   * The lock is what Glance takes off last, unless it dies over that: one that outlives its task does not count for
   * long. Where there is no lock, status and task have to do; nor does a status that outlives its task count for long:
   * staged data that are refused leave their image in `importing` for ever.
   */
  #isRunning({ image, task }: Sight): boolean {
    const isEnded = task !== undefined && isOver(task);
    const lock = image.properties[lockProperty] ?? '';
    if (lock === '' && !running.has(image.status)) return task !== undefined && !isEnded;
    if (lock !== '' && lock !== this.#taskId) return false;
    if (isEnded) this.#looksAfterEnd += 1;
    return this.#looksAfterEnd < enoughLooksAfterEnd;
  }

  #notice(sight: Sight): void {
    this.#seen = sight;
    const progress = toProgress(sight);
    const fingerprint = JSON.stringify([progress, sight.image.size, sight.task?.updatedAt]);
    if (fingerprint === this.#fingerprint) return;
    this.#fingerprint = fingerprint;
    this.#lastChange = performance.now();
    this.#options.onProgress?.(progress);
  }

  #checkStuck(sight: Sight): undefined {
    const { stuckAfter = defaults.stuckAfter } = this.#options;
    if (performance.now() - this.#lastChange < stuckAfter) return;
    const { status, message } = toProgress(sight);
    const detail = message === '' ? '' : `, "${message}"`;
    throw new ImportError(
      `the import into image ${this.#id} is stuck: nothing has changed for ${stuckAfter / 1000} s (${status}${detail})`,
      { outcome: 'stuck', failedStores: failedStores(sight), taskId: sight.task?.id },
    );
  }

  #conclude(sight: Sight): Image {
    const { image, task } = sight;
    if (gone.has(image.status)) throw this.#failure(deletion, sight);
    const hasData = image.status === 'active' || image.status === 'deactivated';
    if (task === undefined && !hasData && this.#taskId === undefined) {
      throw new StateError(`image ${this.#id} is ${image.status}, and no import of it is known`, {
        expected: 'importing',
        actual: image.status,
      });
    }
    if (!hasData || task?.status === 'failure') throw this.#failure(reasonOf(task), sight);
    // Without a task nothing was imported just now: every store had the data, and what failed did so earlier.
    const failed = task === undefined && this.#taskId === undefined ? [] : failedStores(sight);
    if (failed.length === 0) return image;
    throw new ImportError(
      `image ${this.#id} is ${image.status}, but the import did not get its data into ${failed.join(', ')}`,
      { outcome: 'partial', failedStores: failed, taskId: task?.id },
    );
  }

  #failure(reason: string, sight: Sight, cause?: unknown): ImportError {
    return new ImportError(
      `the import into image ${this.#id} failed: ${reason}`,
      { outcome: 'failed', failedStores: failedStores(sight), taskId: sight.task?.id ?? this.#taskId },
      cause === undefined ? undefined : { cause },
    );
  }
}

/** Waits for the import that began when the image had no other tasks than those. */
export async function followImport(
  session: Session,
  id: string,
  options: WaitForImportOptions,
  before: ReadonlySet<string>,
): Promise<Image> {
  const watch = new ImportWatch(session, id, options, before);
  const { timeout = defaults.timeout, interval, signal } = options;
  return waitFor(watch.look, watch.describe, { timeout, interval, signal });
}

/** Refuses what cannot be a time. */
export function checkPatience(where: string, { stuckAfter }: WaitForImportOptions): void {
  if (stuckAfter !== Number.POSITIVE_INFINITY) checkNumber(`${where}: stuckAfter`, stuckAfter, 0);
}

/** Waits for the end of an image's import, the latest one if it had several. */
export async function waitForImport(
  session: Session,
  image: ImageRef,
  options: WaitForImportOptions,
): Promise<Image> {
  checkOptions('waitForImport', options, waitForImportKeys);
  checkPatience('waitForImport', options);
  return followImport(session, imageId(image), options, new Set());
}
