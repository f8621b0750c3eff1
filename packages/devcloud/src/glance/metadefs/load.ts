import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { isObject, parseJson } from '../../python/json.ts';
import type { JsonObject } from '../../python/json.ts';
import { complaintAbout } from '../../python/json-schema.ts';
import { emptyMetadefs } from './model.ts';
import type { Metadefs, Namespace } from './model.ts';
import { newNamespace } from './new-namespace.ts';
import { shippedDefinitions } from './shipped.ts';
import { namespaceSchema } from './schemas.ts';

/** A namespace in Glance's JSON form, or the path of a file or folder with such JSON. */
export type MetadefSource = string | JsonObject;

/**
 * The definitions a cloud starts with: a few of its own, and what it is given. As in Glance, the first to name a
 * namespace wins.
 * @param now microseconds since the epoch, strictly rising
 * @throws TypeError for what is no namespace, and what reading a file gives
 */
export async function loadMetadefs(sources: readonly MetadefSource[], now: () => number): Promise<Metadefs> {
  const metadefs = emptyMetadefs(now);
  const given = await Promise.all(sources.map(formsOf));
  for (const form of [...given.flat(), ...shippedDefinitions]) {
    const complaint = complaintAbout(form, namespaceSchema);
    if (complaint !== undefined) {
      throw new TypeError(`Option "metadefs": no namespace in Glance's form: ${complaint.text}`);
    }
    const taken = metadefs.namespaces.some(({ name }) => name === form['namespace']);
    if (!taken) metadefs.namespaces.push(untouched(newNamespace(metadefs, now, form, 'admin').namespace));
  }
  for (const type of metadefs.resourceTypes) type.updatedAt = null;
  return metadefs;
}

/** What came with the cloud shows no time of change. */
function untouched(namespace: Namespace): Namespace {
  const { associations, objects, tags } = namespace;
  for (const record of [namespace, ...associations, ...objects, ...tags]) record.updatedAt = null;
  return namespace;
}

async function formsOf(source: MetadefSource): Promise<readonly JsonObject[]> {
  if (typeof source !== 'string') return [source];
  const isFolder = (await stat(source)).isDirectory();
  if (!isFolder) return [await readForm(source)];
  const names = (await readdir(source)).filter((name) => name.endsWith('.json')).toSorted();
  return await Promise.all(names.map((name) => readForm(join(source, name))));
}

async function readForm(path: string): Promise<JsonObject> {
  const form = parseJson(await readFile(path, 'utf8'));
  if (!isObject(form)) throw new TypeError(`Option "metadefs": ${path} has no JSON object`);
  return form;
}
