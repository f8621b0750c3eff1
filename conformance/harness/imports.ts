import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

import { showImage } from './images.ts';
import { at } from './json.ts';
import type { Json } from './json.ts';
import type { Session } from './session.ts';
import type { WireAnswer } from './wire.ts';

/** Asks for an import, whatever comes of it. */
export async function startImport(session: Session, id: string, request: Json): Promise<WireAnswer> {
  return await session.image('POST', `/v2/images/${id}/import`, { json: request });
}

/** Stages data, whatever comes of it. */
export async function stage(session: Session, id: string, data: string): Promise<WireAnswer> {
  const headers = { 'Content-Type': 'application/octet-stream' };
  return await session.image('PUT', `/v2/images/${id}/stage`, { headers, body: data });
}

/** Waits until no import holds the image any more. Answers the image. */
export async function importSettled(session: Session, id: string): Promise<Json> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const image = await showImage(session, id);
    if (at(image, 'os_glance_import_task') === undefined) return image;
    assert.ok(Date.now() < deadline, `image ${id} is still being imported`);
    await delay(50);
  }
}
