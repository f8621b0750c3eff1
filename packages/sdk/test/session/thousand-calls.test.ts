import assert from 'node:assert/strict';
import { connect as dial, createServer } from 'node:net';
import { test } from 'node:test';

import type { SessionEvent } from '@ostk/sdk';

import { listen } from '../support/listen.ts';
import type { Scope } from '../support/scope.ts';
import { connectTo, suite } from '../transfer/support/world.ts';

/** Counts the connections to a server, in front of it. */
async function startCounter(
  scope: Scope,
  target: string,
): Promise<{ readonly url: string; total(): number }> {
  const { hostname, port, pathname } = new URL(target);
  let total = 0;
  const server = createServer((client) => {
    total += 1;
    const service = dial(Number(port), hostname);
    for (const socket of [client, service]) socket.on('error', () => socket.destroy());
    client.on('close', () => service.destroy());
    client.pipe(service).pipe(client);
  });
  const url = `http://127.0.0.1:${await listen(scope, server)}${pathname}`;
  return { url, total: () => total };
}

suite('a thousand calls at once', (world) => {
  const limits = { timeout: 120_000 };

  test(
    'one login, no more sockets than allowed, no failure; a revoked token costs one login',
    limits,
    async (t) => {
      const { cloud } = world();
      const counter = await startCounter(t, cloud.url('image'));
      const events: SessionEvent[] = [];
      const conn = await connectTo(t, world(), {
        endpointOverrides: { image: counter.url },
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
      assert(counter.total() <= 8, `${counter.total()} sockets`);

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
      assert(counter.total() <= 8, `${counter.total()} sockets`);
      const refused = events.filter((event) => event.type === 'request:error');
      assert(refused.length > 0, 'the token was refused');
    },
  );
});
