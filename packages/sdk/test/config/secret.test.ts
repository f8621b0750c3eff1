import assert from 'node:assert/strict';
import { test } from 'node:test';
import { format, inspect } from 'node:util';

import * as fc from 'fast-check';

import { Secret } from '#src/config/secret.js';

const canary = 'c4n4ry-value';

const printed: readonly (readonly [string, (secret: Secret) => string])[] = [
  ['a template', (secret) => `the secret ${String(secret)}`],
  ['concatenation', (secret) => `x${secret.toString()}`],
  ['JSON', (secret) => JSON.stringify({ secret })],
  ['util.inspect', (secret) => inspect(secret, { depth: Infinity, showHidden: true, getters: true })],
  ['console.log', (secret) => format('%s %o %O %j', secret, secret, secret, secret)],
  ['its own properties', (secret) => Object.getOwnPropertyNames(secret).join()],
  ['a structured clone', (secret) => inspect(structuredClone(secret), { showHidden: true })],
];

for (const [how, print] of printed) {
  test(`a secret is not shown by ${how}`, () => {
    assert(!print(new Secret(canary)).includes(canary));
  });
}

test('it gives its value to those who ask for it by name', () => {
  fc.assert(fc.property(fc.string(), (value) => new Secret(value).reveal() === value));
});
