import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as fc from 'fast-check';

import { Secret } from '#src/config/secret.js';
import { Redactor, redactUrl } from '#src/http/redactor.js';

/** Whether no half of a surrogate pair stands alone: such text cannot be sent. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

function redact(text: string, ...secrets: readonly string[]): string {
  const redactor = new Redactor();
  redactor.add(...secrets.map((secret) => new Secret(secret)));
  return redactor.redact(text);
}

test('a secret is masked wherever it stands', () => {
  assert.equal(redact('user=x hunter22! and again:hunter22!', 'hunter22!'), 'user=x *** and again:***');
});

test('several secrets are masked', () => {
  assert.equal(redact('first second third', 'first', 'third'), '*** second ***');
});

test('a secret that is special in regular expressions is text', () => {
  assert.equal(redact('a.*b(c) a.*b[c] axxb', 'a.*b[c]'), 'a.*b(c) *** axxb');
});

test('a secret of three characters is not looked for: nothing would be left to read', () => {
  assert.equal(redact('a cat sat', 'a'), 'a cat sat');
  assert.equal(redact('a cat sat', 'cat'), 'a cat sat');
});

function asciiJson(value: string): string {
  return JSON.stringify(value)
    .slice(1, -1)
    .replace(/[^\u0020-\u007E]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function entities(value: string, write: (code: number) => string): string {
  return Array.from(value, (character) =>
    /[\w -]/.test(character) ? character : write(character.codePointAt(0) ?? 0),
  ).join('');
}

const named: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** How a service may write what it was sent. */
const encodings: Readonly<Record<string, (value: string) => string>> = {
  'as it is': (value) => value,
  'in JSON': (value) => JSON.stringify(value).slice(1, -1),
  'in ASCII JSON, as Python writes it': asciiJson,
  'in JSON in JSON': (value) => JSON.stringify(JSON.stringify(value).slice(1, -1)).slice(1, -1),
  'in a path': encodeURIComponent,
  'in a query': (value) => new URLSearchParams([['', value]]).toString().slice(1),
  'in HTML, by name': (value) => value.replace(/[&<>"']/g, (character) => named[character] ?? character),
  'in HTML, by decimal number': (value) => entities(value, (code) => `&#${code};`),
  'in HTML, by hexadecimal number': (value) =>
    entities(value, (code) => `&#x${code.toString(16).toUpperCase()};`),
};

const password = fc
  .string({ unit: 'grapheme', minLength: 4, maxLength: 30 })
  .filter((text) => isWellFormed(text));

for (const [how, encode] of Object.entries(encodings)) {
  test(`a secret is masked when it is written ${how}`, () => {
    const difficult = 'p&ss<w>"ö\\rd\' %/+é\u{1F511}';
    assert.equal(redact(`before|${encode(difficult)}|after`, difficult), 'before|***|after');
    fc.assert(
      fc.property(password, (secret) => {
        const written = encode(secret);
        assert(!redact(`before|${written}|after`, secret).includes(written));
      }),
    );
  });
}

test('fields with telling names are masked, though their values are not known', () => {
  const body = JSON.stringify({
    password: 'a"b',
    adminPass: 'c',
    auth: { token: 'd', client_secret: 'e', access_token: 'f', passcode: 'g' },
    user_data: 'h',
    name: 'kept',
    tokens: 'kept as well',
  });
  assert.deepEqual(JSON.parse(redact(body)), {
    password: '***',
    adminPass: '***',
    auth: { token: '***', client_secret: '***', access_token: '***', passcode: '***' },
    user_data: '***',
    name: 'kept',
    tokens: 'kept as well',
  });
});

test('a URL shows no user, no password and no sensitive parameter', () => {
  assert.equal(
    redactUrl(
      'https://me:hunter2@glance.example:9292/v2/images?limit=5&X-Auth-Token=abc&temp_url_sig=def&name=x',
    ),
    'https://glance.example:9292/v2/images?limit=5&X-Auth-Token=***&temp_url_sig=***&name=x',
  );
  assert.equal(
    redactUrl('http://h/?access_token=a&token=b&signature=c'),
    'http://h/?access_token=***&token=***&signature=***',
  );
});

test('a URL without anything sensitive is shown as it is', () => {
  assert.equal(redactUrl('http://h/v2/images?a=1&b=%20'), 'http://h/v2/images?a=1&b=%20');
  assert.equal(redactUrl('no url'), 'no url');
});

test('a long body without secrets is dealt with', { timeout: 5000 }, () => {
  for (const text of ['"', '\\', '"a_', 'x', '"password":"', '&#0']) {
    redact(text.repeat(65_536 / text.length), 'back\\slash"quote', 'correct horse');
  }
});
