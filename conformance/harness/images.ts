import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import type { Scope } from './cleanup.ts';
import { cloud } from './cloud.ts';
import { stringAt } from './json.ts';
import type { Json } from './json.ts';
import type { Session } from './session.ts';
import type { WireAnswer } from './wire.ts';

/** Attributes and properties of an image, by their wire names. */
export type ImageAttributes = Readonly<Record<string, Json>>;

/** The media type of a JSON patch of an image. */
export const patchType = 'application/openstack-images-v2.1-json-patch';

/** A name no other image has, on clouds that several runs share. */
export function uniqueName(prefix = 'ostk-conformance'): string {
  return `${prefix}-${randomBytes(8).toString('hex')}`;
}

/** Creates an image record (raw, bare, a unique name, unless `attributes` say otherwise) and answers its id. */
export async function createImage(
  scope: Scope,
  session: Session,
  attributes: ImageAttributes = {},
): Promise<string> {
  const answer = await session.image('POST', '/v2/images', {
    json: { name: uniqueName(), disk_format: 'raw', container_format: 'bare', ...attributes },
  });
  assert.equal(answer.status, 201, answer.text);
  return deleteAfter(scope, stringAt(answer.json, 'id'));
}

/** Creates an image as `createImage` does and uploads its data. */
export async function createActiveImage(
  scope: Scope,
  session: Session,
  data: string | Uint8Array,
  attributes: ImageAttributes = {},
): Promise<string> {
  const id = await createImage(scope, session, attributes);
  const answer = await putData(session, id, data);
  assert.equal(answer.status, 204, answer.text);
  return id;
}

/** Sees to it that the image is gone when the scope has ended, whatever became of it. Answers its id. */
export function deleteAfter(scope: Scope, id: string): string {
  scope.after(async () => {
    const admin = await cloud.session('admin');
    const answer = await admin.image('DELETE', `/v2/images/${id}`);
    if (answer.status !== 403) return;
    await patch(admin, id, [{ op: 'replace', path: '/protected', value: false }]);
    await admin.image('DELETE', `/v2/images/${id}`);
  });
  return id;
}

/** PUTs image data. */
export async function putData(
  session: Session,
  id: string,
  data: string | Uint8Array | AsyncIterable<Uint8Array>,
  headers: Readonly<Record<string, string | null>> = {},
): Promise<WireAnswer> {
  return await session.image('PUT', `/v2/images/${id}/file`, {
    headers: { 'Content-Type': 'application/octet-stream', ...headers },
    body: data,
  });
}

/** PATCHes an image with JSON patch operations, by default under the media type of API 2.1. */
export async function patch(
  session: Session,
  id: string,
  operations: Json,
  type: string = patchType,
): Promise<WireAnswer> {
  return await session.image('PATCH', `/v2/images/${id}`, {
    headers: { 'Content-Type': type },
    json: operations,
  });
}

/** Reads an image; fails when it is not there. */
export async function showImage(session: Session, id: string): Promise<Json> {
  const answer = await session.image('GET', `/v2/images/${id}`);
  assert.equal(answer.status, 200, answer.text);
  assert.ok(answer.json !== undefined);
  return answer.json;
}

/** Reads an image until it has the status; fails when it has not within half a minute. */
export async function waitForStatus(session: Session, id: string, status: string): Promise<Json> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const image = await showImage(session, id);
    if (stringAt(image, 'status') === status) return image;
    assert.ok(Date.now() < deadline, `image ${id} is ${stringAt(image, 'status')}, not ${status}`);
    await delay(50);
  }
}
