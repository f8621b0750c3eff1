import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Image, ImageQuery, TimeFilter } from '@ostk/sdk';

import { file } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { uniqueName } from '../harness/images.ts';
import { connectAs, create, upload } from './support.ts';

const demo = await connectAs('demo');
const { projectId } = await cloud.session('demo');
const tag = uniqueName();
const small = await upload(file, demo, {
  name: `${tag} small`,
  data: Buffer.alloc(100, 's'),
  tags: [tag, 'red'],
  visibility: 'private',
  properties: { os_distro: 'debian', colour: 'red' },
});
const large = await upload(file, demo, {
  name: `${tag} large`,
  data: Buffer.alloc(300, 'l'),
  tags: [tag, 'red', 'blue'],
  visibility: 'private',
  properties: { os_distro: 'debian', colour: 'blue' },
});
const empty = await create(file, demo, {
  name: `${tag} empty`,
  diskFormat: 'vmdk',
  containerFormat: 'ova',
  tags: [tag, 'blue'],
  protected: true,
  visibility: 'shared',
  properties: { os_distro: 'arch' },
});
const all = [small, large, empty];

async function list(query: ImageQuery): Promise<readonly string[]> {
  const images = await demo.image.images({ tag, ...query }).toArray();
  return images.map(({ id }) => id).toSorted();
}

const idsOf = (images: readonly Image[]): readonly string[] => images.map(({ id }) => id).toSorted();

const filters: readonly (readonly [string, ImageQuery, readonly Image[]])[] = [
  ['nothing but the tag', {}, all],
  ['id', { id: large.id }, [large]],
  ['several ids', { id: [large.id, empty.id] }, [large, empty]],
  ['name', { name: `${tag} small` }, [small]],
  ['a name that nobody has', { name: `${tag} smal` }, []],
  ['several names', { name: [`${tag} small`, `${tag} empty`, 'nobody'] }, [small, empty]],
  ['status', { status: 'active' }, [small, large]],
  ['several statuses', { status: ['active', 'queued'] }, all],
  ['a status that none has', { status: 'killed' }, []],
  ['disk format', { diskFormat: 'vmdk' }, [empty]],
  ['several disk formats', { diskFormat: ['vmdk', 'raw'] }, all],
  ['container format', { containerFormat: 'bare' }, [small, large]],
  ['several container formats', { containerFormat: ['ova', 'ovf'] }, [empty]],
  ['visibility private', { visibility: 'private' }, [small, large]],
  ['visibility shared', { visibility: 'shared', memberStatus: 'all' }, [empty]],
  ['visibility public', { visibility: 'public' }, []],
  ['visibility all', { visibility: 'all' }, all],
  ['owner', { owner: projectId }, all],
  ['another owner', { owner: '0'.repeat(32) }, []],
  ['a second tag', { tag: [tag, 'blue'] }, [large, empty]],
  ['three tags', { tag: [tag, 'red', 'blue'] }, [large]],
  ['protected', { protected: true }, [empty]],
  ['not protected', { protected: false }, [small, large]],
  ['hidden', { osHidden: true }, []],
  ['not hidden', { osHidden: false }, all],
  ['least size', { sizeMin: 300 }, [large]],
  ['greatest size', { sizeMax: 299, status: 'active' }, [small]],
  ['a span of sizes', { sizeMin: 100, sizeMax: 300 }, [small, large]],
  ['checksum', { checksum: small.checksum ?? '' }, [small]],
  ['hash', { osHashValue: large.osHashValue ?? '' }, [large]],
  ['a property', { properties: { os_distro: 'debian' } }, [small, large]],
  ['two properties', { properties: { os_distro: 'debian', colour: 'blue' } }, [large]],
  ['a property that none has', { properties: { [tag]: 'x' } }, []],
  ['several filters', { status: 'active', protected: false, sizeMax: 200, tag: [tag, 'red'] }, [small]],
];

const compare: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  gt: (a, b) => a > b,
  gte: (a, b) => a >= b,
  lt: (a, b) => a < b,
  lte: (a, b) => a <= b,
  eq: (a, b) => a === b,
  neq: (a, b) => a !== b,
};

suite('SDK: filters of the list', () => {
  for (const [what, query, expected] of filters) {
    test(what, async () => {
      assert.deepEqual(await list(query), idsOf(expected));
    });
  }

  // Glance shows whole seconds, but some databases keep fractions: only what is a second away compares alike in all.
  const second = 1000;
  const times = all.flatMap(({ createdAt, updatedAt }) => [Date.parse(createdAt), Date.parse(updatedAt)]);
  const pivots: readonly (readonly [string, Date])[] = [
    ['a time before all', new Date(Math.min(...times) - second)],
    ['a time after all', new Date(Math.max(...times) + 2 * second)],
  ];
  const byTime = (operator: string, pivot: Date): readonly string[] =>
    idsOf(all.filter(({ createdAt }) => compare[operator]?.(Date.parse(createdAt), pivot.getTime())));
  for (const operator of ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const) {
    for (const [what, pivot] of pivots) {
      test(`createdAt and updatedAt ${operator} ${what}`, async () => {
        const filter = timeFilter(operator, pivot);
        const expected = byTime(operator, pivot);
        assert.deepEqual(await list({ createdAt: filter }), expected);
        assert.deepEqual(await list({ updatedAt: filter }), expected);
      });
    }
  }

  test('a time as text, and with another offset than UTC', async () => {
    const { createdAt } = large;
    const local = new Date(Date.parse(createdAt) + 2 * 3600 * second).toISOString().replace('Z', '+02:00');
    for (const text of [createdAt, local]) {
      assert.deepEqual(await list({ createdAt: { gte: text } }), byTime('gte', new Date(createdAt)));
      assert.deepEqual(await list({ createdAt: { lt: text } }), byTime('lt', new Date(createdAt)));
    }
  });
});

function timeFilter(operator: 'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq', pivot: Date): TimeFilter {
  const filters = {
    gt: { gt: pivot },
    gte: { gte: pivot },
    lt: { lt: pivot },
    lte: { lte: pivot },
    eq: { eq: pivot },
    neq: { neq: pivot },
  };
  return filters[operator];
}
