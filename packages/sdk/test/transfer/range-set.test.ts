import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { RangeSet } from '#src/transfer/range-set.js';
import * as fc from 'fast-check';

const size = 60;

/** The simplest thing that could be meant: one flag for each byte. */
class Flags {
  readonly flags: boolean[] = Array.from({ length: size + 20 }, () => false);

  add(start: number, end: number): void {
    for (let position = start; position < end; position += 1) this.flags[position] = true;
  }
}

const range = fc
  .tuple(fc.nat(size), fc.nat(size))
  .map(([one, other]) => ({ start: Math.min(one, other), end: Math.max(one, other) }));

function bytesOf(ranges: readonly { readonly start: number; readonly end: number }[]): readonly number[] {
  return ranges.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, index) => start + index));
}

describe('RangeSet', () => {
  test('agrees with one flag a byte', () => {
    fc.assert(
      fc.property(fc.array(range), fc.integer({ min: 1, max: 25 }), (added, piece) => {
        const set = new RangeSet();
        const model = new Flags();
        for (const { start, end } of added) {
          set.add(start, end);
          model.add(start, end);
        }
        const there = model.flags.flatMap((flag, position) => (flag ? [position] : []));
        assert.deepEqual(bytesOf(set.ranges), there);
        assert.equal(set.count, there.length);
        const gap = model.flags.indexOf(false);
        assert.equal(set.frontier, gap);

        const missing = set.missing(size, piece);
        const gone = model.flags.slice(0, size).flatMap((flag, position) => (flag ? [] : [position]));
        assert.deepEqual(bytesOf(missing), gone);
        assert.ok(missing.every(({ start, end }) => end > start && end - start <= piece));
      }),
    );
  });

  test('is as small as it can be: neighbours are merged, and the order is ascending', () => {
    fc.assert(
      fc.property(fc.array(range), (added) => {
        const { ranges } = new RangeSet(added);
        for (const [index, { start, end }] of ranges.entries()) {
          assert.ok(end > start);
          const next = ranges[index + 1];
          if (next !== undefined) assert.ok(next.start > end);
        }
      }),
    );
  });

  test('can be emptied', () => {
    const set = new RangeSet([{ start: 3, end: 5 }]);
    set.clear();
    assert.deepEqual([set.count, set.frontier, set.ranges], [0, 0, []]);
    assert.deepEqual(set.missing(10, 4), [
      { start: 0, end: 4 },
      { start: 4, end: 8 },
      { start: 8, end: 10 },
    ]);
  });
});
