import assert from 'node:assert/strict';
import { test } from 'node:test';

import { file } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { assertImageError, explained } from '../harness/errors.ts';
import { createActiveImage, uniqueName } from '../harness/images.ts';
import { listAt, stringAt } from '../harness/json.ts';

const demo = await cloud.session('demo');
const tag = uniqueName();
// Named by their size, in the order of creation.
for (const [name, data] of [
  ['b', '1'],
  ['a', '333'],
  ['C', '22'],
  ['b', '4444'],
] as const) {
  await createActiveImage(file, demo, data, { name, size_name: String(data.length), tags: [tag] });
}

async function order(query: string): Promise<string> {
  const answer = await demo.image('GET', `/v2/images?tag=${tag}${query}`);
  assert.equal(answer.status, 200, answer.text);
  return listAt(answer.json, 'images')
    .map((image) => stringAt(image, 'size_name'))
    .join('');
}

suite('Glance: order of the list', () => {
  const orders: readonly (readonly [string, string, string])[] = [
    ['the newest first, when nothing is said', '', '4231'],
    ['sort=created_at:asc', '&sort=created_at:asc', '1324'],
    ['sort=size:asc', '&sort=size:asc', '1234'],
    ['sort=size is descending', '&sort=size', '4321'],
    ['sort=name:asc goes by code points, equal names oldest first', '&sort=name:asc', '2314'],
    ['sort=name:desc, equal names newest first', '&sort=name:desc', '4132'],
    ['of two keys in one direction, what is equal goes newest first', '&sort=status:asc,name:asc', '2341'],
    ['sort=name:desc,size:asc', '&sort=name:desc,size:asc', '1432'],
    ['sort=name:asc,created_at:asc', '&sort=name:asc,created_at:asc', '2314'],
    ['sort_key=size is descending', '&sort_key=size', '4321'],
    ['sort_key=size&sort_dir=asc', '&sort_key=size&sort_dir=asc', '1234'],
    ['two classic keys and directions', '&sort_key=name&sort_key=size&sort_dir=asc&sort_dir=desc', '2341'],
    ['two classic keys with one direction', '&sort_key=name&sort_key=size&sort_dir=asc', '2314'],
    ['sort_dir alone turns the order round', '&sort_dir=asc', '1324'],
  ];
  for (const [what, query, expected] of orders) {
    test(what, async () => {
      assert.equal(await order(query), expected);
    });
  }

  const keys =
    'It must be one of the following: name, status, container_format, disk_format, size, id, created_at, updated_at.';
  const refused: readonly (readonly [string, string])[] = [
    ['sort=nothing', `Invalid sort key: nothing. ${keys}`],
    ['sort_key=nothing', `Invalid sort key: nothing. ${keys}`],
    ['sort=min_disk', `Invalid sort key: min_disk. ${keys}`],
    ['sort=name:up', 'Invalid sort direction: up'],
    ['sort_dir=up', 'Invalid sort direction: up'],
    ['sort=name:asc&sort_key=id', 'Old and new sorting syntax cannot be combined'],
    [
      'sort_key=name&sort_dir=asc&sort_dir=desc',
      'Number of sort dirs does not match the number of sort keys',
    ],
  ];
  for (const [query, reason] of refused) {
    test(`${query} is a 400`, async () => {
      assertImageError(await demo.image('GET', `/v2/images?${query}`), 400, explained(reason));
    });
  }
});
