import { jsonAnswer } from '../../http/answer.ts';
import type { Answer } from '../../http/answer.ts';
import { isObject } from '../../python/json.ts';
import type { JsonObject } from '../../python/json.ts';
import { doneAnswer } from '../image-json.ts';
import { explain } from '../request.ts';
import type { Request } from '../request.ts';
import { refuseMisfit } from '../schema-check.ts';
import {
  enforceAdmin,
  modelled,
  needNamespace,
  readBody,
  refuseProtected,
  refuseWideTexts,
} from './access.ts';
import { refuseRename } from './clash.ts';
import { objectJson, objectLinks, objectsJson, timesJson } from './json.ts';
import type { MetadefObject, Namespace } from './model.ts';
import { newObject, objectClash, shownObject } from './new-namespace.ts';
import { readPageQuery } from '../page.ts';
import { namelessPropertySchema, objectSchema } from './schemas.ts';

const readOnly = ['self', 'schema', 'created_at', 'updated_at'];

/** `POST /v2/metadefs/namespaces/{namespace}/objects`. */
export async function createObject(request: Request): Promise<Answer> {
  const body = await readBody(request, 'object', objectSchema, readOnly);
  checkProperties(request, body);
  const namespace = needNamespace(request, 'database');
  enforceAdmin(request, 'add_metadef_object');
  refuseWideTexts(request, 'create metadata object', body);
  const { glance } = request;
  const object = modelled(request, () => newObject(glance.metadefs, body, glance.now()));
  if (namespace.objects.some(({ name }) => name === object.name)) {
    throw explain(request, 409, objectClash(object.name, namespace.name));
  }
  namespace.objects.push(object);
  return changedAnswer(201, namespace, object, body);
}

function checkProperties(request: Request, { properties }: JsonObject): void {
  if (!isObject(properties)) return;
  for (const property of Object.values(properties)) {
    refuseMisfit(request, 'property', property, namelessPropertySchema);
  }
}

/** `GET /v2/metadefs/namespaces/{namespace}/objects`: all of them, whatever the limit. */
export function listObjects(request: Request): Answer {
  const { limit } = readPageQuery(request, ['public', 'private', 'shared']);
  if (limit === 0) throw explain(request, 400, 'limit param must be positive');
  const namespace = needNamespace(request, 'database');
  return jsonAnswer(200, {
    objects: objectsJson(namespace),
    schema: 'v2/schemas/metadefs/objects',
  });
}

/** `GET /v2/metadefs/namespaces/{namespace}/objects/{object}`. */
export function showObject(request: Request): Answer {
  const namespace = needNamespace(request, 'database');
  return jsonAnswer(200, objectJson(namespace, needObject(request, namespace)));
}

/** `PUT /v2/metadefs/namespaces/{namespace}/objects/{object}`: what is not named is emptied. */
export async function updateObject(request: Request): Promise<Answer> {
  const body = await readBody(request, 'object', objectSchema, readOnly);
  const namespace = needNamespace(request, 'database');
  enforceAdmin(request, 'modify_metadef_object');
  const object = needObject(request, namespace);
  refuseWideTexts(request, 'update metadata object', body);
  const { glance } = request;
  const wanted = modelled(request, () => newObject(glance.metadefs, body, glance.now()));
  refuseRename(
    request,
    namespace.objects,
    object,
    wanted.name,
    (name) =>
      `Invalid update. It would result in a duplicate metadata definition object with the same name=${name} in namespace=${namespace.name}.`,
  );
  object.name = wanted.name;
  object.description = wanted.description;
  object.required = wanted.required;
  object.properties = wanted.properties;
  object.updatedAt = wanted.updatedAt;
  return changedAnswer(200, namespace, object, body);
}

/** `DELETE /v2/metadefs/namespaces/{namespace}/objects/{object}`. */
export function deleteObject(request: Request): Answer {
  const namespace = needNamespace(request, 'database');
  enforceAdmin(request, 'delete_metadef_object');
  const object = needObject(request, namespace);
  refuseProtected(request, namespace, `object ${object.name}`);
  namespace.objects = namespace.objects.filter((each) => each !== object);
  return doneAnswer;
}

function needObject(request: Request, { objects }: Namespace): MetadefObject {
  const wanted = request.params['object'] ?? '';
  const object = objects.find(({ name }) => name === wanted);
  if (object === undefined) throw explain(request, 404, `Could not find metadata object ${wanted}`);
  return object;
}

function changedAnswer(
  status: number,
  namespace: Namespace,
  object: MetadefObject,
  body: JsonObject,
): Answer {
  return jsonAnswer(status, {
    ...shownObject(body),
    ...timesJson(object),
    ...objectLinks(namespace, object.name),
  });
}
