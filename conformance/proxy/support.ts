import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';

import { connect } from '@ostk/sdk';
import type { Connection, Image, Timeouts } from '@ostk/sdk';

import { file } from '../harness/cleanup.ts';
import { cloud } from '../harness/cloud.ts';
import { stringAt, listAt } from '../harness/json.ts';
import { type FaultProxy, startProxy } from './fault-proxy.ts';

/** A connection whose image service lies behind a proxy. */
export interface ProxiedCloud {
  readonly connection: Connection;
  readonly proxy: FaultProxy;
}

/** Connects as a member of a project, with a proxy of its own before the image service. */
export async function connectThroughProxy(timeouts: Partial<Timeouts> = {}): Promise<ProxiedCloud> {
  const { imageUrl } = await cloud.session('demo');
  const proxy = await startProxy(file, imageUrl);
  const connection = await connect({
    cloud: cloud.config('demo').cloud,
    configFile: cloud.cloudsYaml,
    endpointOverrides: { image: proxy.url },
    timeouts,
  });
  file.after(() => connection.close());
  return { connection, proxy };
}

/** The digest in hexadecimal, as Glance tells it. */
export function sha512(bytes: Uint8Array): string {
  return createHash('sha512').update(bytes).digest('hex');
}

/** The ids of the images of a name, hidden ones too: asked without the proxy and without the SDK. */
export async function idsOf(name: string): Promise<readonly string[]> {
  const demo = await cloud.session('demo');
  const ids: string[] = [];
  for (const hidden of ['false', 'true']) {
    const answer = await demo.image('GET', `/v2/images?name=${name}&os_hidden=${hidden}`);
    assert.equal(answer.status, 200, answer.text);
    ids.push(...listAt(answer.json, 'images').map((image) => stringAt(image, 'id')));
  }
  return ids;
}

/** Asserts that the cloud holds exactly these bytes under this image. */
export async function assertHolds(image: Image, bytes: Uint8Array): Promise<void> {
  const demo = await cloud.session('demo');
  const shown = await demo.image('GET', `/v2/images/${image.id}`);
  assert.equal(stringAt(shown.json, 'status'), 'active');
  assert.equal(stringAt(shown.json, 'os_hash_value'), sha512(bytes));
  assert.equal(image.size, bytes.length);
  assert.equal(image.osHashValue, sha512(bytes));
  const data = await demo.image('GET', `/v2/images/${image.id}/file`);
  assert.equal(Buffer.compare(data.bytes, bytes), 0);
}

/** Asserts what is in a folder. */
export async function assertFiles(folder: string, files: readonly string[]): Promise<void> {
  assert.deepEqual(await readdir(folder), files);
}
