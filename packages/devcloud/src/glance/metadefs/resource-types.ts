import { jsonAnswer } from '../../http/answer.ts';
import type { Answer } from '../../http/answer.ts';
import { doneAnswer } from '../image-json.ts';
import { explain } from '../request.ts';
import type { Request } from '../request.ts';
import { enforceAdmin, enforceRead, needNamespace, readBody, refuseProtected } from './access.ts';
import { associationJson, timesJson } from './json.ts';
import { ensureResourceType } from './model.ts';
import { associationClash, newAssociation } from './new-namespace.ts';
import { associationSchema } from './schemas.ts';

/** `GET /v2/metadefs/resource_types`: all there are, whatever the namespace. */
export function listResourceTypes(request: Request): Answer {
  enforceRead(request);
  const types = request.glance.metadefs.resourceTypes.map((type) => ({
    name: type.name,
    ...timesJson(type),
  }));
  return jsonAnswer(200, { resource_types: types });
}

/** `GET /v2/metadefs/namespaces/{namespace}/resource_types`. */
export function listAssociations(request: Request): Answer {
  const { associations } = needNamespace(request);
  return jsonAnswer(200, { resource_type_associations: associations.map(associationJson) });
}

/** `POST /v2/metadefs/namespaces/{namespace}/resource_types`. */
export async function createAssociation(request: Request): Promise<Answer> {
  const readOnly = ['created_at', 'updated_at'];
  const body = await readBody(request, 'resource_type_association', associationSchema, readOnly);
  const namespace = needNamespace(request);
  enforceAdmin(request, 'add_metadef_resource_type_association');
  const { metadefs, now } = request.glance;
  const association = newAssociation(body, now());
  ensureResourceType(metadefs, association.name, association.createdAt);
  if (namespace.associations.some(({ name }) => name === association.name)) {
    throw explain(request, 409, associationClash(association.name, namespace.name));
  }
  namespace.associations.push(association);
  return jsonAnswer(201, associationJson(association));
}

/** `DELETE /v2/metadefs/namespaces/{namespace}/resource_types/{type}`. */
export function deleteAssociation(request: Request): Answer {
  const namespace = needNamespace(request);
  enforceAdmin(request, 'remove_metadef_resource_type_association');
  const type = request.params['type'] ?? '';
  if (!namespace.associations.some(({ name }) => name === type)) {
    throw explain(request, 404, `Failed to find resource type ${type} to delete`);
  }
  refuseProtected(request, namespace, `resource-type-association ${type}`);
  namespace.associations = namespace.associations.filter(({ name }) => name !== type);
  return doneAnswer;
}
