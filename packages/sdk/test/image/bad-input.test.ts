import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import {
  AmbiguousNameError,
  AuthError,
  ConfigError,
  connect,
  DiscoveryError,
  IntegrityError,
  NetworkError,
  NoImageDataError,
  NotFound,
  OptionError,
  TransferError,
  UnsupportedMediaType,
} from '@ostk/sdk';
import type { ImageService } from '@ostk/sdk';

import type { Scope } from '../support/scope.ts';
import { deadPort } from '../support/listen.ts';
import { demoOf, startCloud } from './support/dev-cloud.ts';
import { failure } from './support/failure.ts';
import { json, startFakeCloud } from './support/fake-cloud.ts';

const format = { diskFormat: 'raw', containerFormat: 'bare' } as const;
const data = { text: 'data' };

async function makeFolder(t: Scope): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ostk-input-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

describe('bad input is one line and a proper class', () => {
  test('an unknown cloud', async (t) => {
    const configFile = join(await makeFolder(t), 'clouds.yaml');
    await writeFile(configFile, 'clouds: {alpha: {}, beta: {}}');
    const error = await failure(connect({ cloud: 'alfa', configFile }), ConfigError);
    assert.equal(error.message, `there is no cloud alfa: ${configFile} has alpha, beta; did you mean alpha?`);
  });

  test('a wrong password', async (t) => {
    const { devcloud, leftovers } = await startCloud(t);
    const { auth } = demoOf(devcloud);
    for (const work of [
      (image: ImageService) => image.images().first(),
      (image: ImageService) => image.uploadImage({ ...format, data }),
    ]) {
      const connection = await connect({ auth: { ...auth, password: 'canary-password' } });
      t.after(() => connection.close());
      const error = await failure(work(connection.image), AuthError);
      assert.match(
        error.message,
        /^cannot sign in as demo for .*demo.*: 401 The request you have made requires authentication; user name, domain or password is wrong/,
      );
      assert.doesNotMatch(error.message, /canary/);
    }
    assert.deepEqual(await leftovers(), []);
  });

  test('a project that there is not', async (t) => {
    const { devcloud } = await startCloud(t);
    const { auth } = demoOf(devcloud);
    const connection = await connect({ auth: { ...auth, projectName: 'nowhere' } });
    t.after(() => connection.close());
    const error = await failure(connection.image.images().first(), AuthError);
    assert.match(
      error.message,
      /^cannot sign in as demo for .*nowhere.*: 401 .*demo has no role on project nowhere, or there is none; demo can use project demo/,
    );
  });

  test('a Keystone that is down', async (t) => {
    const url = `http://127.0.0.1:${await deadPort()}`;
    const { auth } = demoOf((await startCloud(t)).devcloud);
    const connection = await connect({ auth: { ...auth, authUrl: `${url}/v3` } });
    t.after(() => connection.close());
    for (const work of [
      () => connection.image.images().first(),
      () => connection.image.uploadImage({ ...format, data }),
    ]) {
      const error = await failure(work(), NetworkError);
      assert.equal(error.message, `POST ${url}: connection refused`);
      assert.equal(error.beforeSending, true);
    }
  });

  test('an image service that is down', async (t) => {
    const url = `http://127.0.0.1:${await deadPort()}`;
    const endpointOverrides = { image: `${url}/v2` };
    const { connection } = await startCloud(t, {}, { endpointOverrides });
    const listed = await failure(connection.image.images().first(), NetworkError);
    assert.equal(listed.message, `GET ${url}: connection refused`);
    const uploaded = await failure(connection.image.uploadImage({ ...format, data }), NetworkError);
    assert.equal(uploaded.message, `POST ${url}: connection refused`);
  });

  test('an endpoint that answers HTML', async (t) => {
    const { connection, url } = await startFakeCloud(t, (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end('<html><body>Welcome</body></html>');
    });
    const error = await failure(connection.image.images().first(), DiscoveryError);
    assert.equal(
      error.message,
      `GET ${url}/image/v2/images answered 200 (text/html), not JSON: check the endpoint`,
    );
  });

  test('a catalog without an image service', async (t) => {
    const cloud = await startFakeCloud(t, (_, response) => json(response, {}), { serviceType: 'volumev3' });
    for (const work of [
      () => cloud.connection.image.images().first(),
      () => cloud.connection.image.uploadImage({ ...format, data }),
    ]) {
      const error = await failure(work(), DiscoveryError);
      assert.equal(error.message, 'the service catalog has no image service; it has volumev3');
    }
    assert.deepEqual(cloud.requests, []);
  });

  test('an image that there is not', async (t) => {
    const { connection, devcloud } = await startCloud(t);
    const id = randomUUID();
    const error = await failure(connection.image.getImage(id), NotFound);
    const url = `${devcloud.url('image')}/v2/images/${id}`;
    assert.equal(
      error.message,
      `GET ${url}: 404 No image found with ID ${id} (request ${error.requestId ?? ''})`,
    );
  });

  test('two images of one name', async (t) => {
    const { connection } = await startCloud(t);
    const first = await connection.image.createImage({ name: 'twin' });
    const second = await connection.image.createImage({ name: 'twin' });
    const error = await failure(connection.image.findImage('twin'), AmbiguousNameError);
    assert.match(
      error.message,
      /^2 images are called twin: use an id: \S+ \(queued, .*\), \S+ \(queued, .*\)$/,
    );
    assert.deepEqual(error.candidates.map(({ id }) => id).toSorted(), [first.id, second.id].toSorted());
  });

  test('a file that is not there', async (t) => {
    const { connection, leftovers } = await startCloud(t);
    const path = join(await makeFolder(t), 'missing.qcow2');
    const error = await failure(connection.image.uploadImage({ ...format, data: path }), TransferError);
    assert.equal(error.message, `cannot read ${path}: there is no such file`);
    assert.deepEqual(await leftovers(), []);
  });

  test('an empty file', async (t) => {
    const { connection, leftovers } = await startCloud(t);
    const path = join(await makeFolder(t), 'empty.qcow2');
    await writeFile(path, '');
    const error = await failure(connection.image.uploadImage({ ...format, data: path }), OptionError);
    assert.equal(
      error.message,
      `${path} is empty, and Glance would keep it so for ever; set allowEmpty if that is meant`,
    );
    assert.deepEqual(await leftovers(), []);
  });

  test('data in another format than was declared', async (t) => {
    const { connection, leftovers } = await startCloud(t, { release: 'epoxy' });
    const work = connection.image.uploadImage({ ...format, diskFormat: 'qcow2', data });
    const error = await failure(work, UnsupportedMediaType);
    assert.match(
      error.message,
      /^PUT \S+\/file: 415 .*; Glance found that the data are not in the image's diskFormat, or not safe to use$/,
    );
    assert.deepEqual(await leftovers(), []);
  });

  test('a download of an image without data', async (t) => {
    const { connection } = await startCloud(t);
    const folder = await makeFolder(t);
    const { id } = await connection.image.createImage();
    const output = join(folder, 'disk.raw');
    for (const work of [
      () => connection.image.downloadImage(id),
      () => connection.image.downloadImage(id, { stream: true }),
      () => connection.image.downloadImage(id, { output }),
    ]) {
      const error = await failure<Error>(work(), NoImageDataError);
      assert.equal(error.message, `image ${id} holds no data (it is queued)`);
    }
    assert.deepEqual(await readdir(folder), []);
  });

  test('a hash that does not fit', async (t) => {
    const { connection, devcloud } = await startCloud(t);
    const { id, osHashValue } = await connection.image.uploadImage({ ...format, data });
    devcloud.faults.add({ on: 'GET /v2/images/:id/file', do: 'corrupt' });
    const error = await failure(connection.image.downloadImage(id), IntegrityError);
    assert.equal(
      error.message,
      `image ${id}: sha512 is ${error.actual}, but ${osHashValue ?? ''} was expected`,
    );
  });
});

describe('options that there are not are named', () => {
  const calls: readonly (readonly [string, string])[] = [
    ['getImage', 'getImage: there is no option sginal; did you mean signal?'],
    ['findImage', 'findImage: there is no option sginal; did you mean signal?'],
    ['createImage', 'createImage: there is no option sginal; did you mean signal?'],
    ['updateImage', 'updateImage: there is no option sginal; did you mean signal?'],
    ['uploadImage', 'uploadImage: there is no option sginal; did you mean signal?'],
    ['uploadImageData', 'uploadImageData: there is no option sginal; did you mean signal?'],
    ['downloadImage', 'downloadImage: there is no option sginal; did you mean signal?'],
    ['deleteImage', 'deleteImage: there is no option sginal; did you mean signal?'],
    ['waitForImage', 'waitForImage: there is no option sginal; did you mean signal?'],
    ['waitForImageDeletion', 'waitForImageDeletion: there is no option sginal; did you mean signal?'],
    ['getImageSchema', 'getImageSchema: there is no option sginal; did you mean signal?'],
  ];
  const options: object = { sginal: undefined };

  test('by every call, as a rejection, and before anything is sent', async (t) => {
    const { connection, requests } = await startFakeCloud(t, (_, response) => json(response, {}));
    const { image } = connection;
    const works: Readonly<Record<string, () => Promise<unknown>>> = {
      getImage: () => image.getImage('x', options),
      findImage: () => image.findImage('x', options),
      createImage: () => image.createImage({}, options),
      updateImage: () => image.updateImage('x', {}, options),
      uploadImage: () => image.uploadImage({ data, ...options }),
      uploadImageData: () => image.uploadImageData('x', data, options),
      downloadImage: () => image.downloadImage('x', options),
      deleteImage: () => image.deleteImage('x', options),
      waitForImage: () => image.waitForImage('x', options),
      waitForImageDeletion: () => image.waitForImageDeletion('x', options),
      getImageSchema: () => image.getImageSchema(options),
    };
    for (const [name, message] of calls) {
      const work = works[name];
      assert.ok(work !== undefined);
      const error = await failure(work(), OptionError);
      assert.equal(error.code, 'ERR_OPTION');
      assert.equal(error.message, message);
    }
    assert.deepEqual(requests, []);
  });
});
