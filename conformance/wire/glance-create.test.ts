import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { cloud, suite } from '../harness/cloud.ts';
import { assertImageError, assertSchemaError, denied, explained } from '../harness/errors.ts';
import { createImage, deleteAfter, showImage, uniqueName } from '../harness/images.ts';
import { at, listAt, stringAt, stringsAt } from '../harness/json.ts';
import type { Json } from '../harness/json.ts';
import type { WireAnswer } from '../harness/wire.ts';

const admin = await cloud.session('admin');
const demo = await cloud.session('demo');
const alt = await cloud.session('alt');
const create = async (json: Json): Promise<WireAnswer> => await demo.image('POST', '/v2/images', { json });
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

suite('Glance: creating image records', () => {
  test('an empty body makes a queued image of defaults', async (t) => {
    const answer = await create({});
    assert.equal(answer.status, 201);
    const id = deleteAfter(t, stringAt(answer.json, 'id'));
    assert.match(id, uuid);
    assert.match(stringAt(answer.json, 'created_at'), timestamp);
    assert.match(stringAt(answer.json, 'updated_at'), timestamp);
    const expected: Record<string, Json> = {
      name: null,
      status: 'queued',
      visibility: 'shared',
      protected: false,
      os_hidden: false,
      owner: demo.projectId,
      disk_format: null,
      container_format: null,
      size: null,
      virtual_size: null,
      checksum: null,
      os_hash_algo: null,
      os_hash_value: null,
      min_disk: 0,
      min_ram: 0,
      tags: [],
      self: `/v2/images/${id}`,
      file: `/v2/images/${id}/file`,
      schema: '/v2/schemas/image',
    };
    for (const [name, value] of Object.entries(expected))
      assert.deepEqual(at(answer.json, name), value, name);
  });

  test('the answer says where the image is, how data may come and where they may go', async (t) => {
    const answer = await create({});
    const id = deleteAfter(t, stringAt(answer.json, 'id'));
    assert.equal(answer.headers['content-type'], 'application/json');
    // The framework joins the path to the origin and so drops what stands before /v2 in the service's URL.
    assert.equal(answer.headers['location'], new URL(`/v2/images/${id}`, demo.imageUrl).href);
    const info = await demo.image('GET', '/v2/info/import');
    const methods = stringsAt(info.json, 'import-methods', 'value');
    assert.equal(answer.headers['openstack-image-import-methods'], methods.join(','));
    const stores = listAt((await demo.image('GET', '/v2/info/stores')).json, 'stores');
    const named = String(answer.headers['openstack-image-store-ids']).split(',');
    for (const store of stores) assert.ok(named.includes(stringAt(store, 'id')));
  });

  test('everything a member may set is kept, and read back the same', async (t) => {
    const attributes = {
      name: uniqueName(),
      disk_format: 'qcow2',
      container_format: 'bare',
      visibility: 'private',
      protected: true,
      os_hidden: true,
      min_disk: 1,
      min_ram: 2,
      owner: demo.projectId,
      os_distro: 'debian',
      'any:thing/at all': 'x',
    };
    const answer = await create({ ...attributes, tags: ['b', 'a', 'a'] });
    assert.equal(answer.status, 201, answer.text);
    const id = deleteAfter(t, stringAt(answer.json, 'id'));
    for (const image of [answer.json, await showImage(demo, id)]) {
      for (const [name, value] of Object.entries(attributes)) assert.deepEqual(at(image, name), value, name);
      assert.deepEqual(stringsAt(image, 'tags').toSorted(), ['a', 'b']);
    }
  });

  for (const [what, name] of [
    ['null', null],
    ['empty', ''],
    ['of 255 characters', 'x'.repeat(255)],
    ['of any script', 'Вильнюс 維爾紐斯'],
  ] as const) {
    test(`a name may be ${what}`, async (t) => {
      const answer = await create({ name });
      assert.equal(answer.status, 201, answer.text);
      deleteAfter(t, stringAt(answer.json, 'id'));
      assert.equal(at(answer.json, 'name'), name);
    });
  }

  test('a name may not have characters of four bytes: 400', async () => {
    assertImageError(
      await create({ name: '🦉' }),
      400,
      explained("Name can't contain 4 byte unicode characters."),
    );
  });

  test('two images may have one name', async (t) => {
    const name = uniqueName();
    const [first, second] = [await createImage(t, demo, { name }), await createImage(t, demo, { name })];
    assert.notEqual(first, second);
  });

  test('the media type of the body does not matter', async (t) => {
    for (const type of [null, 'text/plain']) {
      const answer = await demo.image('POST', '/v2/images', {
        body: '{}',
        headers: { 'Content-Type': type },
      });
      assert.equal(answer.status, 201);
      deleteAfter(t, stringAt(answer.json, 'id'));
    }
  });

  test('an id of the client is taken, and taken once', async (t) => {
    const id = deleteAfter(t, randomUUID());
    const answer = await create({ id });
    assert.equal(answer.status, 201);
    assert.equal(at(answer.json, 'id'), id);
    assertImageError(await create({ id }), 409, explained(`Image ID ${id} already exists!`));
  });

  test('os_ properties are free, os_glance_ ones are reserved', async (t) => {
    const free = await create({ os_whatever: '1' });
    assert.equal(free.status, 201);
    deleteAfter(t, stringAt(free.json, 'id'));
    assert.equal(at(free.json, 'os_whatever'), '1');
    assertImageError(await create({ os_glance_x: '1' }), 403, denied("Attribute 'os_glance_x' is reserved."));
  });

  test('an administrator may create for another project', async (t) => {
    const id = await createImage(t, admin, { owner: alt.projectId });
    assert.equal(stringAt(await showImage(alt, id), 'owner'), alt.projectId);
  });

  test('a member may not create for another project', async () => {
    const reason = `You are not permitted to create images owned by '${alt.projectId}'`;
    const message = cloud.release.foreignOwnerIsDetail ? denied(reason) : explained(`${reason}.`);
    assertImageError(await create({ owner: alt.projectId }), 403, message);
  });

  test('a member may not create a public image', async () => {
    const message = explained('You are not authorized to complete publicize_image action.');
    assertImageError(await create({ visibility: 'public' }), 403, message);
  });

  test('a member may create a community image', async (t) => {
    const id = await createImage(t, demo, { visibility: 'community' });
    assert.equal(at(await showImage(demo, id), 'visibility'), 'community');
  });

  for (const name of ['status', 'size', 'checksum', 'created_at', 'virtual_size', 'self', 'schema']) {
    test(`${name} is read-only: 403`, async () => {
      const value = name.includes('size') ? 1 : name === 'status' ? 'active' : 'x';
      assertImageError(await create({ [name]: value }), 403, explained(`Attribute '${name}' is read-only.`));
    });
  }

  test('os_hash_value is not refused but ignored', async (t) => {
    const id = await createImage(t, demo, { os_hash_value: 'x' });
    assert.equal(at(await showImage(demo, id), 'os_hash_value'), null);
  });

  test('the names of the database are reserved: 403', async () => {
    assertImageError(await create({ deleted: '1' }), 403, denied("Attribute 'deleted' is reserved."));
    assertImageError(await create({ locations: [] }), 403, explained("Attribute 'locations' is reserved."));
  });

  const disks = "[None, 'ami', 'ari', 'aki', 'vhd', 'vhdx', 'vmdk', 'raw', 'qcow2', 'vdi', 'iso', 'ploop']";
  const containers = "[None, 'ami', 'ari', 'aki', 'bare', 'ovf', 'ova', 'docker', 'compressed']";
  const long = 'x'.repeat(256);
  const mismatches: readonly (readonly [string, Json, string])[] = [
    ['an unknown disk format', { disk_format: 'zip' }, `'zip' is not one of ${disks}`],
    ['an unknown container format', { container_format: 'zip' }, `'zip' is not one of ${containers}`],
    [
      'an unknown visibility',
      { visibility: 'x' },
      "'x' is not one of ['community', 'public', 'private', 'shared']",
    ],
    ['a number in a string', { min_disk: '1' }, "'1' is not of type 'integer'"],
    ['a property that is a number', { foo: 1 }, "1 is not of type 'string'"],
    ['a property that is null', { foo: null }, "None is not of type 'string'"],
    ['a property that is a boolean', { foo: true }, "True is not of type 'string'"],
    ['a name of 256 characters', { name: long }, `'${long}' is too long`],
    ['a tag of 256 characters', { tags: [long] }, `'${long}' is too long`],
    [
      'an id that is no UUID',
      { id: 'abc' },
      "'abc' does not match '^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$'",
    ],
  ];
  for (const [what, body, firstLine] of mismatches) {
    test(`${what} does not match the schema: 400`, async () => {
      assertSchemaError(await create(body), firstLine);
    });
  }

  test('numbers have their range: 400', async () => {
    const negative = "Invalid value '-1' for parameter 'min_disk': Cannot be a negative value";
    assertImageError(await create({ min_disk: -1 }), 400, explained(negative));
    const large = "'min_disk' value out of range, must not exceed 2147483647.";
    assertImageError(await create({ min_disk: 2_147_483_648 }), 400, explained(large));
  });

  for (const [what, body, reason] of [
    ['a body that is not JSON', '{x', 'Malformed JSON in request body.'],
    ['no body', '', 'Body expected in request.'],
  ] as const) {
    test(`${what} is a 400`, async () => {
      assertImageError(await demo.image('POST', '/v2/images', { body }), 400, explained(reason));
    });
  }
});
