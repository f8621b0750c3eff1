import assert from 'node:assert/strict';
import { test } from 'node:test';

import { OptionError } from '@ostk/sdk';

import { suite } from '../harness/cloud.ts';
import { connectAs, failure } from './support.ts';

const demo = await connectAs('demo');

suite('SDK: the schema of images', () => {
  test('names every attribute, and what others may be', async () => {
    const schema = await demo.image.getImageSchema();
    assert.equal(schema.name, 'image');
    for (const name of ['id', 'name', 'status', 'disk_format', 'min_ram', 'os_hash_value', 'tags']) {
      assert.ok(Object.hasOwn(schema.properties, name), name);
    }
    assert.deepEqual(schema.properties['name']?.['type'], ['null', 'string']);
    assert.deepEqual(schema.additionalProperties, { type: 'string' });
  });

  test('names the formats that the cloud takes', async () => {
    const { properties } = await demo.image.getImageSchema();
    const formats = properties['disk_format']?.['enum'];
    assert.ok(Array.isArray(formats) && formats.includes('qcow2') && formats.includes('raw'));
  });

  test('takes no other options than a signal', async () => {
    const options: object = { raw: true };
    const work = (): Promise<unknown> => demo.image.getImageSchema(options);
    await failure(Promise.resolve().then(work), OptionError);
    const reason = new Error('stop');
    const aborted = demo.image.getImageSchema({ signal: AbortSignal.abort(reason) });
    assert.equal(await failure(aborted, Error), reason);
  });
});
