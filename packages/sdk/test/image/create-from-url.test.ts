import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import { describe, test } from 'node:test';

import { ImportError, IntegrityError } from '@ostk/sdk';
import type { CreateFromOptions } from '@ostk/sdk';

import type { Scope } from '../support/scope.ts';
import { listen } from '../support/listen.ts';
import { failure } from './support/failure.ts';
import { imageJson, json, startFakeCloud } from './support/fake-cloud.ts';
import type { FakeCloud } from './support/fake-cloud.ts';

/** A place to import from, and what it was asked. */
interface Source {
  readonly url: string;
  readonly requests: readonly IncomingMessage[];
}

async function startSource(scope: Scope, listener: RequestListener): Promise<Source> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    listener(request, response);
  });
  const port = await listen(scope, server);
  return { url: `http://127.0.0.1:${port}`, requests };
}

/** A cloud whose imports end at once with this image. */
async function startImporter(scope: Scope, image: object, methods = ['web-download']): Promise<FakeCloud> {
  return startFakeCloud(scope, ({ method, path, body }, response) => {
    if (path === '/info/import') json(response, { 'import-methods': { value: methods } });
    else if (path === '/images') {
      const record: object = JSON.parse(body);
      json(response, { status: 'queued', ...record }, 201);
    } else if (path.endsWith('/tasks')) json(response, { tasks: [] });
    else if (method === 'POST') response.writeHead(202).end();
    else if (method === 'DELETE') response.writeHead(204).end();
    else json(response, imageJson(path.slice('/images/'.length), { ...image, os_glance_import_task: '' }));
  });
}

const formats = { diskFormat: 'raw', containerFormat: 'bare' } as const;
const wire = { disk_format: 'raw', container_format: 'bare' };
const active = { status: 'active', size: 10, ...wire };

function options(source: Source, more: Partial<CreateFromOptions> = {}): CreateFromOptions {
  return { from: `${source.url}/image.raw`, ...formats, interval: 1, ...more };
}

const did = ({ requests }: FakeCloud, method: string): number =>
  requests.filter((request) => request.method === method).length;

describe('an image from a URL', () => {
  test('the source is asked without the token, and before there is an image', async (t) => {
    const source = await startSource(t, (_, response) => response.end());
    const cloud = await startImporter(t, active);
    assert.equal((await cloud.connection.image.createImage(options(source))).status, 'active');
    const [head, ...others] = source.requests;
    assert.ok(head !== undefined && others.length === 0);
    assert.equal(head.method, 'HEAD');
    assert.equal(head.headers['x-auth-token'], undefined);
    assert.equal(head.headers['authorization'], undefined);
  });

  test('fewer bytes than the source offers were cut off: an IntegrityError, and the image is deleted', async (t) => {
    const source = await startSource(t, (_, response) =>
      response.writeHead(200, { 'Content-Length': 44 }).end(),
    );
    const cloud = await startImporter(t, active);
    const error = await failure(cloud.connection.image.createImage(options(source)), IntegrityError);
    assert.deepEqual([error.algorithm, error.expected, error.actual], ['size', '44', '10']);
    assert.equal(did(cloud, 'DELETE'), 1);
  });

  test('what the cloud has converted or unpacked may have another size', async (t) => {
    const source = await startSource(t, (_, response) =>
      response.writeHead(200, { 'Content-Length': 44 }).end(),
    );
    const converted = await startImporter(t, { ...active, disk_format: 'qcow2' });
    assert.equal((await converted.connection.image.createImage(options(source))).size, 10);
    const unpacked = await startImporter(t, { ...active, size: 100 });
    assert.equal((await unpacked.connection.image.createImage(options(source))).size, 100);
  });

  test('a redirect is followed to see whether the data are there', async (t) => {
    const source = await startSource(t, (request, response) =>
      request.url === '/image.raw'
        ? response.writeHead(302, { Location: '/gone' }).end()
        : response.writeHead(410).end(),
    );
    const cloud = await startImporter(t, active);
    const error = await failure(cloud.connection.image.createImage(options(source)), ImportError);
    assert.equal(error.outcome, 'refused');
    assert.match(error.message, /answers 410/);
    assert.equal(did(cloud, 'POST'), 0);
  });

  const harmless: readonly (readonly [string, RequestListener])[] = [
    ['refuses HEAD', (request, response) => response.writeHead(request.method === 'HEAD' ? 405 : 206).end()],
    ['asks to wait', (_, response) => response.writeHead(429).end()],
    ['is broken', (_, response) => response.writeHead(502).end()],
    ['hangs up', (request) => request.socket.destroy()],
    ['goes round in circles', (_, response) => response.writeHead(302, { Location: '/image.raw' }).end()],
  ];
  for (const [what, listener] of harmless) {
    test(`a source that ${what} is left to the cloud`, async (t) => {
      const source = await startSource(t, listener);
      const cloud = await startImporter(t, active);
      assert.equal((await cloud.connection.image.createImage(options(source))).status, 'active');
    });
  }

  test('a source that cannot be reached from here is left to the cloud', async (t) => {
    const cloud = await startImporter(t, active);
    const from = 'http://127.0.0.1:9/image.raw';
    const image = await cloud.connection.image.createImage({ from, ...formats, interval: 1 });
    assert.equal(image.status, 'active');
  });

  test('a cloud that does not import from URLs says what it does', async (t) => {
    const source = await startSource(t, (_, response) => response.end());
    const cloud = await startImporter(t, active, ['glance-direct']);
    const error = await failure(cloud.connection.image.createImage(options(source)), ImportError);
    assert.equal(error.outcome, 'refused');
    assert.match(error.message, /does not import from URLs \(it has glance-direct\)/);
    assert.deepEqual([did(cloud, 'POST'), source.requests.length], [0, 0]);
  });

  test('a digest that the cloud does not tell cannot be compared, which is no success', async (t) => {
    const source = await startSource(t, (_, response) => response.end());
    const cloud = await startImporter(t, { ...active, checksum: 'ab'.repeat(16) });
    const work = cloud.connection.image.createImage(options(source, { expect: { sha512: 'cd'.repeat(64) } }));
    const error = await failure(work, IntegrityError);
    assert.match(error.message, /cannot be compared with its sha512: the cloud tells md5/);
    assert.equal(did(cloud, 'DELETE'), 1);
  });

  test('a secret in the URL is not shown', async (t) => {
    const source = await startSource(t, (_, response) => response.writeHead(403).end());
    const cloud = await startImporter(t, active);
    const from = `${source.url}/image.raw?signature=canary-1`.replace('http://', 'http://user:canary-2@');
    const error = await failure(cloud.connection.image.createImage({ from, ...formats }), ImportError);
    assert.doesNotMatch(`${error.message} ${String(error.stack)}`, /canary/);
  });

  test('an image that could not be deleted is told of', async (t) => {
    const source = await startSource(t, (_, response) => response.end());
    const cloud = await startFakeCloud(t, ({ method, path, body }, response) => {
      if (path === '/info/import') json(response, { 'import-methods': { value: ['web-download'] } });
      else if (path === '/images') json(response, { ...JSON.parse(body), status: 'queued' }, 201);
      else if (path.endsWith('/tasks')) json(response, { tasks: [] });
      else if (method === 'DELETE') json(response, { message: 'in use', code: '409 Conflict' }, 409);
      else json(response, { message: 'no', code: '400 Bad Request' }, 400);
    });
    const work = cloud.connection.image.createImage(options(source));
    const error = await failure(work, Error);
    assert.match(error.message, /no.*; and image [0-9a-f-]{36} could not be deleted: .*in use/);
  });
});
