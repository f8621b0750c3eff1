import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

import type { Session } from './session.ts';
import { readAnswer } from './wire.ts';
import type { WireAnswer } from './wire.ts';

/** An upload of which the first half is on its way. */
export interface PartialUpload {
  /** Sends the other half and reads the answer. */
  finish(): Promise<WireAnswer>;
  /** Drops the connection. Resolves when it is closed on our side. */
  cut(): Promise<void>;
}

/** How the body is framed: its length told beforehand, or in chunks. */
export type Framing = 'content-length' | 'chunked';

/** Starts to PUT image data and stops in the middle, with the connection open. */
export async function startUpload(
  session: Session,
  id: string,
  data: Uint8Array,
  framing: Framing,
): Promise<PartialUpload> {
  const url = `${session.imageUrl}/v2/images/${id}/file`;
  const connect = url.startsWith('https:') ? httpsRequest : httpRequest;
  const outgoing = connect(url, {
    method: 'PUT',
    agent: false,
    headers: {
      'X-Auth-Token': session.token,
      Accept: 'application/json',
      'Content-Type': 'application/octet-stream',
      ...(framing === 'chunked' ? { 'Transfer-Encoding': 'chunked' } : { 'Content-Length': data.length }),
    },
  });
  const answer = once(outgoing, 'response');
  // Dropping the connection is an error to both, and then nobody waits for them.
  answer.catch(() => undefined);
  outgoing.on('error', () => undefined);
  const half = Math.floor(data.length / 2);
  await new Promise<void>((resolve, reject) => {
    outgoing.once('error', reject);
    outgoing.write(data.subarray(0, half), (error) => (error ? reject(error) : resolve()));
  });
  return {
    async finish(): Promise<WireAnswer> {
      outgoing.end(data.subarray(half));
      const [incoming] = await answer;
      return await readAnswer(incoming);
    },
    async cut(): Promise<void> {
      await new Promise<void>((resolve) => {
        outgoing.once('close', resolve);
        outgoing.destroy();
      });
    },
  };
}
