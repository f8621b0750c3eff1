import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { login } from '../support/client.ts';
import type { Client } from '../support/client.ts';
import { startCloud } from '../support/cloud.ts';

async function names(client: Client, query: string): Promise<string> {
  const answer = await client.call(`/v2/images?${query}`);
  assert.equal(answer.status, 200, answer.text);
  return JSON.parse(answer.text)
    .images.map((image: { name: string }) => image.name)
    .join(' ');
}

describe('the list of images', () => {
  test('filters, alone and together', async (t) => {
    const demo = await login(await startCloud(t), 'demo');
    await demo.createImage({ name: 'a', os_distro: 'debian', tags: ['x', 'y'] });
    await demo.createImage({ name: 'b', disk_format: 'qcow2', tags: ['x'] });
    await demo.createImage({ name: 'c:d', os_hidden: true, visibility: 'private' });
    const { id } = await demo.createImage({ name: 'e', protected: true });
    await demo.upload(id, Buffer.from('12345'));
    const cases = [
      ['sort=name:asc', 'a b e'],
      ['os_distro=debian', 'a'],
      ['disk_format=qcow2', 'b'],
      ['disk_format=in:qcow2,raw&sort=name:asc', 'a b e'],
      ['tag=x&tag=y', 'a'],
      ['tag=x&sort=name:desc', 'b a'],
      ['os_hidden=true', 'c:d'],
      ['os_hidden=true&name=eq:c:d', 'c:d'],
      ['name=in:"a",b&sort=name:asc', 'a b'],
      ['protected=true', 'e'],
      ['status=active', 'e'],
      ['size_min=5&size_max=5', 'e'],
      ['size_min=6', ''],
      ['created_at=gt:2020-01-01T00:00:00Z&name=a', 'a'],
      ['created_at=lt:2020-01-01T00:00:00Z', ''],
    ] as const;
    for (const [query, expected] of cases) assert.equal(await names(demo, query), expected, query);
  });

  test('the newest comes first, also of images made in the same moment', async (t) => {
    const clock = { now: () => 1_700_000_000_000 };
    const demo = await login(await startCloud(t, { clock }), 'demo');
    for (const name of ['1', '2', '3', '4', '5']) await demo.createImage({ name });
    assert.equal(await names(demo, ''), '5 4 3 2 1');
    assert.equal(await names(demo, 'sort_dir=asc'), '1 2 3 4 5');
  });

  test('pages hang together by next, until there is no more', async (t) => {
    const demo = await login(await startCloud(t), 'demo');
    for (let count = 0; count < 30; count += 1) await demo.createImage({ name: String(count) });
    const first = JSON.parse((await demo.call('/v2/images')).text);
    assert.equal(first.images.length, 25);
    const second = JSON.parse((await demo.call(first.next)).text);
    assert.equal(second.images.length, 5);
    assert.equal(second.next, undefined);
    const all = [...first.images, ...second.images].map((image) => image.name);
    assert.equal(new Set(all).size, 30);
  });

  test('next keeps one of several tags only, as the real one does', async (t) => {
    const demo = await login(await startCloud(t), 'demo');
    await demo.createImage({ tags: ['x', 'y'] });
    const page = JSON.parse((await demo.call('/v2/images?tag=x&tag=y&limit=1')).text);
    assert.match(page.next, /^\/v2\/images\?tag=y&limit=1&marker=/);
  });

  test('what a user sees is her own, the public, and what she has accepted', async (t) => {
    const cloud = await startCloud(t);
    const [admin, demo, alt] = [
      await login(cloud, 'admin'),
      await login(cloud, 'demo'),
      await login(cloud, 'alt'),
    ];
    await admin.createImage({ name: 'public', visibility: 'public' });
    await demo.createImage({ name: 'private', visibility: 'private' });
    await demo.createImage({ name: 'community', visibility: 'community' });
    const { id } = await demo.createImage({ name: 'shared' });
    const altProject = String((await alt.createImage({ name: 'own', visibility: 'private' }))['owner']);
    const member = JSON.stringify({ member: altProject });
    await demo.call(`/v2/images/${id}/members`, { method: 'POST', body: member });
    assert.equal(await names(alt, 'sort=name:asc'), 'own public');
    assert.equal(await names(alt, 'visibility=shared&member_status=pending'), 'shared');
    assert.equal(await names(alt, 'visibility=community'), 'community');
    const accept = { method: 'PUT', body: JSON.stringify({ status: 'accepted' }) };
    assert.equal((await alt.call(`/v2/images/${id}/members/${altProject}`, accept)).status, 200);
    assert.equal(await names(alt, 'sort=name:asc'), 'own public shared');
    assert.equal(await names(admin, 'visibility=all&sort=name:asc'), 'community own private public shared');
  });
});
