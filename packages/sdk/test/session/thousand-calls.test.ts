import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as dial, createServer, type Socket } from 'node:net';
import { test } from 'node:test';

import { connect, type SessionEvent } from '@ostk/sdk';

import { portOf } from '../http/support/server.ts';
import { type Scope, suite } from '../transfer/support/world.ts';

/** A relay in front of a server that counts connections. */
async function relayTo(scope: Scope, target: string): Promise<{ readonly url: string; total(): number }> {
  const { hostname, port, pathname } = new URL(target);
  const sockets = new Set<Socket>();
  let total = 0;
  const server = createServer((client) => {
    total += 1;
    const service = dial(Number(port), hostname);
    for (const socket of [client, service]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    client.pipe(service).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  scope.after(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `http://127.0.0.1:${portOf(server)}${pathname}`, total: () => total };
}

suite('a thousand calls at once', (world) => {
  const limits = { timeout: 120_000 };

  test(
    'one login, no more sockets than allowed, no failure; a revoked token costs one login',
    limits,
    async (t) => {
      const { cloud } = world();
      const scope: Scope = { after: (cleanUp) => t.after(cleanUp) };
      const relay = await relayTo(scope, cloud.url('image'));
      const events: SessionEvent[] = [];
      await using conn = await connect({
        auth: {
          authUrl: cloud.authUrl,
          username: 'demo',
          password: 'secret',
          projectName: 'demo',
          userDomainId: 'default',
          projectDomainId: 'default',
        },
        endpointOverrides: { image: relay.url },
        maxConnections: 8,
        onEvent: (event) => events.push(event),
      });
      const many = (count: number): Promise<readonly string[]> =>
        Promise.all(Array.from({ length: count }, async () => (await conn.image.getImage(image.id)).id));
      const logins = (): number => events.filter(({ type }) => type === 'login:end').length;
      const image = await conn.image.createImage({
        name: 'wanted',
        diskFormat: 'raw',
        containerFormat: 'bare',
      });

      const answers = await many(1000);
      assert.deepEqual(new Set(answers), new Set([image.id]));
      assert.equal(logins(), 1);
      assert(relay.total() <= 8, `${relay.total()} sockets`);

      // Revoked while the calls are on their way: some have gone through, some are refused.
      const token = (await conn.session.token()).id.reveal();
      const half = many(500);
      await conn.session.call({
        service: 'identity',
        method: 'DELETE',
        path: '/auth/tokens',
        headers: { 'X-Subject-Token': token },
      });
      const [first, second] = await Promise.all([half, many(500)]);
      assert.equal(first.length + second.length, 1000);
      assert.equal(logins(), 2);
      assert(relay.total() <= 8, `${relay.total()} sockets`);
      const refused = events.filter((event) => event.type === 'request:error');
      assert(refused.length > 0, 'the token was refused');
    },
  );
});
