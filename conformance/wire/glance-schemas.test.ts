import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cloud, suite } from '../harness/cloud.ts';
import { at, namesAt, stringsAt } from '../harness/json.ts';
import type { Json } from '../harness/json.ts';

const demo = await cloud.session('demo');

async function schema(name: string): Promise<Json> {
  const answer = await demo.image('GET', `/v2/schemas/${name}`);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers['content-type'], 'application/json');
  assert.ok(answer.json !== undefined);
  return answer.json;
}

suite('Glance: schemas', () => {
  test('image: its base attributes, and any other property that is a string', async () => {
    const image = await schema('image');
    assert.deepEqual(namesAt(image), ['additionalProperties', 'links', 'name', 'properties']);
    assert.equal(at(image, 'name'), 'image');
    assert.deepEqual(at(image, 'additionalProperties'), { type: 'string' });
    assert.deepEqual(at(image, 'links'), [
      { rel: 'self', href: '{self}' },
      { rel: 'enclosure', href: '{file}' },
      { rel: 'describedby', href: '{schema}' },
    ]);
    const names =
      'architecture checksum cinder_encryption_key_deletion_policy cinder_encryption_key_id container_format ' +
      'created_at description direct_url disk_format file id instance_uuid kernel_id locations min_disk min_ram name ' +
      'os_distro os_hash_algo os_hash_value os_hidden os_version owner protected ramdisk_id schema self size status ' +
      'stores tags updated_at virtual_size visibility';
    assert.deepEqual(namesAt(image, 'properties'), names.split(' '));
  });

  test('image: the values an attribute may have', async () => {
    const image = await schema('image');
    assert.deepEqual(at(image, 'properties', 'status'), {
      type: 'string',
      readOnly: true,
      description: 'Status of the image',
      enum: 'queued saving active killed deleted uploading importing pending_delete deactivated'.split(' '),
    });
    assert.deepEqual(at(image, 'properties', 'visibility', 'enum'), [
      'community',
      'public',
      'private',
      'shared',
    ]);
    assert.deepEqual(at(image, 'properties', 'disk_format', 'enum'), [
      null,
      ...'ami ari aki vhd vhdx vmdk raw qcow2 vdi iso ploop'.split(' '),
    ]);
    assert.deepEqual(at(image, 'properties', 'container_format', 'enum'), [
      null,
      ...'ami ari aki bare ovf ova docker compressed'.split(' '),
    ]);
    assert.deepEqual(at(image, 'properties', 'name'), {
      type: ['null', 'string'],
      description: 'Descriptive name for the image',
      maxLength: 255,
    });
    assert.equal(at(image, 'properties', 'architecture', 'is_base'), false);
  });

  test('images: a page of them', async () => {
    const images = await schema('images');
    assert.deepEqual(namesAt(images), ['links', 'name', 'properties']);
    assert.equal(at(images, 'name'), 'images');
    assert.deepEqual(namesAt(images, 'properties'), ['first', 'images', 'next', 'schema']);
    assert.deepEqual(at(images, 'properties', 'images', 'items'), await schema('image'));
    assert.deepEqual(at(images, 'links'), [
      { rel: 'first', href: '{first}' },
      { rel: 'next', href: '{next}' },
      { rel: 'describedby', href: '{schema}' },
    ]);
  });

  test('member and members', async () => {
    const member = await schema('member');
    assert.equal(at(member, 'name'), 'member');
    const names = ['created_at', 'image_id', 'member_id', 'schema', 'status', 'updated_at'];
    assert.deepEqual(namesAt(member, 'properties'), names);
    assert.deepEqual(stringsAt(member, 'properties', 'status', 'enum'), ['pending', 'accepted', 'rejected']);
    const members = await schema('members');
    assert.equal(at(members, 'name'), 'members');
    assert.deepEqual(namesAt(members, 'properties'), ['members', 'schema']);
    assert.deepEqual(at(members, 'properties', 'members', 'items'), member);
  });
});
