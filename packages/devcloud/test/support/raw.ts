import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

import type { DevCloud } from '@ostk/devcloud';

import type { Client } from './client.ts';

/** Opens an upload by hand: what is written goes out as it is. */
export async function openUpload(
  cloud: DevCloud,
  client: Client,
  id: string,
  headers: Readonly<Record<string, string>>,
): Promise<Socket> {
  const { hostname, port, pathname } = new URL(cloud.url('image'));
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, 'connect');
  const lines = {
    Host: `${hostname}:${port}`,
    'X-Auth-Token': client.token,
    'Content-Type': 'application/octet-stream',
    Accept: 'application/json',
    ...headers,
  };
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`PUT ${pathname}/v2/images/${id}/file HTTP/1.1\r\n${head.join('')}\r\n`);
  return socket;
}

/** Asks until the answer is the one awaited; no server tells when it has seen that a connection is cut. */
export async function eventually<Value>(
  ask: () => Promise<Value>,
  isRight: (value: Value) => boolean,
): Promise<Value> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const value = await ask();
    if (isRight(value)) return value;
    if (Date.now() > deadline) throw new Error(`It never came to that; last: ${JSON.stringify(value)}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}
