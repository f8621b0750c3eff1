import { jsonAnswer } from '../../http/answer.ts';
import type { Answer } from '../../http/answer.ts';
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
import { refuseRename } from './clash.ts';
import { propertiesJson } from './json.ts';
import type { MetadefProperty, Namespace } from './model.ts';
import { needText, readPropertyType } from './property-type.ts';
import { propertySchema } from './schemas.ts';

const readOnly = ['created_at', 'updated_at'];

/** `POST /v2/metadefs/namespaces/{namespace}/properties`. */
export async function createProperty(request: Request): Promise<Answer> {
  const body = await readBody(request, 'property', propertySchema, readOnly);
  const schema = modelled(request, () => readPropertyType(body));
  const namespace = needNamespace(request);
  enforceAdmin(request, 'add_metadef_property');
  const name = needText(schema['name']);
  refuseWideTexts(request, 'create metadata property', { name });
  if (namespace.properties.some((each) => each.name === name)) {
    throw explain(
      request,
      409,
      `A metadata definition property with name=${name} already exists in namespace=${namespace.name}.`,
    );
  }
  namespace.properties.push({ id: request.glance.metadefs.nextId(), name, schema });
  return jsonAnswer(201, schema);
}

/** `GET /v2/metadefs/namespaces/{namespace}/properties`. */
export function listProperties(request: Request): Answer {
  return jsonAnswer(200, { properties: propertiesJson(needNamespace(request)) });
}

/** `GET /v2/metadefs/namespaces/{namespace}/properties/{property}`, by its prefixed name when a resource type is named. */
export function showProperty(request: Request): Answer {
  const namespace = needNamespace(request);
  const type = request.exchange.query.get('resource_type') ?? '';
  const given = request.params['property'] ?? '';
  const name = type === '' ? given : withoutPrefix(request, namespace, type, given);
  const { schema, ...property } = needProperty(request, namespace, name);
  return jsonAnswer(200, { name: property.name, ...schema });
}

function withoutPrefix(request: Request, namespace: Namespace, type: string, name: string): string {
  if (!request.glance.metadefs.resourceTypes.some((each) => each.name === type)) {
    throw explain(request, 404, `The metadata definition resource-type with name=${type}, was not found.`);
  }
  const association = namespace.associations.find((each) => each.name === type);
  if (association === undefined) {
    throw explain(
      request,
      404,
      `The metadata definition resource-type association of resource-type=${type} to namespace=${namespace.name}, was not found.`,
    );
  }
  const { prefix } = association;
  if (prefix !== null && prefix !== '' && name.startsWith(prefix)) return name.slice(prefix.length);
  throw explain(
    request,
    404,
    `Property ${name} does not start with the expected resource type association prefix of '${prefix ?? 'None'}'.`,
  );
}

/** `PUT /v2/metadefs/namespaces/{namespace}/properties/{property}`: what is not named is gone. */
export async function updateProperty(request: Request): Promise<Answer> {
  const body = await readBody(request, 'property', propertySchema, readOnly);
  const schema = modelled(request, () => readPropertyType(body));
  const namespace = needNamespace(request);
  enforceAdmin(request, 'modify_metadef_property');
  const property = needProperty(request, namespace, request.params['property'] ?? '');
  const name = needText(schema['name']);
  refuseWideTexts(request, 'update metadata property', { name });
  refuseRename(
    request,
    namespace.properties,
    property,
    name,
    (old) =>
      `Invalid update. It would result in a duplicate metadata definition property with the same name=${old} in namespace=${namespace.name}.`,
  );
  property.name = name;
  property.schema = schema;
  return jsonAnswer(200, schema);
}

/** `DELETE /v2/metadefs/namespaces/{namespace}/properties/{property}`. */
export function deleteProperty(request: Request): Answer {
  const namespace = needNamespace(request);
  enforceAdmin(request, 'remove_metadef_property');
  const property = needProperty(request, namespace, request.params['property'] ?? '');
  refuseProtected(request, namespace, `property ${property.name}`);
  namespace.properties = namespace.properties.filter((each) => each !== property);
  return doneAnswer;
}

function needProperty(request: Request, { properties }: Namespace, wanted: string): MetadefProperty {
  const property = properties.find(({ name }) => name === wanted);
  if (property === undefined) throw explain(request, 404, `Could not find property ${wanted}`);
  return property;
}
