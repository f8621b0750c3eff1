import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';

import { startDevCloud } from '@ostk/devcloud';

import { login } from './support/client.ts';
import { startCloud } from './support/cloud.ts';

// Test files run side by side and their clouds share the machine's temporary folder; this file has one to itself.
const temporary = mkdtempSync(join(tmpdir(), 'ostk-start-'));
process.env['TMPDIR'] = temporary;
after(() => rmSync(temporary, { recursive: true }));

describe('starting and closing', () => {
  test('a cloud answers as soon as it is started, and not after it is closed', async () => {
    const cloud = await startDevCloud();
    const answer = await fetch(cloud.authUrl);
    assert.equal(answer.status, 200);
    await cloud.close();
    await assert.rejects(fetch(cloud.authUrl));
  });

  test('closing removes the data of the images', async (t) => {
    const cloud = await startCloud(t);
    assert.equal(readdirSync(temporary).length, 1);
    const demo = await login(cloud, 'demo');
    const image = await demo.createImage();
    await demo.upload(image.id, Buffer.from('data'));
    await cloud.close();
    assert.deepEqual(readdirSync(temporary), []);
  });

  test('closing twice is fine, and so is leaving the block it belongs to', async () => {
    let url: string;
    {
      await using cloud = await startDevCloud();
      url = cloud.authUrl;
      await cloud.close();
    }
    await assert.rejects(fetch(url));
  });

  test('an aborted signal closes the cloud', async () => {
    const controller = new AbortController();
    const cloud = await startDevCloud({ signal: controller.signal });
    controller.abort();
    await cloud.close();
    await assert.rejects(fetch(cloud.authUrl));
    await assert.rejects(startDevCloud({ signal: controller.signal }), { name: 'AbortError' });
  });

  test('an unknown option is named', async () => {
    const options = JSON.parse('{"realease":"zed"}');
    await assert.rejects(startDevCloud(options), { name: 'TypeError', message: /"realease"/ });
  });

  test('a release that does not exist is named', async () => {
    const options = JSON.parse('{"release":"havana"}');
    await assert.rejects(startDevCloud(options), { name: 'TypeError', message: /"havana".*zed, epoxy/ });
  });

  test('a port that is taken is an error, and leaves no folder behind', async (t) => {
    const cloud = await startCloud(t);
    const before = readdirSync(temporary);
    const port = Number(new URL(cloud.authUrl).port);
    await assert.rejects(startDevCloud({ port }), { code: 'EADDRINUSE' });
    assert.deepEqual(readdirSync(temporary), before);
  });

  test('clouds.yaml names an admin and two plain members', async (t) => {
    const cloud = await startCloud(t);
    for (const name of ['devcloud:', 'devcloud-demo:', 'devcloud-alt:']) {
      assert.ok(cloud.cloudsYaml.includes(`  ${name}\n`), name);
    }
    assert.ok(cloud.cloudsYaml.includes(`auth_url: "${cloud.authUrl}"`));
  });
});
