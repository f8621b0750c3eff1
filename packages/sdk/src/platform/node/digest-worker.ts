import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

/** What the thread is started with: bytes come through shared memory, or from a file that is being written. */
export type DigestJob =
  | { readonly algorithm: string; readonly ring: SharedArrayBuffer; readonly slotSize: number }
  | { readonly algorithm: string; readonly path: string };

/** A filled slot, how far the file is written, or the request for the result. */
export type DigestMessage =
  | { readonly slot: number; readonly length: number }
  | { readonly frontier: number }
  | { readonly finish: true };

/** A slot that is free again, the result, or why there is none. */
export type DigestAnswer =
  | { readonly free: number }
  | { readonly digest: string }
  | { readonly failure: string };

const readSize = 1024 * 1024;

function isJob(value: unknown): value is DigestJob {
  return typeof value === 'object' && value !== null && 'algorithm' in value;
}

function run(job: DigestJob, answer: (message: DigestAnswer) => void): (message: DigestMessage) => void {
  const hash = createHash(job.algorithm);
  const file = 'path' in job ? openSync(job.path, 'r') : undefined;
  const buffer = new Uint8Array(file === undefined ? 0 : readSize);
  let position = 0;
  return (message) => {
    if ('slot' in message && 'ring' in job) {
      hash.update(new Uint8Array(job.ring, message.slot * job.slotSize, message.length));
      answer({ free: message.slot });
    } else if ('frontier' in message && file !== undefined) {
      while (position < message.frontier) {
        const read = readSync(
          file,
          buffer,
          0,
          Math.min(buffer.length, message.frontier - position),
          position,
        );
        if (read === 0) throw new Error(`the file ends at byte ${position}, before ${message.frontier}`);
        hash.update(buffer.subarray(0, read));
        position += read;
      }
    } else if ('finish' in message) {
      if (file !== undefined) closeSync(file);
      answer({ digest: hash.digest('hex') });
    }
  };
}

const port = parentPort;
const job: unknown = workerData;
if (port !== null && isJob(job)) {
  const handle = run(job, (message) => port.postMessage(message));
  port.on('message', (message: DigestMessage) => {
    try {
      handle(message);
    } catch (error) {
      port.postMessage({ failure: error instanceof Error ? error.message : String(error) });
    }
  });
}
