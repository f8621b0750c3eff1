import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  BadRequest,
  Conflict,
  Forbidden,
  HttpError,
  isConflict,
  isHttpError,
  isNotFound,
  isOstkError,
  NotFound,
  OstkError,
  PayloadTooLarge,
  RateLimited,
  ServerError,
  Unauthorized,
  UnsupportedMediaType,
} from '@ostk/sdk';

import { httpError, type Refusal } from '#src/http/http-error.js';
import { Redactor } from '#src/http/redactor.js';

import { listImages, openSession, rejectionOf, startFakeCloud } from './support/cloud.ts';

function errorOf(refusal: Partial<Refusal>): HttpError {
  const whole: Refusal = {
    method: 'GET',
    url: 'http://glance.example/v2/images/7',
    status: 400,
    headers: {},
    body: '',
    attempts: 1,
    ...refusal,
  };
  return httpError(whole, new Redactor());
}

const classes = [
  [400, BadRequest],
  [401, Unauthorized],
  [403, Forbidden],
  [404, NotFound],
  [410, NotFound],
  [409, Conflict],
  [413, PayloadTooLarge],
  [415, UnsupportedMediaType],
  [429, RateLimited],
  [500, ServerError],
  [502, ServerError],
  [503, ServerError],
  [504, ServerError],
  [599, ServerError],
] as const;

for (const [status, ErrorClass] of classes) {
  test(`${status} is ${ErrorClass.name}`, () => {
    const error = errorOf({ status });
    assert(error instanceof ErrorClass);
    assert(error instanceof HttpError && error instanceof OstkError && error instanceof Error);
    assert.equal(error.name, ErrorClass.name);
    assert.equal(error.code, 'ERR_HTTP');
    assert.equal(error.status, status);
  });
}

for (const status of [402, 405, 406, 412, 418, 422, 451]) {
  test(`${status} is a plain HttpError`, () => {
    const error = errorOf({ status });
    assert.equal(error.name, 'HttpError');
    assert.equal(error.constructor, HttpError);
  });
}

test('guards tell errors apart', () => {
  const missing = errorOf({ status: 404 });
  const conflict = errorOf({ status: 409 });
  assert(isNotFound(missing) && !isNotFound(conflict));
  assert(isConflict(conflict) && !isConflict(missing));
  assert(isHttpError(missing) && isHttpError(missing, 404) && !isHttpError(missing, 409));
  for (const other of [new Error('x'), undefined, 'text', { status: 404, name: 'NotFound' }]) {
    assert(!isHttpError(other) && !isNotFound(other) && !isConflict(other) && !isOstkError(other));
  }
  assert(isOstkError(missing));
});

test('the message: method, URL, status, reason, request id', () => {
  const error = errorOf({
    status: 404,
    headers: { 'x-openstack-request-id': 'req-7', 'content-type': 'application/json' },
    body: '{"message": "No image found with ID 7<br /><br />\\n\\n\\n"}',
  });
  assert.equal(
    error.message,
    'GET http://glance.example/v2/images/7: 404 No image found with ID 7 (request req-7)',
  );
  assert.equal(error.reason, 'No image found with ID 7');
  assert.equal(error.requestId, 'req-7');
});

test('the message tells how often it was tried, if more than once', () => {
  const headers = { 'x-openstack-request-id': 'req-7', 'content-type': 'application/json' };
  assert.match(
    errorOf({ status: 503, attempts: 4, headers }).message,
    /503 \(request req-7, tried 4 times\)$/,
  );
  assert.match(errorOf({ status: 503, attempts: 4, headers: {} }).message, /tried 4 times/);
});

test('a gateway that answered by itself is told apart from the service', () => {
  const html = { 'content-type': 'text/html' };
  assert.match(
    errorOf({ status: 413, headers: html }).message,
    /; a proxy in front of the service limits the size/,
  );
  for (const status of [502, 503, 504]) {
    assert.match(errorOf({ status, headers: html }).message, /; a proxy in front of the service answered$/);
    const own = { ...html, 'x-openstack-request-id': 'req-1' };
    assert.doesNotMatch(errorOf({ status, headers: own }).message, /proxy/);
  }
  assert.doesNotMatch(errorOf({ status: 500, headers: html }).message, /proxy/);
});

test('Retry-After is in the error, in milliseconds', () => {
  assert.equal(errorOf({ status: 429, headers: { 'retry-after': '5' } }).retryAfter, 5000);
  assert.equal(errorOf({ status: 429 }).retryAfter, undefined);
});

test('the message is one line, whatever the service says', () => {
  const body = '{"message": "one\\r\\ntwo\\u0000\\u001b[31mthree"}';
  const { message } = errorOf({ body, headers: { 'content-type': 'application/json' } });
  assert.doesNotMatch(message, /\p{Cc}/u);
});

test('of the body of an error no more than 64 KiB are read', async (t) => {
  const cloud = await startFakeCloud(t, {
    image: (_received, response) => {
      response.writeHead(400, { 'Content-Type': 'text/plain' });
      const chunk = 'x'.repeat(10_000);
      const more = (): void => {
        while (response.writable && response.write(chunk)) continue;
      };
      response.on('drain', more);
      more();
    },
  });
  const session = await openSession(t, cloud.authUrl);
  const error = await rejectionOf(session.json(listImages));
  assert(error instanceof BadRequest);
  assert.equal(error.body.length, 65_536);
  assert.equal(error.reason.length, 1000);
});

test('an error body that is cut off still explains', async (t) => {
  const cloud = await startFakeCloud(t, {
    image: (_received, response, request) => {
      response.writeHead(400, { 'Content-Type': 'text/plain', 'Content-Length': '1000' });
      response.write('Quota exceeded', () => request.socket.destroySoon());
    },
  });
  const session = await openSession(t, cloud.authUrl);
  const error = await rejectionOf(session.json(listImages));
  assert(error instanceof BadRequest);
  assert.equal(error.reason, 'Quota exceeded');
});

test('an error can be written as JSON', () => {
  const error = errorOf({ status: 404 });
  const { status, method } = JSON.parse(JSON.stringify(error));
  assert.equal(status, 404);
  assert.equal(method, 'GET');
});
