import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { TestContext } from 'node:test';

/** A web server that is closed when the test is over. */
export interface WebSource {
  readonly url: string;
  /** As `webDownload.allow` takes it. */
  readonly host: string;
}

/** Serves what web-download fetches. */
export async function serveWeb(t: TestContext, listener: RequestListener): Promise<WebSource> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  const host = `127.0.0.1:${address.port}`;
  return { url: `http://${host}`, host };
}
