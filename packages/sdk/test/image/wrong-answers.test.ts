import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { DiscoveryError, PayloadTooLarge, ServerError } from '@ostk/sdk';
import type { Connection } from '@ostk/sdk';

import { failure } from './support/failure.ts';
import { json, startFakeCloud } from './support/fake-cloud.ts';

const page = '<html><head><title>Welcome</title></head><body><h1>It works!</h1></body></html>';

const calls: readonly (readonly [string, (connection: Connection) => Promise<unknown>])[] = [
  ['images()', (connection) => connection.image.images().toArray()],
  ['getImage()', (connection) => connection.image.getImage('x')],
  ['createImage()', (connection) => connection.image.createImage({ name: 'x' })],
  ['updateImage()', (connection) => connection.image.updateImage('x', { name: 'y' })],
  ['getImageSchema()', (connection) => connection.image.getImageSchema()],
  ['downloadImage()', (connection) => connection.image.downloadImage('x')],
];

describe('an image endpoint that is none', () => {
  for (const [what, call] of calls) {
    test(`${what}: a web page is a DiscoveryError that says so`, async (t) => {
      const { connection } = await startFakeCloud(t, (_, response) => {
        response.writeHead(200, { 'Content-Type': 'text/html' });
        response.end(page);
      });
      const error = await failure(call(connection), DiscoveryError);
      assert.equal(error.code, 'ERR_DISCOVERY');
      assert.match(error.message, /answered 200 \(text\/html\), not JSON: check the endpoint$/);
    });
  }

  for (const [what, call] of calls.filter(([name]) => name !== 'getImageSchema()')) {
    test(`${what}: JSON of another service is a DiscoveryError`, async (t) => {
      const { connection } = await startFakeCloud(t, (_, response) => json(response, { servers: [] }));
      await failure(call(connection), DiscoveryError);
    });
  }

  test('an unversioned endpoint that answers with a web page', async (t) => {
    const cloud = await startFakeCloud(
      t,
      (_, response) => {
        response.writeHead(200, { 'Content-Type': 'text/html' });
        response.end(page);
      },
      { prefix: '/image' },
    );
    const error = await failure(cloud.connection.image.images().toArray(), DiscoveryError);
    assert.match(
      error.message,
      /the image endpoint .*\/image answered 200 \(text\/html\), not with a version/,
    );
    assert.match(error.message, /check the service catalog or set image_endpoint_override/);
  });

  test("a proxy's 502 keeps its status, is tried again, and is named as the proxy's", async (t) => {
    const cloud = await startFakeCloud(t, (_, response) => {
      response.writeHead(502, { 'Content-Type': 'text/html', 'Retry-After': '0' });
      response.end('<html><body><h1>502 Bad Gateway</h1>\n<hr>nginx</body></html>');
    });
    const error = await failure(cloud.connection.image.getImage('x'), ServerError);
    assert.equal(error.status, 502);
    assert.equal(error.attempts, 4);
    assert.equal(cloud.requests.length, 4);
    assert.match(error.message, /: 502 .*; a proxy in front of the service answered/);
  });

  test("a proxy's 413 for an upload is told as such, and the image is deleted", async (t) => {
    const cloud = await startFakeCloud(t, (request, response) => {
      const { id }: { id: string } = request.method === 'POST' ? JSON.parse(request.body) : { id: 'x' };
      if (request.method === 'POST') json(response, { id, status: 'queued' }, 201);
      else if (request.method === 'DELETE') response.writeHead(204).end();
      else response.writeHead(413, { 'Content-Type': 'text/html' }).end('<h1>Too large</h1>');
    });
    const work = cloud.connection.image.uploadImage({ data: { text: 'data' } });
    const error = await failure(work, PayloadTooLarge);
    assert.match(error.message, /a proxy in front of the service limits the size of a request/);
    assert.deepEqual(
      cloud.requests.map(({ method }) => method),
      ['POST', 'PUT', 'DELETE'],
    );
  });
});
