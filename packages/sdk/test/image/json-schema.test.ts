import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { problemsOf } from '#src/image/json-schema.js';
import { assert as check, jsonValue, property } from 'fast-check';

const definitions = {
  text: { type: 'array', items: { type: 'string' }, minItems: 1, uniqueItems: true },
  count: { type: 'integer', minimum: 0 },
  countOr0: { allOf: [{ $ref: '#/definitions/count' }, { default: 0 }] },
};

const cases: readonly (readonly [string, object, unknown, readonly string[]])[] = [
  ['a type', { type: 'string' }, 'x', []],
  ['another type', { type: 'string' }, 1, ['is 1, not of type string']],
  ['one of several types', { type: ['null', 'string'] }, null, []],
  ['none of several types', { type: ['null', 'string'] }, false, ['is false, not of type null or string']],
  ['a whole number', { type: 'integer' }, 3, []],
  ['a fraction is no integer', { type: 'integer' }, 3.5, ['is 3.5, not of type integer']],
  ['a fraction is a number', { type: 'number' }, 3.5, []],
  ['a list is no object', { type: 'object' }, [], ['is [], not of type object']],
  ['null is no object', { type: 'object' }, null, ['is null, not of type object']],
  ['a choice', { enum: [null, 'a'] }, 'a', []],
  ['no choice', { enum: [null, 'a'] }, 'b', ['is "b", not one of null, a']],
  ['a pattern', { pattern: '^a+$' }, 'aaa', []],
  ['not the pattern', { pattern: '^a+$' }, 'b', ['does not match ^a+$']],
  ['a pattern that is none says nothing', { pattern: '(' }, 'b', []],
  ['a length in characters, not in units', { maxLength: 2 }, '😀😀', []],
  ['too long', { maxLength: 2 }, 'abc', ['has 3 characters, more than 2']],
  ['too short', { minLength: 2 }, 'a', ['has 1 characters, fewer than 2']],
  ['too great', { maximum: 2 }, 3, ['is 3, more than 2']],
  ['too small', { minimum: 2 }, 1, ['is 1, less than 2']],
  ['too many', { maxItems: 1 }, [1, 2], ['has 2 items, more than 1']],
  ['too few', { minItems: 1 }, [], ['has 0 items, fewer than 1']],
  [
    'twice',
    { uniqueItems: true },
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    ['has an item twice'],
  ],
  ['items', { items: { type: 'string' } }, ['a', 1], ['1 is 1, not of type string']],
  ['a member', { properties: { a: { type: 'string' } } }, { a: 1 }, ['a is 1, not of type string']],
  ['a member that is missing', { required: ['a', 'b'] }, { b: 1 }, ['a is missing']],
  ['another member', { additionalProperties: { type: 'string' } }, { x: 1 }, ['x is 1, not of type string']],
  ['no other member', { additionalProperties: false }, { x: 1 }, ['x is not known']],
  ['any other member', { additionalProperties: true }, { x: 1 }, []],
  [
    'a reference',
    { definitions, properties: { a: { $ref: '#/definitions/text' } } },
    { a: [] },
    ['a has 0 items, fewer than 1'],
  ],
  [
    'a reference in a part',
    { definitions, properties: { a: { $ref: '#/definitions/countOr0' } } },
    { a: -1 },
    ['a is -1, less than 0'],
  ],
  ['a reference that leads nowhere says nothing', { $ref: '#/definitions/x' }, 1, []],
  [
    'what every object has is no member',
    { properties: {}, additionalProperties: false },
    { constructor: 1 },
    ['constructor is not known'],
  ],
];

describe('the JSON schemas of the Image service', () => {
  for (const [what, schema, value, expected] of cases) {
    test(what, () => {
      const problems = problemsOf(value, { ...schema });
      assert.deepEqual(
        problems.map(({ path, problem }) => [...path, problem].join(' ')),
        expected,
      );
    });
  }

  test('a schema with an object in the place of a name is no reason to throw', () => {
    const odd = { toString: '' };
    assert.equal(problemsOf('x', { enum: [odd] })[0]?.problem, 'is "x", not one of {"toString":""}');
    assert.equal(problemsOf('x', { type: [odd] }).length <= 1, true);
  });

  test('an empty schema takes everything, and nothing throws', () => {
    check(
      property(jsonValue(), jsonValue(), (value, anything) => {
        assert.deepEqual(problemsOf(value, {}), []);
        const schema = {
          type: anything,
          enum: anything,
          properties: anything,
          items: anything,
          required: anything,
        };
        assert.ok(Array.isArray(problemsOf(value, { ...schema, pattern: anything, allOf: anything })));
      }),
    );
  });
});
