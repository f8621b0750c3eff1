import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { HttpError, type Session } from '@ostk/sdk';

import { listImages, openSession, startFakeCloud, tokenBody } from '../http/support/cloud.ts';
import { sendJson } from '../http/support/server.ts';
import { resolveCloudOf, writeFiles } from './support/world.ts';

/** A session for a cloud of a file with these settings. */
async function sessionWith(t: TestContext, authUrl: string, settings: object): Promise<Session> {
  const root = await writeFiles(t, { 'clouds.yaml': JSON.stringify({ clouds: { here: settings } }) });
  return openSession(t, authUrl, {
    cloud: 'here',
    configFile: join(root, 'clouds.yaml'),
    // Without `attempts`, which would win over the file.
    retry: { baseDelay: 1, maxDelay: 1 },
  });
}

for (const retries of [0, 2]) {
  test(`image_status_code_retries: ${retries} is how often a request is sent again`, async (t) => {
    const cloud = await startFakeCloud(t, { image: (_, response) => sendJson(response, {}, 503) });
    const session = await sessionWith(t, cloud.authUrl, { image_status_code_retries: retries });
    await assert.rejects(session.json(listImages), HttpError);
    assert.equal(cloud.calls.length, retries + 1);
  });
}

test('the option retry wins over what a file says of retries', async (t) => {
  const world = { options: { retry: { attempts: 1 } } };
  const { services } = await resolveCloudOf(
    t,
    'image_status_code_retries: 9\nauth: {auth_url: "http://k"}',
    world,
  );
  assert.equal(services.image.statusCodeRetries, undefined);
});

test('compute_default_microversion goes with requests that name none', async (t) => {
  const versions: (string | undefined)[] = [];
  const cloud = await startFakeCloud(t, {
    image: (received, response) => {
      versions.push(received.headers['openstack-api-version']?.toString());
      sendJson(response, {});
    },
  });
  const url = `${cloud.url}/image/v2.1`;
  const session = await sessionWith(t, cloud.authUrl, {
    compute_default_microversion: '2.79',
    compute_endpoint_override: url,
  });
  const request = { service: 'compute', method: 'GET', path: '/servers' } as const;
  await session.json(request);
  await session.json({ ...request, microversion: '2.90' });
  assert.deepEqual(versions, ['compute 2.79', 'compute 2.90']);
});

test('of two services of one type, image_service_name chooses', async (t) => {
  const cloud = await startFakeCloud(t, {
    keystone: (_, response) => {
      response.setHeader('X-Subject-Token', 'token');
      const services = ['old', 'new'].map((name) => ({
        type: 'image',
        url: `${cloud.url}/${name}/image/v2`,
      }));
      const body: unknown = JSON.parse(JSON.stringify(tokenBody(services)), (_key, value: unknown) => {
        const url =
          typeof value === 'object' && value !== null && 'endpoints' in value ? JSON.stringify(value) : '';
        return url === '' ? value : Object.assign({}, value, { name: url.includes('/new/') ? 'new' : 'old' });
      });
      sendJson(response, body, 201);
    },
  });
  const session = await sessionWith(t, cloud.authUrl, { image_service_name: 'new' });
  assert.equal(await session.endpoint('image'), `${cloud.url}/new/image/v2`);
  const wrong = await sessionWith(t, cloud.authUrl, { image_service_name: 'other' });
  await assert.rejects(wrong.endpoint('image'), {
    name: 'DiscoveryError',
    message: /no image service named other; it has new, old/,
  });
});

test('image_region_name and image_interface choose the endpoint of Glance alone', async (t) => {
  const cloud = await startFakeCloud(t, {
    keystone: (_, response) => {
      response.setHeader('X-Subject-Token', 'token');
      const token: unknown = Reflect.get(tokenBody([]), 'token');
      sendJson(
        response,
        { token: Object.assign({}, token, { catalog: [service('image'), service('compute')] }) },
        201,
      );
    },
  });
  const endpoint = (type: string, region: string, name: string): object => ({
    id: 'e',
    type,
    region,
    interface: name,
    url: `${cloud.url}/${region}/${name}/${type}/v2`,
  });
  const service = (type: string): object => ({
    type,
    name: type,
    endpoints: [endpoint(type, 'One', 'public'), endpoint(type, 'Two', 'internal')],
  });
  const session = await sessionWith(t, cloud.authUrl, {
    region_name: 'One',
    image_region_name: 'Two',
    image_interface: ['admin', 'internal'],
  });
  assert.equal(await session.endpoint('image'), `${cloud.url}/Two/internal/image/v2`);
  assert.equal(await session.endpoint('compute'), `${cloud.url}/One/public/compute/v2`);
});
