import assert from 'node:assert/strict';
import { test } from 'node:test';

import { HttpError } from '@ostk/sdk';

import { Secret } from '#src/config/secret.js';
import { httpError } from '#src/http/http-error.js';
import { Redactor } from '#src/http/redactor.js';

import { listImages, openSession, rejectionOf, startFakeCloud } from './support/cloud.ts';

const hour = 3_600_000;

test('a process that lives long does not keep every token that it ever had', () => {
  const redactor = new Redactor();
  redactor.add(new Secret('the password'));
  for (let count = 0; count < 10_000; count += 1) {
    redactor.addPassing([new Secret(`token-number-${count}`)], Date.now() + hour);
  }
  assert(redactor.size < 40, String(redactor.size));
  assert.equal(redactor.redact('the password, token-number-9999'), '***, ***');
});

test('one that ended long ago is forgotten; what has no end is not', () => {
  const redactor = new Redactor();
  redactor.add(new Secret('the password'));
  redactor.addPassing([new Secret('old-token')], Date.now() - 48 * hour);
  redactor.addPassing([new Secret('just-ended')], Date.now() - hour);
  redactor.addPassing([new Secret('new-token')], Date.now() + hour);
  assert.equal(redactor.redact('old-token just-ended new-token the password'), 'old-token *** *** ***');
  assert.equal(redactor.size, 3);
});

const secret = 'c4n4ry-of-some-length-+/=';

for (const [what, spelled] of [
  ['as it is', secret],
  ['escaped', secret.replaceAll(/[^\w-]/g, (one) => `&#${one.charCodeAt(0)};`)],
] as const) {
  test(`a secret ${what} at any place around the cut of a body: no part of it is left`, () => {
    const redactor = new Redactor();
    redactor.add(new Secret(secret));
    for (const cut of [64 * 1024, 128 * 1024]) {
      for (let before = 0; before <= spelled.length; before += 1) {
        const body = ('x'.repeat(cut - before) + spelled + 'y'.repeat(1000)).slice(0, 128 * 1024);
        const refusal = { method: 'GET', url: 'http://h/', status: 500, headers: {}, body, attempts: 1 };
        const error = httpError(refusal, redactor);
        assert(error.body.length <= 64 * 1024);
        assert.doesNotMatch(error.body, /c4n|&#/);
      }
    }
  });
}

test('of a body full of secrets nothing is left at its end either', () => {
  const redactor = new Redactor();
  redactor.add(new Secret(secret));
  const body = `${secret} `.repeat(10_000).slice(0, 128 * 1024);
  const refusal = { method: 'GET', url: 'http://h/', status: 500, headers: {}, body, attempts: 1 };
  assert.doesNotMatch(httpError(refusal, redactor).body, /c4n/);
});

test('over the network: a token across the 64 KiB that are kept', async (t) => {
  const cloud = await startFakeCloud(t, {
    image: ({ headers }, response) => {
      const token = String(headers['x-auth-token']);
      response.writeHead(400, { 'Content-Type': 'text/plain' });
      response.end('x'.repeat(64 * 1024 - 3) + token + 'y'.repeat(100_000));
    },
  });
  const session = await openSession(t, cloud.authUrl);
  const error = await rejectionOf(session.json(listImages));
  assert(error instanceof HttpError);
  assert.equal(error.body.slice(-6), 'xxx***');
});
