import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { ImageQuery } from '@ostk/sdk';

import { file } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { uniqueName } from '../harness/images.ts';
import { connectAs, create } from './support.ts';

const admin = await connectAs('admin');
const demo = await connectAs('demo');
const alt = await connectAs('alt');
const owner = await cloud.session('demo');
const { projectId: altId } = await cloud.session('alt');
const tag = uniqueName();

async function make(name: string, visibility: 'private' | 'shared' | 'community'): Promise<string> {
  return (await create(file, demo, { name: `${tag} ${name}`, visibility, tags: [tag] })).id;
}

await make('private', 'private');
await make('community', 'community');
for (const status of ['pending', 'accepted', 'rejected']) {
  const id = await make(status, 'shared');
  const members = `/v2/images/${id}/members`;
  assert.equal((await owner.image('POST', members, { json: { member: altId } })).status, 200);
  if (status === 'pending') continue;
  const member = await cloud.session('alt');
  assert.equal((await member.image('PUT', `${members}/${altId}`, { json: { status } })).status, 200);
}
await create(file, admin, { name: `${tag} public`, visibility: 'public', tags: [tag] });
await create(file, demo, { name: `${tag} hidden`, visibility: 'private', osHidden: true, tags: [tag] });

const everything = ['accepted', 'community', 'pending', 'private', 'public', 'rejected'];

suite('SDK: whose images are listed', () => {
  const cases: readonly (readonly [string, 'demo' | 'alt', ImageQuery, readonly string[]])[] = [
    ["the owner's own and public ones", 'demo', {}, everything],
    ['all that the owner may see', 'demo', { visibility: 'all' }, everything],
    ['hidden ones only when they are asked for', 'demo', { osHidden: true }, ['hidden']],
    ['accepted shares and public ones', 'alt', {}, ['accepted', 'public']],
    ['accepted shares', 'alt', { visibility: 'shared' }, ['accepted']],
    ['pending shares', 'alt', { visibility: 'shared', memberStatus: 'pending' }, ['pending']],
    ['rejected shares', 'alt', { visibility: 'shared', memberStatus: 'rejected' }, ['rejected']],
    [
      'shares of every kind',
      'alt',
      { visibility: 'shared', memberStatus: 'all' },
      ['accepted', 'pending', 'rejected'],
    ],
    ['community images', 'alt', { visibility: 'community' }, ['community']],
    ['public images', 'alt', { visibility: 'public' }, ['public']],
    ['all and accepted shares', 'alt', { visibility: 'all' }, ['accepted', 'community', 'public']],
    [
      'all and pending shares',
      'alt',
      { visibility: 'all', memberStatus: 'pending' },
      ['community', 'pending', 'public'],
    ],
    [
      'all that may be seen',
      'alt',
      { visibility: 'all', memberStatus: 'all' },
      everything.filter((each) => each !== 'private'),
    ],
    ['no hidden ones of others', 'alt', { osHidden: true, visibility: 'all' }, []],
  ];
  for (const [what, role, query, expected] of cases) {
    test(`${role}: ${what}`, async () => {
      const connection = role === 'demo' ? demo : alt;
      const images = await connection.image.images({ tag, ...query }).toArray();
      const names = images.map(({ name }) => (name ?? '').slice(tag.length + 1));
      assert.deepEqual(names.toSorted(), expected);
    });
  }
});
