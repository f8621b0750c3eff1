import type { Answer } from '../http/answer.ts';
import { own } from '../own.ts';
import type { Json } from '../python/json.ts';
import { changeLocations } from './change-locations.ts';
import { amount, checkCount } from './create.ts';
import { imageAnswer } from './image-json.ts';
import { readVisibility } from './image.ts';
import type { Image } from './image.ts';
import { tagsOf } from './new-image.ts';
import { readChanges } from './patch-request.ts';
import type { Change } from './patch-request.ts';
import { enforceVisibility, enforceWrite, isVisible, needImage } from './policy.ts';
import { refuseWideCharacters } from './property-rules.ts';
import { explain, fail } from './request.ts';
import type { Request } from './request.ts';

/** `PATCH /v2/images/{id}`: all changes or none. */
export async function updateImage(request: Request): Promise<Answer> {
  const changes = await readChanges(request);
  const image = needImage(request);
  const draft: Image = { ...image, properties: new Map(image.properties), tags: new Set(image.tags) };
  for (const change of changes) apply(request, draft, change);
  checkCount(request, 'properties', draft.properties.size);
  refuseWideCharacters(request, { ...Object.fromEntries(draft.properties), name: draft.name }, draft.tags);
  // Glance finds out only after saving that the image is out of sight, and newer releases do not undo it.
  const outOfSight = !isVisible(request, draft);
  if (outOfSight && !request.glance.release.keepsHiddenUpdate) throw notVisible(request, image);
  const dropped = image.locations.filter((location) => !draft.locations.includes(location));
  if (changes.length > 0) Object.assign(image, draft, { updatedAt: request.glance.now() });
  await Promise.all(dropped.map(({ store }) => request.glance.blobs.remove(store, image.id)));
  if (outOfSight) throw notVisible(request, image);
  return imageAnswer(request, image);
}

function notVisible(request: Request, { id }: Image): Error {
  return explain(request, 403, `Forbidding request, image ${id} not visible`);
}

function apply(request: Request, draft: Image, change: Change): void {
  const [root] = change.path;
  if (root === 'locations') {
    changeLocations(request, draft, change);
    return;
  }
  if (change.op === 'replace' && root === 'owner' && !request.caller.isAdmin) {
    throw fail(request, 403, { detail: "Owner can't be updated by non admin." });
  }
  if (root === 'visibility') enforceVisibility(request, change.value);
  enforceWrite(request, draft, 'modify_image');
  const setter = own(setters, root);
  if (change.op === 'remove') {
    if (setter !== undefined) throw fail(request, 403, { detail: `Property ${root} may not be removed.` });
    if (!draft.properties.delete(root)) throw missing(request, root);
    return;
  }
  const exists = setter !== undefined || draft.properties.has(root);
  if (change.op === 'add' && change.strict && exists) {
    throw fail(request, 409, { detail: `Property ${root} already present.` });
  }
  if (change.op === 'replace' && !exists) throw missing(request, root);
  const value = change.value ?? null;
  if (setter === undefined) draft.properties.set(root, typeof value === 'string' ? value : '');
  else setter(request, draft, value);
}

function missing(request: Request, name: string): Error {
  return fail(request, 409, { detail: `Property ${name} does not exist.` });
}

type Setter = (request: Request, draft: Image, value: Json) => void;

/** How each attribute takes a value that has passed the schema. */
const setters: Readonly<Record<string, Setter>> = {
  name: (_request, draft, value) => {
    draft.name = textOrNull(value);
  },
  visibility: (_request, draft, value) => {
    draft.visibility = readVisibility(value) ?? draft.visibility;
  },
  owner: (_request, draft, value) => {
    draft.owner = value === '' ? null : textOrNull(value);
  },
  protected: (_request, draft, value) => {
    draft.protected = value === true;
  },
  os_hidden: (_request, draft, value) => {
    draft.hidden = value === true;
  },
  min_disk: (request, draft, value) => {
    draft.minDisk = amount(request, { min_disk: value }, 'min_disk');
  },
  min_ram: (request, draft, value) => {
    draft.minRam = amount(request, { min_ram: value }, 'min_ram');
  },
  disk_format: (request, draft, value) => {
    needQueued(request, draft, 'disk_format');
    draft.diskFormat = textOrNull(value);
  },
  container_format: (request, draft, value) => {
    needQueued(request, draft, 'container_format');
    draft.containerFormat = textOrNull(value);
  },
  tags: (request, draft, value) => {
    draft.tags = tagsOf(value);
    checkCount(request, 'tags', draft.tags.size);
  },
};

function textOrNull(value: Json): string | null {
  return typeof value === 'string' ? value : null;
}

function needQueued(request: Request, { status }: Image, name: string): void {
  if (status !== 'queued') {
    throw explain(request, 403, `Attribute ${name} can be only replaced for a queued image.`);
  }
}
