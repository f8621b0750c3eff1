/** A writable stream of Node, as far as it is needed: `fs.WriteStream`, `process.stdout`, an HTTP response. */
export interface NodeWritable {
  write(chunk: Uint8Array, callback: (error?: Error | null) => void): boolean;
  end(callback: () => void): unknown;
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
}

function webSink(stream: WritableStream<Uint8Array>): Sink {
  const writer = stream.getWriter();
  return {
    write: (chunk) => writer.write(chunk),
    close: () => writer.close(),
    abort: (reason) => writer.abort(reason),
  };
}

function nodeSink(stream: NodeWritable): Sink {
  let failure: Error | undefined;
  let fail: ((error: Error) => void) | undefined;
  const onEnd = (error?: Error): void => {
    failure ??= error ?? new Error('the output was closed');
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
    async close(): Promise<void> {
      await step((done) => stream.end(() => done()));
      stream.off('close', onEnd);
      stream.off('error', onEnd);
    },
    async abort(reason): Promise<void> {
      stream.destroy(reason instanceof Error ? reason : new Error('the download was stopped'));
    },
  };
}

/** A sink of a web or a Node stream. */
export function toSink(output: WritableStream<Uint8Array> | NodeWritable): Sink {
  return 'getWriter' in output ? webSink(output) : nodeSink(output);
}

/**
 * Writes a stream to a sink at the sink's pace. If anything fails, the sink learns that its data are not complete.
 *
 * @returns how many bytes were written.
 */
export async function pump(chunks: AsyncIterable<Uint8Array>, sink: Sink, close: boolean): Promise<number> {
  let written = 0;
  try {
    for await (const chunk of chunks) {
      await sink.write(chunk);
      written += chunk.length;
    }
    if (close) await sink.close();
    return written;
  } catch (error) {
    await sink.abort(error).catch(() => undefined);
    throw error;
  }
}
