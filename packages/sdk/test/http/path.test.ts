import assert from 'node:assert/strict';
import { test } from 'node:test';

import { OptionError, path } from '@ostk/sdk';
import * as fc from 'fast-check';

import { withQuery } from '#src/http/path.js';

/** Whether no half of a surrogate pair stands alone: such text cannot be sent. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

test('a value is one segment, whatever is in it', () => {
  assert.equal(path`/images/${'a/b?c=d#e'}/file`, '/images/a%2Fb%3Fc%3Dd%23e/file');
  assert.equal(path`/images/${'50 %'}/tags/${'ü'}`, '/images/50%20%25/tags/%C3%BC');
});

test('a path without values is as it is written', () => {
  assert.equal(path`/images`, '/images');
});

for (const value of ['', '.', '..']) {
  test(`"${value}" is no segment`, () => {
    assert.throws(() => path`/images/${value}`, {
      name: 'OptionError',
      message: `"${value}" cannot be an id, a name or a tag in a URL`,
    });
  });
}

test('an empty value in the middle is refused as well', () => {
  assert.throws(() => path`/images/${''}/members/${'m'}`, OptionError);
});

test('any value stays within its segment and comes back', () => {
  const value = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((text) => isWellFormed(text) && text !== '.' && text !== '..');
  fc.assert(
    fc.property(value, (text) => {
      const { pathname, search, hash } = new URL(`http://h/v2${path`/images/${text}/file`}`);
      const segments = pathname.split('/');
      assert.deepEqual(
        [segments.length, segments[3] === undefined ? '' : decodeURIComponent(segments[3])],
        [5, text],
      );
      assert.equal(search + hash, '');
    }),
  );
});

test('any query comes back, in its order', () => {
  const pairs = fc.array(
    fc.tuple(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'grapheme' })),
  );
  fc.assert(
    fc.property(pairs, (query) => {
      fc.pre(query.flat().every((text) => isWellFormed(text)));
      assert.deepEqual([...new URL(withQuery('http://h/x', query)).searchParams], query);
    }),
  );
});

test('no query leaves no question mark', () => {
  assert.equal(withQuery('http://h/x', []), 'http://h/x');
  assert.equal(withQuery('http://h/x', undefined), 'http://h/x');
});
