import { request } from 'node:http';

/** How a download ended. */
export interface Download {
  readonly status: number;
  readonly bytes: Buffer;
  /** The error that cut it, by its code; undefined when it came to its end. */
  readonly cut: string | undefined;
}

/** Downloads and keeps whatever came, however it ended. */
export function download(url: string, headers: Readonly<Record<string, string>>): Promise<Download> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { headers, agent: false });
    outgoing.on('error', reject);
    outgoing.once('response', (incoming) => {
      // From here on the response tells how it ended; the request only repeats it.
      outgoing.off('error', reject).on('error', () => undefined);
      const chunks: Buffer[] = [];
      const finish = (cut?: string): void =>
        resolve({ status: incoming.statusCode ?? 0, bytes: Buffer.concat(chunks), cut });
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('end', () => finish());
      incoming.once('error', (error: NodeJS.ErrnoException) => finish(error.code ?? error.message));
    });
    outgoing.end();
  });
}
