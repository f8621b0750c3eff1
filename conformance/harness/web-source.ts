import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

import type { Scope } from './cleanup.ts';

/** The ports that the clouds under test may fetch from on this machine. */
const allowedPorts = [18_080, 18_081];

/** Milliseconds to wait for one of them: other test files, in processes of their own, use them as well. */
const patience = { all: 60_000, between: 25 };

/** Serves files to the cloud's web-download for as long as the scope lasts. Answers the URL before a path. */
export async function serveToCloud(scope: Scope, listener: RequestListener): Promise<string> {
  const giveUp = Date.now() + patience.all;
  for (;;) {
    for (const port of allowedPorts) {
      const server = createServer(listener);
      if (!(await listening(server, port))) continue;
      scope.after(async () => {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      });
      return `http://127.0.0.1:${port}`;
    }
    if (Date.now() > giveUp) throw new Error(`no port is free of ${allowedPorts.join(', ')}`);
    // Another process tells nobody when it lets go of a port.
    await delay(patience.between);
  }
}

/** A file that a cloud has got one half of. */
export interface SlowSource {
  readonly url: string;
  /** Resolves when the first half is on its way, with what sends the other one. */
  readonly half: Promise<() => void>;
}

/** Serves a file of ten bytes to the cloud, and stops in the middle. A HEAD is answered at once. */
export async function slowSource(scope: Scope): Promise<SlowSource> {
  const source = new EventEmitter();
  const half = once(source, 'half').then(
    ([response]) =>
      (): void =>
        response.end('67890'),
  );
  const url = await serveToCloud(scope, (request, response) => {
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    response.writeHead(200, { 'Content-Length': '10' });
    response.write('12345', () => source.emit('half', response));
  });
  return { url: `${url}/slow`, half };
}

async function listening(server: Server, port: number): Promise<boolean> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  }
}
