import { isList, isObject } from '../../python/json.ts';
import type { Json, JsonObject } from '../../python/json.ts';
import { filled, withoutNulls } from './json.ts';
import { ensureResourceType } from './model.ts';
import type { Association, MetadefObject, Metadefs, MetadefTag, Namespace } from './model.ts';
import { ModelError, needText, readPropertyTypes, textOrNull, textsOf } from './property-type.ts';

/** Thrown for a name that is there already, in Glance's words. */
export class Duplicate extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Duplicate';
  }
}

/** A namespace, and what the answer to its creation shows of its contents: only what was given. */
export interface NewNamespace {
  readonly namespace: Namespace;
  readonly shown: JsonObject;
}

/**
 * Makes a namespace from Glance's JSON form, with all its contents. It is not yet one of the definitions.
 * @param owner who owns it unless the form says
 * @throws Duplicate, ModelError
 */
export function newNamespace(
  metadefs: Metadefs,
  now: () => number,
  form: JsonObject,
  owner: string | null,
): NewNamespace {
  const createdAt = now();
  const times = { createdAt, updatedAt: createdAt };
  const name = needText(form['namespace']);
  const associations = membersOf(form['resource_type_associations']).map((inner) =>
    newAssociation(inner, now()),
  );
  const objects = membersOf(form['objects']).map((inner) => newObject(metadefs, inner, now()));
  const tags = membersOf(form['tags']).map((inner) => newTag(metadefs, needText(inner['name']), now()));
  const properties = readPropertyTypes(form['properties']);
  refuseTwins(associations, (twin) => associationClash(twin, name));
  refuseTwins(objects, (twin) => objectClash(twin, name));
  refuseTwins(tags, (twin) => tagClash(twin, name));
  for (const { name: type } of associations) ensureResourceType(metadefs, type, createdAt);
  const namespace: Namespace = {
    id: metadefs.nextId(),
    name,
    displayName: textOrNull(form['display_name']),
    description: textOrNull(form['description']),
    visibility: textOrNull(form['visibility']) ?? 'private',
    protected: form['protected'] === true,
    owner: form['owner'] === undefined ? owner : textOrNull(form['owner']),
    ...times,
    associations,
    objects,
    tags,
    properties: Object.entries(properties).map(([property, schema]) => ({
      id: metadefs.nextId(),
      name: property,
      schema,
    })),
  };
  return { namespace, shown: shownOf(form, namespace, properties) };
}

function shownOf(form: JsonObject, namespace: Namespace, properties: JsonObject): JsonObject {
  return {
    ...filled({
      resource_type_associations: namespace.associations.map((each) =>
        withoutNulls({ name: each.name, prefix: each.prefix, properties_target: each.propertiesTarget }),
      ),
    }),
    ...(form['properties'] === undefined ? {} : { properties }),
    ...filled({
      objects: membersOf(form['objects']).map(shownObject),
      tags: namespace.tags.map(({ name }) => ({ name })),
    }),
  };
}

/** An object as the answer to a change shows it: what was given, in Glance's order. */
export function shownObject(form: JsonObject): JsonObject {
  const { name, required, description, properties } = form;
  return {
    name: needText(name),
    ...(required === undefined ? {} : { required: textsOf(required) }),
    ...(description === undefined ? {} : { description }),
    ...(properties === undefined ? {} : { properties: readPropertyTypes(properties) }),
  };
}

/** Makes an object from its JSON form. */
export function newObject(metadefs: Metadefs, form: JsonObject, now: number): MetadefObject {
  return {
    id: metadefs.nextId(),
    name: needText(form['name']),
    description: textOrNull(form['description']),
    required: textsOf(form['required']),
    properties: readPropertyTypes(form['properties']),
    createdAt: now,
    updatedAt: now,
  };
}

/** Makes an association from its JSON form. */
export function newAssociation(form: JsonObject, now: number): Association {
  return {
    name: needText(form['name']),
    prefix: textOrNull(form['prefix']),
    propertiesTarget: textOrNull(form['properties_target']),
    createdAt: now,
    updatedAt: now,
  };
}

/** Makes a tag. */
export function newTag(metadefs: Metadefs, name: string, now: number): MetadefTag {
  return { id: metadefs.nextId(), name, createdAt: now, updatedAt: now };
}

function membersOf(value: Json | undefined): readonly JsonObject[] {
  if (!isList(value)) return [];
  return value.map((item) => {
    if (!isObject(item)) throw new ModelError();
    return item;
  });
}

/** Finds a name that stands twice. @throws Duplicate */
export function refuseTwins(
  items: readonly { readonly name: string }[],
  clash: (name: string) => string,
): void {
  const names = new Set<string>();
  for (const { name } of items) {
    if (names.has(name)) throw new Duplicate(clash(name));
    names.add(name);
  }
}

/** What Glance says of a second association with a resource type. */
export function associationClash(type: string, namespace: string): string {
  return `The metadata definition resource-type association of resource-type=${type} to namespace=${namespace} already exists.`;
}

/** What Glance says of a second object with a name. */
export function objectClash(name: string, namespace: string): string {
  return `A metadata definition object with name=${name} already exists in namespace=${namespace}.`;
}

/** What Glance says of a second tag with a name (which is not quite true: case does matter). */
export function tagClash(name: string, namespace: string): string {
  return `A metadata tag with name=${name} already exists in namespace=${namespace}. (Please note that metadata tag names are case insensitive).`;
}
