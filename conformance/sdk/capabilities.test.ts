import assert from 'node:assert/strict';
import { test } from 'node:test';

import { OptionError } from '@ostk/sdk';
import type { ImageCapability } from '@ostk/sdk';

import { cloud, suite } from '../harness/cloud.ts';
import { connectAs, failure } from './support.ts';

const demo = await connectAs('demo');

const expected: Readonly<Record<ImageCapability, boolean>> = {
  cache: true,
  cacheMaintenance: false,
  copyImage: true,
  glanceDirect: true,
  glanceDownload: false,
  imageTasks: true,
  import: true,
  locations: cloud.release.hasLocationsApi,
  multihash: true,
  stores: true,
  usage: true,
  webDownload: true,
};

function known(name: string): name is ImageCapability {
  return Object.hasOwn(expected, name);
}

suite('SDK: what a cloud can do', () => {
  test('the versions that it lists, newest first, whatever order they are listed in', async () => {
    const versions = await demo.image.versions();
    const minors = versions?.map(({ minor }) => minor) ?? [];
    assert.deepEqual(
      minors,
      minors.toSorted((a, b) => b - a),
    );
    assert.deepEqual(
      versions?.map(({ id, status }) => `${id} ${status}`).toSorted(),
      cloud.release.imageVersions.map(({ id, status }) => `${id} ${status}`).toSorted(),
    );
  });

  for (const [capability, answer] of Object.entries(expected)) {
    test(`${capability}: ${answer ? 'yes' : 'no'}`, async () => {
      assert.ok(known(capability));
      assert.equal(await demo.image.supports(capability), answer);
    });
  }

  test('the quotas of a project: none are kept here', async () => {
    assert.deepEqual(await demo.image.usage(), {});
  });

  test('a capability that there is not', async () => {
    const name: { readonly capability: ImageCapability } = { capability: 'cache' };
    const untyped = Object.assign({ ...name }, { capability: 'store' });
    const error = await failure(demo.image.supports(untyped.capability), OptionError);
    assert.match(error.message, /did you mean stores\?/);
  });
});
