import { jsonAnswer } from '../../http/answer.ts';
import type { Answer } from '../../http/answer.ts';
import type { JsonObject } from '../../python/json.ts';
import { doneAnswer } from '../image-json.ts';
import { explain } from '../request.ts';
import type { Request } from '../request.ts';
import {
  enforceAdmin,
  modelled,
  needNamespace,
  readBody,
  refuseProtected,
  refuseWideTexts,
} from './access.ts';
import { associationJson, filled, namespaceJson, objectsJson, propertiesJson } from './json.ts';
import { Duplicate, newNamespace } from './new-namespace.ts';
import type { Namespace } from './model.ts';
import { needText, textOrNull } from './property-type.ts';
import { prefixed } from './prefix.ts';
import { namespaceSchema } from './schemas.ts';

const readOnly = ['self', 'schema', 'created_at', 'updated_at'];

/** `POST /v2/metadefs/namespaces`: a namespace with all its contents, or nothing. */
export async function createNamespace(request: Request): Promise<Answer> {
  const body = await readBody(request, 'namespace', namespaceSchema, readOnly);
  enforceAdmin(request, 'add_metadef_namespace');
  refuseWideTexts(request, 'create metadata namespace', body);
  const { caller, glance } = request;
  const name = needText(body['namespace']);
  if (glance.metadefs.namespaces.some((each) => each.name === name)) {
    throw explain(request, 409, `The metadata definition namespace=${name} already exists.`);
  }
  const { namespace, shown } = modelled(request, () =>
    unlessDuplicate(request, () => newNamespace(glance.metadefs, glance.now, body, caller.projectId ?? null)),
  );
  glance.metadefs.namespaces.push(namespace);
  return jsonAnswer(201, namespaceJson(namespace, shown), [
    ['Location', `${request.exchange.origin}/v2/metadefs/namespaces/${name}`],
  ]);
}

function unlessDuplicate<Value>(request: Request, make: () => Value): Value {
  try {
    return make();
  } catch (error) {
    if (error instanceof Duplicate) throw explain(request, 409, error.message);
    throw error;
  }
}

/** `GET /v2/metadefs/namespaces/{namespace}`: with its contents, and the prefixes of a resource type when one is named. */
export function showNamespace(request: Request): Answer {
  const namespace = needNamespace(request, 'bare');
  const contents = contentsOf(namespace);
  const type = request.exchange.query.get('resource_type');
  const association = namespace.associations.find(({ name }) => name === type);
  const prefix = association?.prefix ?? '';
  return jsonAnswer(200, namespaceJson(namespace, prefix === '' ? contents : prefixed(contents, prefix)));
}

function contentsOf(namespace: Namespace): JsonObject {
  const properties = propertiesJson(namespace);
  return {
    ...filled({ resource_type_associations: namespace.associations.map(associationJson) }),
    ...(namespace.properties.length === 0 ? {} : { properties }),
    ...filled({
      objects: objectsJson(namespace),
      tags: namespace.tags.toReversed().map(({ name }) => ({ name })),
    }),
  };
}

/** `PUT /v2/metadefs/namespaces/{namespace}`: what is not named goes back to its default. */
export async function updateNamespace(request: Request): Promise<Answer> {
  const body = await readBody(request, 'namespace', namespaceSchema, readOnly);
  const namespace = needNamespace(request);
  enforceAdmin(request, 'modify_metadef_namespace');
  refuseWideTexts(request, 'update metadata namespace', body);
  const { caller, glance } = request;
  const name = needText(body['namespace']);
  if (glance.metadefs.namespaces.some((each) => each.name === name && each !== namespace)) {
    throw explain(
      request,
      409,
      `Invalid update. It would result in a duplicate metadata definition namespace with the same name of ${name}`,
    );
  }
  namespace.name = name;
  namespace.displayName = textOrNull(body['display_name']);
  namespace.description = textOrNull(body['description']);
  namespace.visibility = textOrNull(body['visibility']) ?? 'private';
  namespace.protected = body['protected'] === true;
  namespace.owner = textOrNull(body['owner']) ?? caller.projectId ?? null;
  namespace.updatedAt = glance.now();
  return jsonAnswer(200, namespaceJson(namespace, {}));
}

/** `DELETE /v2/metadefs/namespaces/{namespace}`, with all its contents. */
export function deleteNamespace(request: Request): Answer {
  const namespace = needNamespaceToEmpty(request);
  const { metadefs } = request.glance;
  metadefs.namespaces = metadefs.namespaces.filter((each) => each !== namespace);
  return doneAnswer;
}

/** `DELETE /v2/metadefs/namespaces/{namespace}/objects`. */
export function deleteObjects(request: Request): Answer {
  needNamespaceToEmpty(request).objects = [];
  return doneAnswer;
}

/** `DELETE /v2/metadefs/namespaces/{namespace}/properties`. */
export function deleteProperties(request: Request): Answer {
  needNamespaceToEmpty(request).properties = [];
  return doneAnswer;
}

/** `DELETE /v2/metadefs/namespaces/{namespace}/tags`. */
export function deleteTags(request: Request): Answer {
  needNamespaceToEmpty(request).tags = [];
  return doneAnswer;
}

function needNamespaceToEmpty(request: Request): Namespace {
  const namespace = needNamespace(request);
  enforceAdmin(request, 'delete_metadef_namespace');
  refuseProtected(request, namespace, `namespace ${namespace.name}`);
  return namespace;
}
