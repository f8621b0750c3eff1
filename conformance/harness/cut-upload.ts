import { connect } from 'node:net';

/** An upload that breaks off in the middle. */
export interface CutUpload {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** How the body is framed: a Content-Length that is never reached, or chunks without the last one. */
  readonly framing: 'content-length' | 'chunked';
  /** The bytes that are sent before the connection is dropped. */
  readonly data: Uint8Array;
}

/**
 * Sends the head of a PUT and part of its body over a bare socket, then drops the connection.
 * Resolves when the socket is closed.
 */
export async function cutUpload(upload: CutUpload): Promise<void> {
  const url = new URL(upload.url);
  const head = [
    `PUT ${url.pathname} HTTP/1.1`,
    `Host: ${url.host}`,
    'Content-Type: application/octet-stream',
    ...Object.entries(upload.headers).map(([name, value]) => `${name}: ${value}`),
    upload.framing === 'chunked' ? 'Transfer-Encoding: chunked' : `Content-Length: ${upload.data.length * 2}`,
  ];
  await new Promise<void>((resolve, reject) => {
    const socket = connect(Number(url.port), url.hostname, () => {
      socket.write(`${head.join('\r\n')}\r\n\r\n`);
      if (upload.framing === 'chunked') socket.write(`${upload.data.length.toString(16)}\r\n`);
      // A FIN, not a reset: a reset could overtake the bytes on their way and the server would see less than was sent.
      socket.end(upload.data);
    });
    socket.resume();
    socket.on('close', () => resolve());
    socket.on('error', reject);
    socket.setTimeout(60_000, () => socket.destroy(new Error('the server did not close a cut upload')));
  });
}
