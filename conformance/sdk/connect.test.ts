import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { AuthError, ConfigError, connect, DiscoveryError, NetworkError, OptionError } from '@ostk/sdk';
import type { Connection, ConnectOptions } from '@ostk/sdk';

import { cloud, suite } from '../harness/cloud.ts';
import { deleteAfter, uniqueName } from '../harness/images.ts';
import { failure } from './support.ts';

const config = cloud.config('demo');
const { authUrl, username, projectName, userDomainName, projectDomainName, regionName } = config;
const auth = { authUrl, username, password: config.password, projectName, userDomainName, projectDomainName };
const wrong = 'a-wrong-canary';

async function open(
  t: { after(cleanup: () => Promise<void>): void },
  options: ConnectOptions,
): Promise<Connection> {
  const connection = await connect(options);
  t.after(() => connection.close());
  return connection;
}

suite('SDK: connecting', () => {
  test('to a cloud of clouds.yaml', async (t) => {
    const connection = await open(t, { cloud: config.cloud, configFile: cloud.cloudsYaml });
    assert.equal(connection.config.name, config.cloud);
    assert.ok(Array.isArray(await connection.image.images({ limit: 1, maxItems: 1 }).toArray()));
  });

  test('with explicit options, from login to deletion', async (t) => {
    const connection = await open(t, { auth, regionName });
    const name = uniqueName();
    const image = await connection.image.uploadImage({
      name,
      diskFormat: 'raw',
      containerFormat: 'bare',
      data: { text: 'data' },
    });
    deleteAfter(t, image.id);
    assert.equal((await connection.image.findImage(name))?.id, image.id);
    assert.equal(Buffer.from(await connection.image.downloadImage(image)).toString(), 'data');
    await connection.image.deleteImage(image);
    assert.equal(await connection.image.findImage(name), undefined);
  });

  test('a wrong password is an AuthError for every call, and is not shown', async (t) => {
    const connection = await open(t, { auth: { ...auth, password: wrong }, regionName });
    const name = uniqueName();
    for (const work of [
      () => connection.image.getImage(randomUUID()),
      () => connection.image.images().first(),
      () => connection.image.createImage({ name }),
      () => connection.image.uploadImage({ name, data: { text: 'data' } }),
    ]) {
      const error = await failure(work(), AuthError);
      assert.equal(error.code, 'ERR_AUTH');
      assert.match(error.message, new RegExp(`cannot sign in as ${username}.*401`));
      assert.ok(!error.message.includes(wrong), error.message);
    }
  });

  test('a project that there is not is an AuthError that names it', async (t) => {
    const connection = await open(t, { auth: { ...auth, projectName: 'nowhere' }, regionName });
    const error = await failure(connection.image.images().first(), AuthError);
    assert.match(error.message, /nowhere.*401/);
  });

  test('a cloud that there is not is a ConfigError that names those there are, and the file', async () => {
    const work = connect({ cloud: `${config.cloud}x`, configFile: cloud.cloudsYaml });
    const error = await failure(work, ConfigError);
    assert.ok(error.message.includes(cloud.cloudsYaml), error.message);
    assert.ok(error.message.includes(`did you mean ${config.cloud}?`), error.message);
  });

  test('a region that there is not is a DiscoveryError that names those there are', async (t) => {
    const connection = await open(t, { auth, regionName: 'Atlantis' });
    const error = await failure(connection.image.images().first(), DiscoveryError);
    assert.match(error.message, new RegExp(`no endpoint in region Atlantis; it is in ${regionName}`));
  });

  test('an image endpoint that is down is a NetworkError', async (t) => {
    const endpointOverrides = { image: 'http://127.0.0.1:1/v2' };
    const connection = await open(t, { auth, regionName, endpointOverrides });
    const error = await failure(connection.image.createImage({ name: uniqueName() }), NetworkError);
    assert.equal(error.message, 'POST http://127.0.0.1:1: connection refused');
  });

  test('an option that there is not', async () => {
    const options: object = { cloudd: config.cloud };
    assert.match(
      (await failure(connect(options), OptionError)).message,
      /no option cloudd; did you mean cloud\?/,
    );
  });
});
