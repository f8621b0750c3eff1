import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { cloud, suite } from '../harness/cloud.ts';
import {
  assertImageError,
  assertSchemaError,
  denied,
  explained,
  noImage,
  unsupported,
} from '../harness/errors.ts';
import {
  createActiveImage,
  createImage,
  patch,
  patchType,
  showImage,
  uniqueName,
} from '../harness/images.ts';
import { at, stringAt, stringsAt } from '../harness/json.ts';
import type { Json } from '../harness/json.ts';

const admin = await cloud.session('admin');
const demo = await cloud.session('demo');
const alt = await cloud.session('alt');
const oldPatchType = 'application/openstack-images-v2.0-json-patch';
const conflict = (detail: string): string =>
  explained('There was a conflict when trying to complete your request.', detail);

suite('Glance: changing images by JSON patch', () => {
  test('the answer is the whole image, as a GET gives it', async (t) => {
    const id = await createImage(t, demo);
    const name = uniqueName();
    const answer = await patch(demo, id, [{ op: 'replace', path: '/name', value: name }]);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['content-type'], 'application/json');
    assert.equal(at(answer.json, 'name'), name);
    assert.deepEqual(answer.json, await showImage(demo, id));
  });

  test('a property is added, added over, replaced and removed', async (t) => {
    const id = await createImage(t, demo, { other: 'stays' });
    const steps: readonly (readonly [Json, string | undefined])[] = [
      [{ op: 'add', path: '/foo', value: '1' }, '1'],
      [{ op: 'add', path: '/foo', value: '2' }, '2'],
      [{ op: 'replace', path: '/foo', value: '3' }, '3'],
      [{ op: 'remove', path: '/foo' }, undefined],
    ];
    for (const [operation, expected] of steps) {
      const answer = await patch(demo, id, [operation]);
      assert.equal(answer.status, 200, answer.text);
      assert.equal(at(answer.json, 'foo'), expected);
      assert.equal(at(answer.json, 'other'), 'stays');
    }
  });

  test('operations are done in their order', async (t) => {
    const id = await createImage(t, demo);
    const answer = await patch(demo, id, [
      { op: 'add', path: '/foo', value: '1' },
      { op: 'replace', path: '/foo', value: '2' },
      { op: 'add', path: '/bar', value: '3' },
      { op: 'remove', path: '/foo' },
    ]);
    assert.equal(answer.status, 200);
    assert.equal(at(answer.json, 'foo'), undefined);
    assert.equal(at(answer.json, 'bar'), '3');
  });

  test('when one operation fails, none is done', async (t) => {
    const name = uniqueName();
    const id = await createImage(t, demo, { name });
    const answer = await patch(demo, id, [
      { op: 'replace', path: '/name', value: 'changed' },
      { op: 'remove', path: '/nothing' },
    ]);
    assertImageError(answer, 409, conflict('Property nothing does not exist.'));
    assert.equal(at(await showImage(demo, id), 'name'), name);
  });

  test('no operation changes nothing', async (t) => {
    const id = await createImage(t, demo);
    const before = await showImage(demo, id);
    const answer = await patch(demo, id, []);
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.json, before);
  });

  test('base attributes are replaced, by add as well', async (t) => {
    const id = await createImage(t, demo, { tags: ['x'] });
    const answer = await patch(demo, id, [
      { op: 'add', path: '/name', value: 'added' },
      { op: 'replace', path: '/min_disk', value: 3 },
      { op: 'replace', path: '/visibility', value: 'private' },
      { op: 'replace', path: '/os_hidden', value: true },
      { op: 'replace', path: '/disk_format', value: 'qcow2' },
      { op: 'replace', path: '/tags', value: ['b', 'a', 'b'] },
    ]);
    assert.equal(answer.status, 200, answer.text);
    const shown = ['name', 'min_disk', 'visibility', 'os_hidden', 'disk_format'].map((each) =>
      at(answer.json, each),
    );
    assert.deepEqual(shown, ['added', 3, 'private', true, 'qcow2']);
    assert.deepEqual(stringsAt(answer.json, 'tags').toSorted(), ['a', 'b']);
  });

  test('a slash and a tilde in a name are escaped', async (t) => {
    const id = await createImage(t, demo);
    const added = await patch(demo, id, [{ op: 'add', path: '/a~1b~0c', value: 'x' }]);
    assert.equal(at(added.json, 'a/b~c'), 'x');
    const removed = await patch(demo, id, [{ op: 'remove', path: '/a~1b~0c' }]);
    assert.equal(removed.status, 200);
    assert.equal(at(removed.json, 'a/b~c'), undefined);
  });

  test('updated_at moves, created_at does not', async (t) => {
    const id = await createImage(t, demo);
    const before = await showImage(demo, id);
    const after = (await patch(demo, id, [{ op: 'add', path: '/foo', value: '1' }])).json;
    assert.equal(at(after, 'created_at'), at(before, 'created_at'));
    assert.ok(stringAt(after, 'updated_at') >= stringAt(before, 'updated_at'));
  });

  test('the media type may carry a parameter', async (t) => {
    const id = await createImage(t, demo);
    assert.equal((await patch(demo, id, [], `${patchType}; charset=utf-8`)).status, 200);
  });

  test('the media type of API 2.0 has operations of its own form', async (t) => {
    const id = await createImage(t, demo);
    const added = await patch(demo, id, [{ add: '/foo', value: '1' }], oldPatchType);
    assert.equal(added.status, 200, added.text);
    assert.equal(at(added.json, 'foo'), '1');
    const replaced = await patch(demo, id, [{ replace: '/foo', value: '2' }], oldPatchType);
    assert.equal(at(replaced.json, 'foo'), '2');
    const removed = await patch(demo, id, [{ remove: '/foo' }], oldPatchType);
    assert.equal(removed.status, 200);
    assert.equal(at(removed.json, 'foo'), undefined);
  });

  for (const type of [
    'application/json',
    'application/json-patch+json',
    'application/openstack-images-v2.2-json-patch',
  ]) {
    test(`${type} is a 415 that names the types there are`, async (t) => {
      const id = await createImage(t, demo);
      const answer = await patch(demo, id, [], type);
      assertImageError(answer, 415, unsupported(type));
      assert.equal(answer.headers['accept-patch'], `${oldPatchType}, ${patchType}`);
    });
  }

  const modern = 'It must be one of the following: add, remove, replace.';
  const malformed: readonly (readonly [string, Json, string])[] = [
    [
      'an object',
      { op: 'add', path: '/a', value: 'x' },
      'Request body must be a JSON array of operation objects.',
    ],
    ['a list of strings', ['x'], 'Operations must be JSON objects.'],
    [
      'an unknown operation',
      [{ op: 'test', path: '/a', value: 'x' }],
      `Invalid operation: \`test\`. ${modern}`,
    ],
    ['move', [{ op: 'move', path: '/a', from: '/b' }], `Invalid operation: \`move\`. ${modern}`],
    ['no op', [{ path: '/a', value: 'x' }], `Unable to find \`op\` in JSON Schema change. ${modern}`],
    ['no path', [{ op: 'add', value: 'x' }], "Unable to find 'path' in JSON Schema change"],
    ['no value', [{ op: 'add', path: '/a' }], 'Operation "add" requires a member named "value".'],
    [
      'a path without a slash',
      [{ op: 'add', path: 'a', value: 'x' }],
      'Pointer `a` does not start with "/".',
    ],
    ['a path that ends with one', [{ op: 'add', path: '/a/', value: 'x' }], 'Pointer `/a/` end with "/".'],
    [
      'a path into a property',
      [{ op: 'add', path: '/a/b', value: 'x' }],
      "Invalid JSON pointer for this resource: '/a/b'",
    ],
    [
      'a path into the tags',
      [{ op: 'add', path: '/tags/-', value: 'x' }],
      "Invalid JSON pointer for this resource: '/tags/-'",
    ],
    [
      'an unknown escape',
      [{ op: 'add', path: '/a~2b', value: 'x' }],
      'Pointer `/a~2b` contains "~" not part of a recognized escape sequence.',
    ],
  ];
  for (const [what, operations, reason] of malformed) {
    test(`${what} is a 400`, async (t) => {
      const id = await createImage(t, demo);
      assertImageError(await patch(demo, id, operations), 400, explained(reason));
    });
  }

  test('operations of the other media type are a 400', async (t) => {
    const id = await createImage(t, demo);
    const reason = 'Operation objects must contain exactly one member named "add", "remove", or "replace".';
    const answer = await patch(demo, id, [{ op: 'add', path: '/a', value: 'x' }], oldPatchType);
    assertImageError(answer, 400, explained(reason));
    const other = await patch(demo, id, [{ replace: '/name', value: 'x' }]);
    assertImageError(other, 400, explained(`Unable to find \`op\` in JSON Schema change. ${modern}`));
  });

  test('a body that is not JSON is a 400', async (t) => {
    const id = await createImage(t, demo);
    const headers = { 'Content-Type': patchType };
    const answer = await demo.image('PATCH', `/v2/images/${id}`, { headers, body: '[{' });
    assertImageError(answer, 400, explained('Malformed JSON in request body.'));
  });

  test('values are held against the schema: 400', async (t) => {
    const id = await createImage(t, demo);
    const number = await patch(demo, id, [{ op: 'add', path: '/foo', value: 1 }]);
    assertSchemaError(number, "1 is not of type 'string'");
    const name = await patch(demo, id, [{ op: 'replace', path: '/name', value: 1 }]);
    assertSchemaError(name, "1 is not of type 'null', 'string'");
  });

  const forbidden: readonly (readonly [string, Json, string])[] = [
    [
      'status',
      { op: 'replace', path: '/status', value: 'active' },
      explained("Attribute 'status' is read-only."),
    ],
    ['id', { op: 'replace', path: '/id', value: 'x' }, explained("Attribute 'id' is read-only.")],
    [
      'checksum',
      { op: 'replace', path: '/checksum', value: 'x' },
      explained("Attribute 'checksum' is read-only."),
    ],
    ['size', { op: 'remove', path: '/size' }, explained("Attribute 'size' is read-only.")],
    [
      'os_glance_x',
      { op: 'add', path: '/os_glance_x', value: '1' },
      explained("Attribute 'os_glance_x' is reserved."),
    ],
    ['deleted', { op: 'add', path: '/deleted', value: '1' }, explained("Attribute 'deleted' is reserved.")],
    ['a base attribute', { op: 'remove', path: '/name' }, denied('Property name may not be removed.')],
  ];
  for (const [what, operation, message] of forbidden) {
    test(`${stringAt(operation, 'op')} of ${what} is a 403`, async (t) => {
      const id = await createImage(t, demo);
      assertImageError(await patch(demo, id, [operation]), 403, message);
    });
  }

  for (const op of ['replace', 'remove']) {
    test(`${op} of a property that is not there is a 409`, async (t) => {
      const id = await createImage(t, demo);
      const operation = op === 'replace' ? { op, path: '/nothing', value: 'x' } : { op, path: '/nothing' };
      assertImageError(await patch(demo, id, [operation]), 409, conflict('Property nothing does not exist.'));
    });
  }

  test('the formats of an image with data stay as they are: 403', async (t) => {
    const id = await createActiveImage(t, demo, 'x');
    for (const name of ['disk_format', 'container_format']) {
      const value = name === 'disk_format' ? 'iso' : 'ovf';
      const answer = await patch(demo, id, [{ op: 'replace', path: `/${name}`, value }]);
      assertImageError(answer, 403, explained(`Attribute ${name} can be only replaced for a queued image.`));
    }
  });

  test('a member may neither publish nor give away, an administrator may', async (t) => {
    const id = await createImage(t, demo);
    const publish = [{ op: 'replace', path: '/visibility', value: 'public' }];
    const giveAway = [{ op: 'replace', path: '/owner', value: alt.projectId }];
    const notPublic = explained('You are not authorized to complete publicize_image action.');
    assertImageError(await patch(demo, id, publish), 403, notPublic);
    assertImageError(await patch(demo, id, giveAway), 403, denied("Owner can't be updated by non admin."));
    assert.equal(at((await patch(admin, id, publish)).json, 'visibility'), 'public');
    assert.equal(at((await patch(admin, id, giveAway)).json, 'owner'), alt.projectId);
  });

  test('a member who gives an image away by `add` loses sight of it: 403, and newer releases keep the change', async (t) => {
    const id = await createImage(t, demo);
    const giveAway = [{ op: 'add', path: '/owner', value: alt.projectId }];
    const hidden = explained(`Forbidding request, image ${id} not visible`);
    assertImageError(await patch(demo, id, giveAway), 403, hidden);
    const shown = await showImage(admin, id);
    assert.equal(at(shown, 'owner'), cloud.release.keepsHiddenUpdate ? alt.projectId : demo.projectId);
  });

  test('an image that is not there, or not visible, is a 404', async (t) => {
    const nobody = randomUUID();
    assertImageError(await patch(demo, nobody, []), 404, noImage(nobody));
    const id = await createImage(t, demo);
    assertImageError(await patch(alt, id, []), 404, noImage(id));
  });
});
