import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { test, type TestContext } from 'node:test';

import { HttpError, OptionError, type SessionEvent } from '@ostk/sdk';

import { routeOf } from '#src/http/route.js';

import {
  createImage,
  type FakeCloud,
  listImages,
  openSession,
  rejectionOf,
  startFakeCloud,
} from './support/cloud.ts';
import { sendJson } from './support/server.ts';

const id = 'req-01234567-89ab-cdef-0123-456789abcdef';

function typesOf(events: readonly SessionEvent[]): readonly string[] {
  return events.map(({ type }) => type);
}

function only<Type extends SessionEvent['type']>(
  events: readonly SessionEvent[],
  type: Type,
): readonly Extract<SessionEvent, { type: Type }>[] {
  return events.filter((event): event is Extract<SessionEvent, { type: Type }> => event.type === type);
}

test('a call: start and end, with ids, attempts and time; the login before it', async (t) => {
  const cloud = await startFakeCloud(t, {
    image: (_received, response) => sendJson(response, {}, 200, { 'X-Openstack-Request-Id': 'req-theirs' }),
  });
  const events: SessionEvent[] = [];
  const session = await openSession(t, cloud.authUrl, { onEvent: (event) => events.push(event) });
  await session.json({ ...listImages, path: '/images/11aa/file', query: [['token', 'c4n4ry']] });
  const expected = [
    'login:start',
    'request:start',
    'request:end',
    'login:end',
    'request:start',
    'request:end',
  ];
  assert.deepEqual(typesOf(events), expected);
  const [, end] = only(events, 'request:end');
  assert(end !== undefined);
  const { duration, request, ...rest } = end;
  assert.deepEqual(rest, { type: 'request:end', status: 200, requestId: 'req-theirs', attempts: 1 });
  assert(duration > 0);
  assert.equal(request.service, 'image');
  assert.equal(request.route, '/images/{id}/file');
  assert.equal(request.url, `${cloud.url}/image/v2/images/11aa/file?token=***`);
  assert.equal(request.sentRequestId, cloud.calls[0]?.headers['x-openstack-request-id']);
  assert.equal(only(events, 'request:start')[1]?.request, request, 'one object for all events of a call');
  const [login] = only(events, 'login:end');
  assert.equal(login?.login.authUrl, cloud.authUrl);
  assert.equal(login?.cached, false);
});

test('each repetition is told with its reason and its delay; one id goes with all of them', async (t) => {
  let left = 2;
  const cloud = await startFakeCloud(t, {
    image: (_received, response) => sendJson(response, {}, left-- > 0 ? 503 : 200, { 'Retry-After': '0' }),
  });
  const events: SessionEvent[] = [];
  const session = await openSession(t, cloud.authUrl, { onEvent: (event) => events.push(event) });
  await session.json(listImages);
  const retries = only(events, 'request:retry');
  assert.deepEqual(
    retries.map(({ attempt, delay }) => [attempt, delay]),
    [
      [1, 0],
      [2, 0],
    ],
  );
  assert(retries.every(({ error }) => error instanceof HttpError && error.status === 503));
  assert.equal(only(events, 'request:end')[1]?.attempts, 3);
  assert.equal(new Set(cloud.calls.map(({ headers }) => headers['x-openstack-request-id'])).size, 1);
});

test('a call that fails ends with its error; so does one that is aborted while it waits', async (t) => {
  let status = 409;
  const cloud = await startFakeCloud(t, {
    image: (_received, response) => sendJson(response, {}, status, { 'Retry-After': '60' }),
  });
  const abort = new AbortController();
  const events: SessionEvent[] = [];
  const session = await openSession(t, cloud.authUrl, {
    onEvent: (event) => {
      events.push(event);
      if (event.type === 'request:retry') abort.abort(new Error('enough'));
    },
  });
  const error = await rejectionOf(session.json(createImage));
  status = 503;
  await rejectionOf(session.json({ ...listImages, signal: abort.signal }));
  const failed = only(events, 'request:error');
  assert.equal(failed[0]?.error, error);
  assert.equal(String(failed[1]?.error), 'Error: enough');
});

async function listenTo(t: TestContext, cloud: FakeCloud, ...names: readonly string[]): Promise<unknown[]> {
  const heard: unknown[] = [];
  const listener = (message: unknown): void => {
    const url: unknown = JSON.parse(JSON.stringify(message)).request?.url;
    // Other tests of this file may run beside it.
    if (typeof url !== 'string' || url.startsWith(cloud.url)) heard.push(message);
  };
  for (const name of names) {
    subscribe(`ostk:${name}`, listener);
    t.after(() => unsubscribe(`ostk:${name}`, listener));
  }
  return heard;
}

test('the same events go to the channels of diagnostics_channel', async (t) => {
  const cloud = await startFakeCloud(t);
  const told: SessionEvent[] = [];
  const session = await openSession(t, cloud.authUrl, { onEvent: (event) => told.push(event) });
  const heard = await listenTo(t, cloud, 'request:start', 'request:end');
  await session.json(listImages);
  assert.deepEqual(
    heard,
    told.filter(({ type }) => type.startsWith('request')),
  );
  assert.equal(heard.length, 4);
});

test('a listener that throws fails no call', async (t) => {
  const cloud = await startFakeCloud(t);
  const session = await openSession(t, cloud.authUrl, {
    onEvent: (event) => {
      if (event.type === 'request:end' && event.request.service === 'image') throw new Error('listener');
    },
  });
  // The test runner takes an uncaught exception for a failure of its own, unless somebody else takes it.
  const runners = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  t.after(() => {
    for (const runner of runners) process.on('uncaughtException', runner);
  });
  const uncaught = once(process, 'uncaughtException');
  assert.equal((await session.json(listImages)).status, 200);
  assert.equal(String((await uncaught)[0]), 'Error: listener');
});

test('globalRequestId goes with every request, the login too; a call may have its own', async (t) => {
  const cloud = await startFakeCloud(t);
  const session = await openSession(t, cloud.authUrl, { globalRequestId: id });
  const other = id.replace('0123', '3210');
  await session.json(listImages);
  await session.json({ ...listImages, globalRequestId: other });
  const sent = [...cloud.logins, ...cloud.calls].map(({ headers }) => headers['x-openstack-request-id']);
  assert.deepEqual(sent, [id, id, other]);
});

test('what is no request id is refused: services would put one of their own in its place', async (t) => {
  const cloud = await startFakeCloud(t);
  for (const wrong of ['', 'req-1', `${id}\r\nX: y`]) {
    assert(
      (await rejectionOf(openSession(t, cloud.authUrl, { globalRequestId: wrong }))) instanceof OptionError,
    );
  }
});

test('routes are few: ids, names and tags are not part of them', () => {
  for (const [path, route] of [
    ['/images', '/images'],
    ['/images/', '/images/'],
    ['/images/8d2b0a3e-0000-4000-8000-000000000000/members/abc', '/images/{id}/members/{id}'],
    ['/metadefs/namespaces/OS%3A%3ACompute/properties/x', '/metadefs/namespaces/{id}/properties/{id}'],
    ['/v3/auth/tokens', '/v3/auth/tokens'],
    ['/servers/1/action', '/servers/{id}/action'],
    ['/something/else', '/{id}/{id}'],
    ['', ''],
  ] as const) {
    assert.equal(routeOf(path), route);
  }
});
