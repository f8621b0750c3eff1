import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as fc from 'fast-check';

import { parseText } from '#src/config/yaml.js';

import { resolveCloudOf } from './support/world.ts';

function parseTree(text: string, file: string): ReturnType<typeof parseText>['tree'] {
  return parseText(text, file).tree;
}

const asWritten = [
  ['an id of digits only', '12345678901234567890123456789012'],
  ['an id that looks like a float', '1234567e901234567890123456789012'],
  ['a leading zero', '012345'],
  ['an exponent', '1e5'],
  ['a float with a trailing zero', '2.10'],
  ['a boolean of YAML 1.2', 'true'],
  ['a boolean of YAML 1.1', 'yes'],
  ['another boolean of YAML 1.1', 'no'],
  ['octal digits', '0o17'],
  ['hexadecimal digits', '0x1F'],
  ['a sexagesimal number', '12:30:45'],
  ['a date', '2001-12-14'],
  ['infinity', '.inf'],
  ['not a number', '.nan'],
  ['an underscore', '1_000'],
  ['a sign', '+1'],
] as const;

for (const [what, text] of asWritten) {
  test(`${what} stays the text it was written as: ${text}`, async (t) => {
    const { auth } = await resolveCloudOf(
      t,
      `auth:\n  auth_url: http://keystone.example\n  username: ${text}\n  password: ${text}\n  project_id: ${text}`,
    );
    assert.equal(auth.projectId, text);
    assert.equal(auth.username, text);
    assert.equal(auth.password?.reveal(), text);
  });
}

test('quotes make no difference to what a scalar is', () => {
  const { clouds } = parseTree(`clouds: {a: "012", b: '012', c: 012}`, 'clouds.yaml');
  assert.deepEqual(clouds, { a: '012', b: '012', c: '012' });
});

for (const nothing of ['', '~', 'null', 'Null', 'NULL']) {
  test(`a value written as ${nothing || 'nothing at all'} is not given`, async (t) => {
    const { auth, tls } = await resolveCloudOf(
      t,
      `cacert: ${nothing}\nauth:\n  auth_url: http://keystone.example\n  project_id: ${nothing}`,
    );
    assert.equal(auth.projectId, undefined);
    assert.equal(tls.cacert, undefined);
  });
}

test('the word null in quotes is text', async (t) => {
  const { auth } = await resolveCloudOf(t, `auth: {auth_url: "http://k", username: "null", password: '~'}`);
  assert.equal(auth.username, 'null');
  assert.equal(auth.password?.reveal(), '~');
});

test('null in JSON is not given', () => {
  assert.deepEqual(parseTree('{"clouds": {"a": {"region_name": null}}}', 'clouds.json'), {
    clouds: { a: { region_name: '' } },
  });
});

test('an explicit tag does not change the text', () => {
  assert.deepEqual(parseTree('a: !!str 012\nb: !!int 012\n', 'clouds.yaml'), { a: '012', b: '012' });
});

test('block scalars keep their lines', () => {
  assert.deepEqual(parseTree('a: |\n  one\n  two\nb: >-\n  one\n  two\n', 'clouds.yaml'), {
    a: 'one\ntwo\n',
    b: 'one two',
  });
});

test('any text in JSON quotes comes back as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const tree = parseTree(`password: ${JSON.stringify(text)}\n`, 'clouds.yaml');
      assert.deepEqual(tree, { password: text });
    }),
  );
});

test('any text in single quotes comes back as it was', () => {
  const printable = fc.string({
    unit: fc.integer({ min: 0x20, max: 0x7e }).map((c) => String.fromCodePoint(c)),
  });
  fc.assert(
    fc.property(printable, (text) => {
      const tree = parseTree(`password: '${text.replaceAll("'", "''")}'\n`, 'clouds.yaml');
      assert.deepEqual(tree, { password: text });
    }),
  );
});

test('any number, written without quotes, comes back as it was written', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'.split('')), minLength: 1, maxLength: 40 });
  const number = fc
    .tuple(digits, fc.constantFrom('', '.', 'e', 'E', '_'), digits)
    .map(([whole, between, rest]) => (between === '' ? whole : whole + between + rest));
  fc.assert(
    fc.property(number, (text) => {
      assert.deepEqual(parseTree(`project_id: ${text}\n`, 'clouds.yaml'), { project_id: text });
    }),
  );
});
