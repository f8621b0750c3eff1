import assert from 'node:assert/strict';
import { test } from 'node:test';

import { OptionError } from '@ostk/sdk';

import { file } from '../harness/cleanup.ts';
import { suite } from '../harness/cloud.ts';
import { uniqueName } from '../harness/images.ts';
import { connectAs, create, refusal } from './support.ts';

const demo = await connectAs('demo');
const unique = uniqueName();
const tag = unique;
const forms: readonly string[] = [
  `${unique}:22.04`,
  `in:${unique},b`,
  `eq:${unique}`,
  `neq:${unique}`,
  `${unique}:`,
  `:${unique}`,
  `${unique}, with a comma`,
  `${unique} "quoted"`,
  `"${unique}"`,
  `${unique}: "a, b", c`,
  `${unique} 100% & more? #1 a+b=c;d`,
  `${unique}/a/../b`,
  `${unique} ünïcödé ☃ 日本語`,
  `${unique} back\\slash <b>'`,
  `${unique}\\`,
];
const images = new Map<string, string>();
for (const name of forms) images.set(name, (await create(file, demo, { name, tags: [tag] })).id);
// Names that differ only a little must not be mistaken for one another.
await create(file, demo, { name: unique, tags: [tag] });

suite('SDK: names of every form', () => {
  for (const name of forms) {
    test(`${name.replace(unique, '…')} is kept, listed and found`, async () => {
      const id = images.get(name) ?? '';
      assert.equal((await demo.image.getImage(id)).name, name);
      const listed = await demo.image.images({ name }).toArray();
      assert.deepEqual(
        listed.map((image) => image.id),
        [id],
      );
      assert.equal((await demo.image.findImage(name))?.id, id);
    });
  }

  test('several of them at once', async () => {
    const names = forms.filter((name) => !/"|\\$/.test(name));
    const listed = await demo.image.images({ name: names, tag }).toArray();
    assert.deepEqual(listed.map((image) => image.name ?? '').toSorted(), names.toSorted());
  });

  for (const name of ['a "b"', 'a\\']) {
    test(`several of them at once, one of them ${name}, cannot be asked for`, () => {
      const error = refusal(() => demo.image.images({ name: [name, 'c'] }), OptionError);
      assert.match(
        error.message,
        /name cannot look for several values if one of them holds a quotation mark/,
      );
    });
  }

  test('tags of every form', async (t) => {
    const tags = [`${unique}:x`, `${unique},y`, `${unique} "z" ü/%`];
    const { id } = await create(t, demo, { tags });
    for (const each of tags) assert.equal((await demo.image.images({ tag: each }).first())?.id, id);
    assert.equal((await demo.image.images({ tag: tags, limit: 1 }).first())?.id, id);
  });

  test('property values of every form', async (t) => {
    for (const value of [`${unique}:x`, `in:${unique},y`, `${unique} "z" ü/%&=`]) {
      const { id } = await create(t, demo, { properties: { note: value } });
      const listed = await demo.image.images({ properties: { note: value } }).toArray();
      assert.deepEqual(
        listed.map((image) => image.id),
        [id],
      );
    }
  });
});
