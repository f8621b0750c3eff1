import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';

import type { Scope } from './cleanup.ts';

/** The ports that the clouds under test may fetch from on this machine. */
const allowedPorts = [18_080, 18_081];

/** Serves files to the cloud's web-download for as long as the scope lasts. Answers the URL before a path. */
export async function serveToCloud(scope: Scope, listener: RequestListener): Promise<string> {
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
  throw new Error(`no port is free of ${allowedPorts.join(', ')}`);
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
