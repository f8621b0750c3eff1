import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as fc from 'fast-check';

import { reasonFrom } from '#src/http/error-body.js';

/** What could stand in a body: anything, and much that looks like what is looked for. */
const pieces = fc.oneof(
  fc.string(),
  fc.json(),
  fc.constantFrom(
    '<html>',
    '<body',
    '<h1>',
    '</h1>',
    '<script>',
    '<style',
    '<a',
    '&#x110000;',
    '&#xD800;',
    '&#0;',
    '&#99999999999999;',
    '&amp;amp;',
    '\u001B[31m',
    '\u0085',
    '\u2028',
    '\0',
    '{"error":',
    '{"message":"',
    '"}',
    '\n\n',
  ),
);
const anyBody = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));
const anyType = fc.constantFrom(
  undefined,
  '',
  'application/json',
  'text/html',
  'text/plain',
  'application/octet-stream',
);
const anyStatus = fc.integer({ min: 400, max: 599 });

test('any body: no exception, one line, no control characters, of bounded length', () => {
  fc.assert(
    fc.property(anyBody, anyType, anyStatus, (body, type, status) => {
      const reason = reasonFrom(body, type, status);
      assert.doesNotMatch(reason, /[\p{Cc}\u2028\u2029]/u);
      assert(reason.length <= 1000);
    }),
    { numRuns: 500 },
  );
});

test('any JSON value: no exception, one line', () => {
  fc.assert(
    fc.property(fc.json(), (body) => {
      assert.doesNotMatch(reasonFrom(body, 'application/json', 400), /[\p{Cc}\u2028\u2029]/u);
    }),
  );
});

test('any message in any known shape is found', () => {
  const message = fc.stringMatching(/^[a-z]{1,10}( [a-z]{1,10}){0,5}$/);
  const shape = fc.constantFrom<(text: string) => unknown>(
    (text) => ({ error: { message: text } }),
    (text) => ({ message: text, code: '409 Conflict' }),
    (text) => ({ conflictingRequest: { code: 409, message: text } }),
    (text) => ({ NeutronError: { message: text } }),
    (text) => ({ errors: [{ detail: text }] }),
    (text) => ({ error_message: JSON.stringify({ faultstring: text }) }),
    (text) => ({ faultstring: text }),
  );
  fc.assert(
    fc.property(message, shape, (text, wrap) => {
      assert.equal(reasonFrom(JSON.stringify(wrap(text)), 'application/json', 409), text);
    }),
  );
});

for (const unit of [
  '<a',
  '<script',
  '<h1',
  '<body',
  '<title',
  '{"error":',
  '[',
  '&#',
  '<!--',
  '"password": "',
]) {
  test(`64 KiB of ${unit} are dealt with`, { timeout: 5000 }, () => {
    const body = unit.repeat(65_536 / unit.length);
    for (const type of ['text/html', 'application/json']) {
      assert(reasonFrom(`<html>${body}`, type, 500).length <= 1000);
      assert(reasonFrom(body, type, 500).length <= 1000);
    }
  });
}

test('JSON in JSON in JSON, to the limit of a body, is dealt with', () => {
  const depth = 7000;
  const body = `${'{"error":'.repeat(depth)}"deep"${'}'.repeat(depth)}`;
  assert.equal(typeof reasonFrom(body, 'application/json', 500), 'string');
});
