import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { BadRequest, Forbidden, NotFound, OptionError } from '@ostk/sdk';
import type { Image } from '@ostk/sdk';

import { suite } from '../harness/cloud.ts';
import { connectAs, create, failure } from './support.ts';

const demo = await connectAs('demo');
const alt = await connectAs('alt');

async function tagsOf(image: Image): Promise<readonly string[]> {
  const { tags } = await demo.image.getImage(image);
  return tags.toSorted();
}

suite('SDK: tags', () => {
  test('are added and removed one by one, without touching the others', async (t) => {
    const image = await create(t, demo, { tags: ['one'] });
    await demo.image.addTag(image, 'two');
    await demo.image.addTag(image.id, 'two');
    assert.deepEqual(await tagsOf(image), ['one', 'two']);
    await demo.image.removeTag(image, 'one');
    assert.deepEqual(await tagsOf(image), ['two']);
  });

  for (const tag of ['a b?c#d', '50%', 'a/b', 'größe', '日本語', 'a+b&c=d', '%2F', 'a;b', '.hidden']) {
    test(`"${tag}" comes back as it is, and goes again`, async (t) => {
      const image = await create(t, demo, { tags: ['other'] });
      await demo.image.addTag(image, tag);
      await demo.image.addTag(image, tag);
      assert.deepEqual(await tagsOf(image), ['other', tag].toSorted());
      assert.equal((await demo.image.images({ tag, id: image.id }).toArray()).length, 1);
      await demo.image.removeTag(image, tag);
      assert.deepEqual(await tagsOf(image), ['other']);
    });
  }

  test('of characters that Glance cannot keep are refused, not mangled', async (t) => {
    const image = await create(t, demo);
    await failure(demo.image.addTag(image, '😀'), BadRequest);
    assert.deepEqual(await tagsOf(image), []);
  });

  test('are replaced as a whole', async (t) => {
    const image = await create(t, demo, { tags: ['one', 'two'] });
    const changed = await demo.image.setTags(image, ['two', 'three', 'three']);
    assert.deepEqual(changed.tags.toSorted(), ['three', 'two']);
    assert.deepEqual((await demo.image.setTags(image, [])).tags, []);
  });

  for (const tag of ['absent', 'größe', 'a/b']) {
    test(`"${tag}" cannot be removed where it is not: NotFound, unless that is all right`, async (t) => {
      const image = await create(t, demo);
      await failure(demo.image.removeTag(image, tag), NotFound);
      await demo.image.removeTag(image, tag, { ignoreMissing: true });
    });
  }

  test('of an image that is not there, or is not ours', async (t) => {
    await failure(demo.image.addTag(randomUUID(), 'x'), NotFound);
    const image = await create(t, demo, { visibility: 'community' });
    await failure(alt.image.addTag(image, 'x'), Forbidden);
  });

  test('must not be empty', async (t) => {
    const image = await create(t, demo);
    await failure(demo.image.addTag(image, ''), OptionError);
    await failure(demo.image.removeTag(image, ''), OptionError);
    await failure(demo.image.setTags(image, ['x', '']), OptionError);
    await failure(demo.image.addTag('', 'x'), OptionError);
  });
});
