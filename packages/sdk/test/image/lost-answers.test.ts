import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';

import type { Fault } from '@ostk/devcloud';
import { BadRequest, Conflict, DiscoveryError, NetworkError, NotFound } from '@ostk/sdk';

import { startCloud } from './support/dev-cloud.ts';
import { failure } from './support/failure.ts';
import { imageJson, json, startFakeCloud } from './support/fake-cloud.ts';

describe('answers that are lost', () => {
  test('createImage: the image is made once, and answered', async (t) => {
    const { connection, devcloud, leftovers } = await startCloud(t);
    devcloud.faults.add({ on: 'POST /v2/images', do: 'lose-answer', times: 1 });
    const image = await connection.image.createImage({ name: 'once', tags: ['a'] });
    assert.equal(devcloud.faults.fired().length, 1);
    assert.equal(image.name, 'once');
    assert.deepEqual(await leftovers(), [image]);
  });

  test('createImage: lost again and again, it is an error, and the image is there once', async (t) => {
    const { connection, devcloud, leftovers } = await startCloud(t);
    devcloud.faults.add({ on: 'POST /v2/images', do: 'lose-answer' });
    await failure(connection.image.createImage({ name: 'once' }), Error);
    assert.equal((await leftovers()).length, 1);
  });

  test('createImage: an id that was taken before is a Conflict even if an answer is lost first', async (t) => {
    const id = randomUUID();
    const cloud = await startFakeCloud(t, (request, response) => {
      if (request.method === 'GET') json(response, { code: '404 Not Found', message: 'no' }, 404);
      else if (cloud.requests.length === 1) response.socket?.destroy();
      else json(response, { code: '409 Conflict', message: 'taken' }, 409);
    });
    const error = await failure(cloud.connection.image.createImage({ id }), Conflict);
    assert.equal(error.attempts, 2);
    assert.deepEqual(
      cloud.requests.map(({ method }) => method),
      ['POST', 'POST', 'GET'],
    );
  });

  test('createImage: what a request that failed half-way has left out is added', async (t) => {
    let tags: readonly string[] = [];
    const cloud = await startFakeCloud(t, (request, response) => {
      const id = request.path.slice('/images/'.length);
      if (request.method === 'PATCH') tags = ['a', 'b'];
      if (request.method !== 'POST') json(response, imageJson(id, { name: 'x', tags }));
      else if (cloud.requests.length === 1) json(response, {}, 500);
      else json(response, { code: '409 Conflict', message: 'taken' }, 409);
    });
    const image = await cloud.connection.image.createImage({ name: 'x', tags: ['a', 'b'] });
    assert.deepEqual(image.tags, ['a', 'b']);
    const patch: unknown = JSON.parse(cloud.requests.at(-1)?.body ?? '');
    assert.deepEqual(patch, [{ op: 'replace', path: '/tags', value: ['a', 'b'] }]);
  });

  test('createImage: both requests carry the same id', async (t) => {
    const cloud = await startFakeCloud(t, (request, response) => {
      const { id }: { id: string } = JSON.parse(request.body);
      if (cloud.requests.length === 1) response.socket?.destroy();
      else json(response, imageJson(id), 201);
    });
    await cloud.connection.image.createImage({ name: 'x' });
    const [first, second] = cloud.requests.map(({ body }) => body);
    assert.equal(first, second);
  });

  test('uploadImage: one image, active, however the creation was answered', async (t) => {
    const { connection, devcloud, leftovers } = await startCloud(t);
    devcloud.faults.add({ on: 'POST /v2/images', do: 'lose-answer', times: 1 });
    const image = await connection.image.uploadImage({
      diskFormat: 'raw',
      containerFormat: 'bare',
      data: { text: 'data' },
    });
    assert.equal(image.status, 'active');
    assert.deepEqual(await leftovers(), [image]);
  });

  test('uploadImage: an upload whose answer is lost is done, and is not sent again', async (t) => {
    const { connection, devcloud, leftovers } = await startCloud(t);
    devcloud.faults.add({ on: 'PUT /v2/images/:id/file', do: 'lose-answer' });
    let opened = 0;
    const image = await connection.image.uploadImage({
      diskFormat: 'raw',
      containerFormat: 'bare',
      data: () => {
        opened += 1;
        return [Buffer.from('data')];
      },
    });
    assert.equal(opened, 1);
    assert.equal(image.status, 'active');
    assert.equal(image.size, 4);
    assert.deepEqual(await leftovers(), [image]);
  });

  test('deleteImage: what the lost request has deleted is deleted', async (t) => {
    const { connection, devcloud, leftovers } = await startCloud(t);
    const { id } = await connection.image.createImage();
    devcloud.faults.add({ on: 'DELETE /v2/images/:id', do: 'lose-answer', times: 1 });
    await connection.image.deleteImage(id);
    assert.equal(devcloud.faults.fired().length, 1);
    assert.deepEqual(await leftovers(), []);
    await failure(connection.image.deleteImage(id), NotFound);
  });

  describe('deleteImage: Glance breaks down between the data and the row', () => {
    // Words of a real Glance whose row says `deleted` and is there all the same.
    const message = 'Image status transition from deleted to deleted is not allowed<br /><br />\n\n\n';
    const deletion = { on: 'DELETE /v2/images/:id', do: 'status', times: 1 } as const;
    const refusal = (text: string): Fault => ({
      ...deletion,
      status: 400,
      body: JSON.stringify({ message: text, code: '400 Bad Request', title: 'Bad Request' }),
    });

    test('a second request is told that the image is deleted: it is', async (t) => {
      const { connection, devcloud } = await startCloud(t);
      const { id } = await connection.image.createImage();
      devcloud.faults.add({ ...deletion, status: 500 }, refusal(message));
      await connection.image.deleteImage(id);
      assert.equal(devcloud.faults.fired().length, 2);
    });

    test('a first one that is told so is a BadRequest, unless what is missing may be missing', async (t) => {
      const { connection, devcloud } = await startCloud(t);
      const { id } = await connection.image.createImage();
      devcloud.faults.add(refusal(message));
      const error = await failure(connection.image.deleteImage(id), BadRequest);
      assert.match(error.message, /from deleted to deleted is not allowed/);
      devcloud.faults.add(refusal(message));
      await connection.image.deleteImage(id, { ignoreMissing: true });
      assert.equal(devcloud.faults.fired().length, 2);
    });

    test('another 400 is an error, also for a second request', async (t) => {
      const { connection, devcloud } = await startCloud(t);
      const { id } = await connection.image.createImage();
      const other = 'Image status transition from saving to deleted is not allowed';
      devcloud.faults.add({ ...deletion, status: 500 }, refusal(other));
      const options = { ignoreMissing: true };
      const error = await failure(connection.image.deleteImage(id, options), BadRequest);
      assert.equal(error.attempts, 2);
    });
  });

  test('updateImage: a change is not sent twice, and the error says so', async (t) => {
    const { connection, devcloud } = await startCloud(t);
    const { id } = await connection.image.createImage({ name: 'before' });
    devcloud.faults.add({ on: 'PATCH /v2/images/:id', do: 'lose-answer' });
    const error = await failure(connection.image.updateImage(id, { name: 'after' }), NetworkError);
    assert.equal(error.beforeSending, false);
    assert.equal(devcloud.faults.fired().length, 1);
    // The same call finds out that there is nothing left to do.
    assert.equal((await connection.image.updateImage(id, { name: 'after' })).name, 'after');
  });

  test('uploadImage: an image whose creation is answered unreadably is deleted', async (t) => {
    const cloud = await startFakeCloud(t, (request, response) => {
      if (request.method === 'DELETE') response.writeHead(204).end();
      else response.writeHead(201, { 'Content-Type': 'text/html' }).end('<html>created</html>');
    });
    await failure(cloud.connection.image.uploadImage({ data: { text: 'data' } }), DiscoveryError);
    const [created, ...others] = cloud.requests;
    const { id }: { id: string } = JSON.parse(created?.body ?? '{}');
    assert.deepEqual(
      others.map(({ method, path }) => `${method} ${path}`),
      [`DELETE /images/${id}`],
    );
  });
});
