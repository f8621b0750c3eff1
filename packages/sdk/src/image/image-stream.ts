import type { DigestValue } from '../transfer/integrity.ts';
import type { Image } from './types.ts';

/** Chunks of which the first has arrived, and how to stop the others. */
export interface StartedChunks {
  readonly first: IteratorResult<Uint8Array, void>;
  readonly rest: AsyncGenerator<Uint8Array, void, undefined>;
  /** Ends them; it is aborted with the caller's signal as well. */
  readonly stop: AbortController;
  /** To be called once they have ended. */
  readonly release: () => void;
}

/**
 * The data of an image as a web stream of exactly sized chunks; also an async iterable.
 *
 * It resumes by itself after a cut, and is verified: after the last byte it either ends, or fails with an
 * IntegrityError. Leaving it early, by `break` or `cancel()`, closes the connection.
 */
export class ImageStream extends ReadableStream<Uint8Array> {
  readonly image: Image;
  /** In bytes; `null` if the service does not say. */
  readonly size: number | null;
  /** The MD5 digest that Glance names, to compare with one's own. */
  readonly checksum: string | null;
  /** The digest that the stream is compared with at its end; `undefined` if there is none to compare with. */
  readonly digest: DigestValue | undefined;

  constructor(image: Image, digest: DigestValue | undefined, { first, rest, stop, release }: StartedChunks) {
    const { signal } = stop;
    let ahead: IteratorResult<Uint8Array, void> | undefined = first;
    const failed = (error: unknown): never => {
      release();
      throw error;
    };
    super({
      start(controller): void {
        // An abort frees connection and thread at once, even if nobody reads any more.
        const onAbort = (): void => {
          controller.error(signal.reason);
          release();
          rest.return().catch(() => undefined);
        };
        signal.addEventListener('abort', onAbort, { once: true });
        if (signal.aborted) onAbort();
      },
      async pull(controller): Promise<void> {
        const next = ahead ?? (await rest.next().catch(failed));
        ahead = undefined;
        if (signal.aborted) return;
        if (next.done !== true) controller.enqueue(next.value);
        else {
          release();
          controller.close();
        }
      },
      async cancel(reason): Promise<void> {
        // A read that is under way would otherwise be waited for.
        stop.abort(reason);
        await rest.return().catch(() => undefined);
      },
    });
    this.image = image;
    this.size = image.size;
    this.checksum = image.checksum;
    this.digest = digest;
  }
}
