import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';

import { NetworkError, TimeoutError } from '@ostk/sdk';

import { listen } from '../support/listen.ts';
import { createImage, listImages, openSession, rejectionOf, startFakeCloud } from './support/cloud.ts';
import { sendJson } from './support/server.ts';

const once1 = { attempts: 1, baseDelay: 1, maxDelay: 1 };

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield new Uint8Array(1024 * 1024);
}

test('no answer: the response time-out', async (t) => {
  const cloud = await startFakeCloud(t, { image: () => undefined });
  const session = await openSession(t, cloud.authUrl, { timeouts: { response: 1000 }, retry: once1 });
  const error = await rejectionOf(session.json(listImages));
  assert(error instanceof TimeoutError);
  assert.equal(error.message, `GET ${cloud.url}: no answer within 1 s`);
  assert.equal(error.beforeSending, false);
  assert.equal(error.code, 'ERR_TIMEOUT');
});

test('a GET without an answer is sent again, a POST is not', async (t) => {
  const cloud = await startFakeCloud(t, { image: () => undefined });
  const session = await openSession(t, cloud.authUrl, { timeouts: { response: 500 } });
  await assert.rejects(session.json(listImages), TimeoutError);
  assert.equal(cloud.calls.length, 4);
  await assert.rejects(session.json(createImage), TimeoutError);
  assert.equal(cloud.calls.length, 5);
});

test('one call may have a response time-out of its own', async (t) => {
  const cloud = await startFakeCloud(t, { image: () => undefined });
  const session = await openSession(t, cloud.authUrl, { retry: once1 });
  const error = await rejectionOf(session.json({ ...listImages, responseTimeout: 40 }));
  assert(error instanceof TimeoutError);
  assert.match(error.message, /no answer within 0\.04 s$/);
});

test('silence in the middle of the body: the idle time-out', async (t) => {
  const cloud = await startFakeCloud(t, {
    image: (_received, response) => {
      response.write('{"images": [');
    },
  });
  const session = await openSession(t, cloud.authUrl, { timeouts: { idle: 1000 } });
  const error = await rejectionOf(session.json(listImages));
  assert(error instanceof TimeoutError);
  assert.equal(error.message, `GET ${cloud.url}: no more data within 1 s`);
});

test('a body that comes slowly but steadily has no time-out', async (t) => {
  const cloud = await startFakeCloud(t, {
    image: (_received, response) => {
      let left = 10;
      const drip = setInterval(() => {
        left -= 1;
        if (left > 0) response.write(' ');
        else {
          clearInterval(drip);
          response.end('{"images": []}');
        }
      }, 60);
    },
  });
  const session = await openSession(t, cloud.authUrl, { timeouts: { idle: 2000, response: 2000 } });
  assert.deepEqual((await session.json(listImages)).value, { images: [] });
});

test('an error whose body does not end is told after the idle time-out, with what was received', async (t) => {
  const cloud = await startFakeCloud(t, {
    image: (_received, response) => {
      response.writeHead(404, { 'Content-Type': 'text/plain' });
      response.write('No image found with ID 7');
    },
  });
  const session = await openSession(t, cloud.authUrl, { timeouts: { idle: 1000 } });
  await assert.rejects(session.json(listImages), { name: 'NotFound', reason: 'No image found with ID 7' });
});

test('a service that stops reading: the idle time-out', { timeout: 20_000 }, async (t) => {
  const cloud = await startFakeCloud(t);
  const deaf = createServer((socket) => {
    socket.on('error', () => undefined);
  });
  const port = await listen(t, deaf);
  const session = await openSession(t, cloud.authUrl, {
    timeouts: { idle: 1000 },
    endpointOverrides: { image: `http://127.0.0.1:${port}/v2` },
  });
  const upload = session.call({ service: 'image', method: 'PUT', path: '/images/1/file', stream: endless() });
  const error = await rejectionOf(upload);
  assert(error instanceof TimeoutError);
  assert.match(error.message, /the service stopped reading within 1 s$/);
});

test('TLS that is never answered: the connect time-out', async (t) => {
  const silent = createServer();
  const port = await listen(t, silent);
  const url = `https://127.0.0.1:${port}`;
  const session = await openSession(t, url, { timeouts: { connect: 50 }, retry: once1 });
  const error = await rejectionOf(session.token());
  assert(error instanceof TimeoutError);
  assert.equal(error.message, `POST ${url}: no connection within 0.05 s`);
  assert.equal(error.beforeSending, true);
});

test('a POST that found no connection in time is tried again: nothing can have come of it', async (t) => {
  let connections = 0;
  const silent = createServer(() => {
    connections += 1;
  });
  const port = await listen(t, silent);
  const cloud = await startFakeCloud(t);
  const session = await openSession(t, cloud.authUrl, {
    timeouts: { connect: 1000 },
    endpointOverrides: { image: `https://127.0.0.1:${port}/v2` },
  });
  await assert.rejects(session.json(createImage), TimeoutError);
  assert.equal(connections, 4);
});

test('more calls at once than connections: those that wait in line do not time out', async (t) => {
  const cloud = await startFakeCloud(t, {
    image: (_received, response) => {
      const served = cloud.calls.length <= 32 ? 1500 : 0;
      setTimeout(() => sendJson(response, { images: [] }), served);
    },
  });
  const session = await openSession(t, cloud.authUrl, { timeouts: { connect: 1000 }, retry: once1 });
  const all = await Promise.allSettled(Array.from({ length: 40 }, () => session.json(listImages)));
  assert.deepEqual(new Set(all.map(({ status }) => status)), new Set(['fulfilled']));
});

test('a host that does not exist is named', async (t) => {
  const session = await openSession(t, 'http://no-such-host.invalid:5000', { retry: once1 });
  const error = await rejectionOf(session.token());
  assert(error instanceof NetworkError);
  assert.match(error.message, /^POST http:\/\/no-such-host\.invalid:5000: host name /);
  assert.equal(error.beforeSending, true);
});
