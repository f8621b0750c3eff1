import { abortable } from '../abort.ts';
import { OptionError, TransferError } from '../errors.ts';
import { reasonOf } from './reason.ts';

/** A writable stream of Node, as far as it is needed: `fs.WriteStream`, `process.stdout`, an HTTP response. */
export interface NodeWritable {
  write(chunk: Uint8Array, callback: (error?: Error | null) => void): boolean;
  end(callback: (error?: Error | null) => void): unknown;
  destroy(error?: Error): unknown;
  on(event: 'error' | 'close', listener: (error?: Error) => void): unknown;
  off(event: 'error' | 'close', listener: (error?: Error) => void): unknown;
}

/** Where downloaded bytes go, one chunk after the other. */
export interface Sink {
  /** Resolves when the sink is ready for more. */
  write(chunk: Uint8Array): Promise<void>;
  /** Resolves when everything has arrived. */
  close(): Promise<void>;
  /** Says that the data will not be complete. */
  abort(reason: unknown): Promise<void>;
  /** Hands the stream back to its owner, who may write more. */
  release(): void;
}

function webSink(stream: WritableStream<Uint8Array>): Sink {
  const writer = stream.getWriter();
  let closed = false;
  writer.closed.then(
    () => (closed = true),
    () => undefined,
  );
  return {
    // Writing to a closed stream trips an assertion inside of Node.
    write: (chunk) => (closed ? Promise.reject(new Error('it was closed')) : writer.write(chunk)),
    close: () => writer.close(),
    abort: (reason) => writer.abort(reason),
    release: () => writer.releaseLock(),
  };
}

function nodeSink(stream: NodeWritable): Sink {
  let failure: Error | undefined;
  let fail: ((error: Error) => void) | undefined;
  const onEnd = (error?: Error): void => {
    failure ??= error ?? new Error('it was closed');
    fail?.(failure);
  };
  stream.on('error', onEnd);
  stream.on('close', onEnd);
  const step = (start: (done: (error?: Error | null) => void) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      fail = reject;
      if (failure !== undefined) reject(failure);
      else start((error) => (error ? reject(error) : resolve()));
    });
  return {
    write: (chunk) => step((done) => stream.write(chunk, done)),
    // The last bytes may be what the stream cannot get rid of: its end can fail as well.
    close: () => step((done) => stream.end(done)),
    async abort(reason): Promise<void> {
      stream.destroy(reason instanceof Error ? reason : new Error('the download was stopped'));
    },
    release(): void {
      stream.off('close', onEnd);
      stream.off('error', onEnd);
    },
  };
}

/** A sink of a web or a Node stream. */
export function toSink(output: WritableStream<Uint8Array> | NodeWritable): Sink {
  if ('getWriter' in output && output.locked)
    throw new OptionError('output: the stream is locked to another writer');
  return 'getWriter' in output ? webSink(output) : nodeSink(output);
}

/** How a stream is written to a sink. */
export interface PumpOptions {
  /** Whether to end the sink after the last byte; otherwise its owner gets it back. */
  readonly close: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes a stream to a sink at the sink's pace. If anything fails, the sink learns that its data are not complete.
 *
 * @returns how many bytes were written.
 * @throws TransferError if it is the sink that fails.
 */
export async function pump(
  chunks: AsyncIterable<Uint8Array>,
  sink: Sink,
  { close, signal }: PumpOptions,
): Promise<number> {
  // A sink that takes nothing any more must not hold up an abort.
  const step = async (start: () => Promise<void>): Promise<void> => {
    signal?.throwIfAborted();
    try {
      await abortable(start(), signal);
    } catch (cause) {
      signal?.throwIfAborted();
      throw new TransferError(`cannot write to the output: ${reasonOf(cause)}`, { cause });
    }
  };
  let written = 0;
  try {
    for await (const chunk of chunks) {
      await step(() => sink.write(chunk));
      written += chunk.length;
    }
    if (close) await step(() => sink.close());
  } catch (error) {
    // After an abort nobody waits: a web stream learns of it only after its write under way, which may never end.
    await abortable(sink.abort(error), signal).catch(() => undefined);
    throw error;
  }
  sink.release();
  return written;
}
