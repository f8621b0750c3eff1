import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import { compareMicroversions, OptionError, type Session, speaksMicroversion } from '@ostk/sdk';

import { type FakeCloud, openSession, rejectionOf, startFakeCloud } from './support/cloud.ts';
import { type Handler, sendJson } from './support/server.ts';

const nova = {
  versions: [
    { id: 'v2.0', status: 'SUPPORTED', version: '', min_version: '', links: [] },
    { id: 'v2.1', status: 'CURRENT', version: '2.93', min_version: '2.1', links: [] },
  ],
};
const novaOne = { version: nova.versions[1] };

async function open(
  t: TestContext,
  compute: Handler,
  place = '/v2.1',
): Promise<{ readonly cloud: FakeCloud; readonly session: Session }> {
  const cloud = await startFakeCloud(t, {
    image: compute,
    catalog: (url) => [
      { type: 'compute', url: `${url}/image${place}` },
      { type: 'image', url: `${url}/image/glance/v2` },
    ],
  });
  return { cloud, session: await openSession(t, cloud.authUrl) };
}

const servers = { service: 'compute', method: 'GET', path: '/servers' } as const;

test('a request asks for its microversion by both headers, and learns by which one it was answered', async (t) => {
  const { cloud, session } = await open(t, (_received, response) =>
    sendJson(response, {}, 200, { 'OpenStack-API-Version': 'compute 2.45' }),
  );
  const answer = await session.json({ ...servers, microversion: '2.45' });
  assert.equal(answer.microversion, '2.45');
  assert.equal(cloud.calls[0]?.headers['openstack-api-version'], 'compute 2.45');
  assert.equal(cloud.calls[0]?.headers['x-openstack-nova-api-version'], '2.45');
});

test('without one, neither header is sent; an old service may say nothing', async (t) => {
  const { cloud, session } = await open(t, (_received, response) => sendJson(response, {}));
  const answer = await session.json(servers);
  assert.equal(answer.microversion, undefined);
  assert.equal(cloud.calls[0]?.headers['openstack-api-version'], undefined);
  assert.equal(cloud.calls[0]?.headers['x-openstack-nova-api-version'], undefined);
});

test('the answer may name several services, or use the old header', async (t) => {
  const { session } = await open(t, ({ path }, response) =>
    path.endsWith('/servers')
      ? sendJson(response, {}, 200, { 'OpenStack-API-Version': 'volume 3.1, compute 2.9' })
      : sendJson(response, {}, 200, { 'X-OpenStack-Nova-API-Version': '2.8' }),
  );
  assert.equal((await session.json(servers)).microversion, '2.9');
  assert.equal((await session.json({ ...servers, path: '/flavors' })).microversion, '2.8');
});

test('what is no microversion is refused before anything is sent', async (t) => {
  const { cloud, session } = await open(t, (_received, response) => sendJson(response, {}));
  for (const microversion of ['2', '2.latest', '2.1\r\nX: y', '']) {
    const error = await rejectionOf(session.json({ ...servers, microversion }));
    assert(error instanceof OptionError, microversion);
  }
  await session.json({ ...servers, microversion: 'latest' });
  assert.equal(cloud.calls.length, 1);
});

test("a service's range is asked for once, without a token, at the version's own document", async (t) => {
  const { cloud, session } = await open(t, ({ path }, response) =>
    path === '/image/v2.1/' ? sendJson(response, novaOne) : sendJson(response, {}, 404),
  );
  const both = await Promise.all([session.microversions('compute'), session.microversions('compute')]);
  assert.deepEqual(both, [
    { min: '2.1', max: '2.93' },
    { min: '2.1', max: '2.93' },
  ]);
  await session.microversions('compute');
  assert.equal(cloud.calls.length, 1);
  assert.equal(cloud.calls[0]?.headers['x-auth-token'], undefined);
});

test("a service that wants a token for its version's document: the list above it", async (t) => {
  const { session } = await open(t, ({ path }, response) =>
    path === '/image/' ? sendJson(response, nova, 300) : sendJson(response, {}, 401),
  );
  assert.deepEqual(await session.microversions('compute'), { min: '2.1', max: '2.93' });
});

const project = '0123456789abcdef0123456789abcdef';

test("a project's id behind the version, as in old catalogs", async (t) => {
  const { cloud, session } = await open(
    t,
    ({ path }, response) => (path === '/image/v2.1/' ? sendJson(response, novaOne) : sendJson(response, {})),
    `/v2.1/${project}`,
  );
  assert.deepEqual(await session.microversions('compute'), { min: '2.1', max: '2.93' });
  await session.json(servers);
  assert.deepEqual(
    cloud.calls.map(({ path }) => path),
    ['/image/v2.1/', `/image/v2.1/${project}/servers`],
  );
});

test('a service without microversions has none; a failure is not remembered', async (t) => {
  let refused = true;
  const { session } = await open(t, ({ path }, response) => {
    if (path.startsWith('/image/glance')) sendJson(response, { versions: [{ id: 'v2.16', links: [] }] });
    else if (refused) response.socket?.destroy();
    else sendJson(response, novaOne);
  });
  assert.equal(await session.microversions('image'), undefined);
  await rejectionOf(session.microversions('compute'));
  refused = false;
  assert.deepEqual(await session.microversions('compute'), { min: '2.1', max: '2.93' });
});

test('microversions are compared as numbers', () => {
  assert(compareMicroversions('2.9', '2.10') < 0);
  assert(compareMicroversions('3.0', '2.99') > 0);
  assert.equal(compareMicroversions('2.1', '2.1'), 0);
  const range = { min: '2.1', max: '2.93' };
  assert.deepEqual(
    ['2.0', '2.1', '2.9', '2.93', '2.94', '3.1'].map((one) => speaksMicroversion(range, one)),
    [false, true, true, true, false, false],
  );
});
