import { isNotFound, StateError } from '../errors.ts';
import type { Session } from '../http/session.ts';
import { getImage, imageId } from '../image/images.ts';
import type { Image, ImageRef } from '../image/types.ts';
import { checkOptions } from '../options.ts';
import { waitFor, waitOptionKeys, type WaitOptions } from '../resource/wait.ts';
import { serverId } from './call.ts';
import { getServer } from './servers.ts';
import type { Server, ServerRef } from './types.ts';
import { faultOf, isGone } from './wait.ts';

/** Looks without a task and without data after which none are expected any more. */
const enoughIdleLooks = 2;
/** Looks that Nova gets to end its task when the image is there. */
const enoughLooksAfterEnd = 10;

const lost: Readonly<Record<string, string>> = {
  deleted: 'the image was deleted',
  pending_delete: 'the image was deleted',
  killed: 'the image was killed: its upload has failed',
  deactivated: 'the image was deactivated',
};

/** What is known of a snapshot at one moment; `undefined` is what is gone. */
interface Sight {
  readonly server: Server | undefined;
  readonly image: Image | undefined;
}

async function orGone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function isImaging(server: Server): boolean {
  return server.taskState?.startsWith('image_') ?? false;
}

/** Why there will be no data, as the server shows it. */
function serverFailure(server: Server | undefined): string | undefined {
  if (server === undefined || isGone(server)) return 'the server was deleted';
  return server.status === 'ERROR' ? `the server failed: ${faultOf(server)}` : undefined;
}

/** One snapshot of one server, while it is waited for. */
class SnapshotWatch {
  readonly #session: Session;
  readonly #server: string;
  readonly #image: string;
  readonly #signal: AbortSignal | undefined;
  #seen: Sight = { server: undefined, image: undefined };
  #idleLooks = 0;
  #looksAfterEnd = 0;

  constructor(session: Session, server: string, image: string, signal: AbortSignal | undefined) {
    this.#session = session;
    this.#server = server;
    this.#image = image;
    this.#signal = signal;
  }

  readonly look = async (): Promise<Image | undefined> => {
    const options = { signal: this.#signal };
    // The server first: when its task is over, what the image shows afterwards is final.
    const server = await orGone(getServer(this.#session, this.#server, options));
    const image = await orGone(getImage(this.#session, this.#image, options));
    this.#seen = { server, image };
    if (image?.status === 'active') return this.#whenTaskIsOver(image, server);
    const status = image?.status ?? 'deleted';
    const loss = lost[status];
    if (loss !== undefined) return this.#lose(loss, status, server);
    if (image === undefined) return undefined;
    const failure = serverFailure(server);
    if (failure !== undefined) throw this.#failure(failure, image.status);
    if (server !== undefined) this.#noticeIdle(server, image);
    return undefined;
  };

  readonly describe = (): string => {
    const { server, image } = this.#seen;
    const task = server?.taskState ?? 'no task';
    return `image ${this.#image} of server ${this.#server} is ${image?.status ?? 'unknown'}, not active (the server has ${task})`;
  };

  /** While the task is there, Nova refuses the next one: a caller who goes on at once would run into it. */
  #whenTaskIsOver(image: Image, server: Server | undefined): Image | undefined {
    this.#looksAfterEnd += 1;
    const isOver = server === undefined || !isImaging(server) || server.status === 'ERROR';
    return isOver || this.#looksAfterEnd > enoughLooksAfterEnd ? image : undefined;
  }

  #noticeIdle(server: Server, image: Image): void {
    const isIdle = image.status === 'queued' && !isImaging(server);
    this.#idleLooks = isIdle ? this.#idleLooks + 1 : 0;
    if (this.#idleLooks < enoughIdleLooks) return;
    throw this.#failure(
      `the server is done with it (its task is ${server.taskState ?? 'none'}), but there are no data`,
      image.status,
    );
  }

  /** A server that is still at it gets one more look: Nova takes the image away first, and then tells what is wrong. */
  #lose(loss: string, status: string, server: Server | undefined): undefined {
    const failure = serverFailure(server);
    this.#looksAfterEnd += 1;
    if (failure === undefined && server !== undefined && isImaging(server) && this.#looksAfterEnd === 1)
      return undefined;
    throw this.#failure(failure === undefined ? loss : `${loss}, and ${failure}`, status);
  }

  #failure(why: string, actual: string): StateError {
    return new StateError(`image ${this.#image} of server ${this.#server} will not become active: ${why}`, {
      expected: 'active',
      actual,
    });
  }
}

/**
 * Waits until the image that a server is made into is active. Server and image are followed together.
 *
 * @throws StateError if that cannot be expected any more, TimeoutError when the time is up.
 */
export async function waitForServerImage(
  session: Session,
  server: ServerRef,
  image: ImageRef,
  options: WaitOptions,
): Promise<Image> {
  checkOptions('waitForServerImage', options, waitOptionKeys);
  const watch = new SnapshotWatch(session, serverId(server), imageId(image), options.signal);
  return waitFor(watch.look, watch.describe, options);
}
