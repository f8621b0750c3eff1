import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { startCloud } from '../support/cloud.ts';
import { send } from '../support/wire.ts';

describe('versions of the Image API', () => {
  test('the root answers 300, /versions 200, with the same list', async (t) => {
    const cloud = await startCloud(t);
    const root = await send(`${cloud.url('image')}/`);
    const versions = await send(`${cloud.url('image')}/versions`);
    assert.equal(root.status, 300);
    assert.equal(versions.status, 200);
    assert.equal(root.text, versions.text);
    assert.equal(JSON.parse(root.text).versions[0].links[0].href, `${cloud.url('image')}/v2/`);
  });

  test('the current version depends on the release', async (t) => {
    for (const [release, current] of [
      ['zed', 'v2.16'],
      ['epoxy', 'v2.17'],
    ] as const) {
      const cloud = await startCloud(t, { release });
      const { versions } = JSON.parse((await send(cloud.url('image'))).text);
      const found = versions.find((version: { status: string }) => version.status === 'CURRENT');
      assert.equal(found.id, current);
    }
  });

  test('every listed version works as a path, others give the list', async (t) => {
    const cloud = await startCloud(t);
    for (const [path, status] of [
      ['v2.0/images', 401],
      ['v2.17/images', 401],
      ['v2.99/images', 300],
      ['v1/images', 300],
    ] as const) {
      assert.equal((await send(`${cloud.url('image')}/${path}`)).status, status, path);
    }
  });
});
