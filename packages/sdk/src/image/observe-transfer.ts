import { TransferError } from '../errors.ts';
import { eventsOf, type Events, type ObservedTransfer } from '../http/events.ts';
import type { Session } from '../http/session.ts';
import type { OnProgress } from '../transfer/progress.ts';

/** A transfer that is about to begin. */
export interface Transfer {
  readonly direction: ObservedTransfer['direction'];
  readonly imageId: string;
  readonly onProgress: OnProgress | undefined;
}

interface Observer {
  readonly onProgress: OnProgress;
  end(): void;
  fail(error: unknown): void;
}

function observe(events: Events, session: Session, transfer: Transfer): Observer {
  const { direction, imageId, onProgress } = transfer;
  const observed: ObservedTransfer = { direction, imageId, cloud: session.config.name };
  const started = performance.now();
  const told = { transfer: observed };
  const duration = (): number => performance.now() - started;
  events.tell({ type: 'transfer:start', ...told });
  return {
    onProgress(progress): void {
      events.tell({ type: 'transfer:progress', ...told, ...progress });
      onProgress?.(progress);
    },
    end: () => events.tell({ type: 'transfer:end', ...told, duration: duration() }),
    fail: (error) => events.tell({ type: 'transfer:error', ...told, error, duration: duration() }),
  };
}

function observerOf(session: Session, transfer: Transfer): Observer | undefined {
  const events = eventsOf(session);
  return events?.isWanted('transfer') === true ? observe(events, session, transfer) : undefined;
}

/** Runs a transfer; tells its course to those who listen, and to `onProgress` as before. */
export async function observeTransfer<T>(
  session: Session,
  transfer: Transfer,
  work: (onProgress: OnProgress | undefined) => Promise<T>,
): Promise<T> {
  const observer = observerOf(session, transfer);
  if (observer === undefined) return work(transfer.onProgress);
  try {
    const result = await work(observer.onProgress);
    observer.end();
    return result;
  } catch (error) {
    observer.fail(error);
    throw error;
  }
}

async function* observed(
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
  imageId: string,
  observer: Observer,
): AsyncGenerator<Uint8Array, void, undefined> {
  let outcome: { readonly error: unknown } | undefined = {
    error: new TransferError(`image ${imageId}: its reader left before the end`),
  };
  try {
    yield* chunks;
    outcome = undefined;
  } catch (error) {
    outcome = { error };
    throw error;
  } finally {
    if (outcome === undefined) observer.end();
    else observer.fail(outcome.error);
  }
}

/** The same for a transfer whose bytes somebody else reads. */
export function observeChunks(
  session: Session,
  transfer: Transfer,
  open: (onProgress: OnProgress | undefined) => AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const observer = observerOf(session, transfer);
  if (observer === undefined) return open(transfer.onProgress);
  return observed(open(observer.onProgress), transfer.imageId, observer);
}
