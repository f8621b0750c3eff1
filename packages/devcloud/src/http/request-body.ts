import type { IncomingMessage } from 'node:http';

import type { ActiveFaults } from '../faults/active.ts';
import { playOnBytes } from '../faults/play-on-bytes.ts';

/** The body of a request. Nothing is read, and no `100 Continue` sent, before somebody asks for it. */
export interface RequestBody {
  /** Content-Length; undefined when there is none (no body at all, or a chunked one). */
  readonly length: number | undefined;
  readonly chunked: boolean;
  /** The bytes, with the faults of the exchange in them. Throws when the client goes away early. */
  open(): AsyncIterable<Uint8Array>;
  /** The whole body as UTF-8. For metadata only: it is held in memory. */
  text(): Promise<string>;
}

/**
 * @param sendContinue sends `100 Continue` if the client waits for one
 */
export function requestBody(
  request: IncomingMessage,
  faults: ActiveFaults,
  sendContinue: () => void,
): RequestBody {
  const declared = request.headers['content-length'];
  const open = (): AsyncIterable<Uint8Array> => {
    sendContinue();
    // Who stops reading in the middle still wants to answer: leaving the loop must not destroy the connection.
    const source = request.iterator({ destroyOnReturn: false });
    return playOnBytes(source, faults, 'request');
  };
  return {
    length: declared === undefined ? undefined : Number(declared),
    chunked: /chunked/i.test(request.headers['transfer-encoding'] ?? ''),
    open,
    text: async () => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of open()) chunks.push(chunk);
      return Buffer.concat(chunks).toString('utf8');
    },
  };
}
