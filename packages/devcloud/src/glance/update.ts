import type { Answer } from '../http/answer.ts';
import { own } from '../own.ts';
import { isList } from '../python/json.ts';
import type { Json } from '../python/json.ts';
import { amount, checkCount, tagsOf } from './create.ts';
import { imageAnswer } from './image-json.ts';
import { readVisibility } from './image.ts';
import type { Image } from './image.ts';
import { readChanges } from './patch-request.ts';
import type { Change } from './patch-request.ts';
import { enforceDeleteLocation, enforceVisibility, enforceWrite, needImage } from './policy.ts';
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
  refuseWideCharacters(request, { ...Object.fromEntries(draft.properties), name: draft.name });
  if (changes.length > 0) Object.assign(image, draft, { updatedAt: request.glance.now() });
  return imageAnswer(request, image);
}

function apply(request: Request, draft: Image, change: Change): void {
  const [root] = change.path;
  if (root === 'locations') throw refuseLocations(request, draft, change);
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

/** Locations can be seen in this cloud, but its stores take none from outside. */
function refuseLocations(request: Request, draft: Image, { op, value }: Change): Error {
  if (op === 'replace' && isList(value) && value.length === 0) {
    return fail(request, 403, { detail: 'Cannot set locations to empty list.' });
  }
  if (op === 'remove') enforceDeleteLocation(request, draft);
  else enforceWrite(request, draft, 'set_image_location');
  const open = op === 'remove' ? draft.status === 'active' : ['active', 'queued'].includes(draft.status);
  if (!open) {
    return explain(request, 409, `It's not allowed to ${op} locations if image status is ${draft.status}.`);
  }
  if (op === 'remove' && draft.locations.length === 1) {
    return fail(request, 403, { detail: 'Cannot remove last location in the image.' });
  }
  return explain(request, 400, 'Invalid location');
}
