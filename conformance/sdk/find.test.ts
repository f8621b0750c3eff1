import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { AmbiguousNameError, NotFound, OptionError } from '@ostk/sdk';

import { cloud, suite } from '../harness/cloud.ts';
import { uniqueName } from '../harness/images.ts';
import { connectAs, create, failure } from './support.ts';

const demo = await connectAs('demo');
const alt = await connectAs('alt');

suite('SDK: getting and finding images', () => {
  test('by id, as text or as an image', async (t) => {
    const image = await create(t, demo);
    assert.deepEqual(await demo.image.getImage(image.id), image);
    assert.deepEqual(await demo.image.getImage(image), image);
    assert.deepEqual(await demo.image.findImage(image.id), image);
  });

  test('by name', async (t) => {
    const image = await create(t, demo);
    assert.deepEqual(await demo.image.findImage(image.name ?? ''), image);
  });

  test('a part of a name, or its other case, is not the name', async (t) => {
    const name = uniqueName('Case');
    await create(t, demo, { name });
    assert.equal(await demo.image.findImage(name.slice(0, -1)), undefined);
  });

  test('none is undefined', async () => {
    assert.equal(await demo.image.findImage(uniqueName()), undefined);
    assert.equal(await demo.image.findImage(randomUUID()), undefined);
  });

  test('an empty name is refused', async () => {
    assert.match((await failure(demo.image.findImage(''), OptionError)).message, /a name or an id is needed/);
  });

  test('a name that looks like an id is found as a name', async (t) => {
    const name = randomUUID();
    const image = await create(t, demo, { name });
    assert.equal((await demo.image.findImage(name))?.id, image.id);
  });

  test('the id wins over the name', async (t) => {
    const image = await create(t, demo);
    await create(t, demo, { name: image.id });
    assert.equal((await demo.image.findImage(image.id))?.id, image.id);
  });

  test('a hidden image', async (t) => {
    const image = await create(t, demo, { osHidden: true });
    assert.deepEqual(await demo.image.findImage(image.name ?? ''), image);
  });

  test('a community image of another project', async (t) => {
    const image = await create(t, demo, { visibility: 'community' });
    assert.equal((await alt.image.findImage(image.name ?? ''))?.id, image.id);
  });

  test('a share that is pending', async (t) => {
    const image = await create(t, demo, { visibility: 'shared' });
    const owner = await cloud.session('demo');
    const { projectId } = await cloud.session('alt');
    const json = { member: projectId };
    assert.equal((await owner.image('POST', `/v2/images/${image.id}/members`, { json })).status, 200);
    assert.equal((await alt.image.findImage(image.name ?? ''))?.id, image.id);
  });

  test('a private image of another project is not there', async (t) => {
    const image = await create(t, demo, { visibility: 'private' });
    assert.equal(await alt.image.findImage(image.name ?? ''), undefined);
    assert.equal(await alt.image.findImage(image.id), undefined);
    const error = await failure(alt.image.getImage(image), NotFound);
    assert.equal(error.status, 404);
  });

  test('two of one name are ambiguous; the error lists them', async (t) => {
    const name = uniqueName();
    const first = await create(t, demo, { name });
    const second = await create(t, demo, { name });
    const error = await failure(demo.image.findImage(name), AmbiguousNameError);
    assert.equal(error.code, 'ERR_AMBIGUOUS_NAME');
    assert.deepEqual(error.candidates.map(({ id }) => id).toSorted(), [first.id, second.id].toSorted());
    assert.ok(error.candidates.every((candidate) => candidate.name === name));
    for (const { id } of [first, second]) assert.ok(error.message.includes(id), error.message);
    assert.ok(error.message.startsWith(`2 images are called ${name}`), error.message);
  });

  test('one that is hidden and one that is not are ambiguous as well', async (t) => {
    const name = uniqueName();
    await create(t, demo, { name });
    await create(t, demo, { name, osHidden: true });
    assert.equal((await failure(demo.image.findImage(name), AmbiguousNameError)).candidates.length, 2);
  });

  test('one of ours wins over a community image of another project', async (t) => {
    const name = uniqueName();
    const ours = await create(t, alt, { name });
    await create(t, demo, { name, visibility: 'community' });
    assert.equal((await alt.image.findImage(name))?.id, ours.id);
  });

  test('an image that is not there is a NotFound that names it', async () => {
    const id = randomUUID();
    const error = await failure(demo.image.getImage(id), NotFound);
    assert.equal(error.status, 404);
    assert.equal(error.code, 'ERR_HTTP');
    assert.equal(error.method, 'GET');
    assert.ok(error.url.endsWith(`/v2/images/${id}`), error.url);
    assert.equal(error.reason, `No image found with ID ${id}`);
    assert.match(error.requestId ?? '', /^req-[\da-f-]{36}$/);
    assert.ok(error.message.includes(error.requestId ?? 'no id'), error.message);
  });

  for (const id of ['../../v2/schemas', 'a b', '%2e', 'x?y=1', 'x/file']) {
    test(`the id ${id} reaches nothing else`, async () => {
      await failure(demo.image.getImage(id), NotFound);
    });
  }

  for (const id of ['', '.', '..']) {
    test(`"${id}" is no id`, async () => {
      await failure(demo.image.getImage(id), OptionError);
    });
  }
});
