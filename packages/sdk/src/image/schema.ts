import { OptionError } from '../errors.ts';
import type { Session } from '../http/session.ts';
import { asRecord, type JsonRecord } from '../json.ts';
import { checkOptions, closest } from '../options.ts';
import { answerOf, callKeys, read } from './call.ts';
import { attributeKeys } from './images.ts';
import { problemsOf } from './json-schema.ts';
import type { CallOptions, ImageAttributes, ImageSchema } from './types.ts';
import { publicName, toImageSchema, toWire } from './wire.ts';

/** The schemas that a cloud describes its Image service with. */
export type SchemaName =
  | 'image'
  | 'images'
  | 'member'
  | 'members'
  | 'task'
  | 'tasks'
  | 'metadefs/namespace'
  | 'metadefs/namespaces'
  | 'metadefs/object'
  | 'metadefs/objects'
  | 'metadefs/property'
  | 'metadefs/properties'
  | 'metadefs/resource_type'
  | 'metadefs/resource_types'
  | 'metadefs/tag'
  | 'metadefs/tags';

const names: Readonly<Record<SchemaName, true>> = {
  image: true,
  images: true,
  member: true,
  members: true,
  task: true,
  tasks: true,
  'metadefs/namespace': true,
  'metadefs/namespaces': true,
  'metadefs/object': true,
  'metadefs/objects': true,
  'metadefs/property': true,
  'metadefs/properties': true,
  'metadefs/resource_type': true,
  'metadefs/resource_types': true,
  'metadefs/tag': true,
  'metadefs/tags': true,
};

/** One attribute of an image that a cloud would refuse. */
export interface AttributeProblem {
  /** The attribute's name, such as `diskFormat` or `properties.os_type`. */
  readonly attribute: string;
  /** What is wrong, in one sentence. */
  readonly message: string;
}

async function fetchSchema(session: Session, name: string, options: CallOptions): Promise<JsonRecord> {
  return answerOf(await read(session, `/schemas/${name}`, options), 'properties', 'a schema');
}

/** Gets the cloud's own description of an image. */
export async function getImageSchema(session: Session, options: CallOptions): Promise<ImageSchema> {
  return toImageSchema(await fetchSchema(session, 'image', options));
}

/** Which attributes a cloud would refuse, by its own description of an image. */
export async function validateImage(
  session: Session,
  attributes: ImageAttributes,
  options: CallOptions,
): Promise<readonly AttributeProblem[]> {
  checkOptions('validateImage', attributes, attributeKeys);
  checkOptions('validateImage', options, callKeys);
  const wire = toWire(attributes);
  const schema = await fetchSchema(session, 'image', options);
  const described = asRecord(schema['properties']) ?? {};
  const readOnly = Object.keys(wire).filter((name) => asRecord(described[name])?.['readOnly'] === true);
  return [
    ...readOnly.map((name) => toProblem([name], 'is set by Glance alone')),
    ...problemsOf(wire, schema).map(({ path, problem }) => toProblem(path, problem)),
  ];
}

function toProblem(path: readonly (string | number)[], problem: string): AttributeProblem {
  const [first = '', ...rest] = path;
  const attribute = [publicName(String(first)), ...rest].join('.');
  return { attribute, message: `${attribute} ${problem}` };
}

/** The JSON schemas by which a cloud describes its Image service: `conn.image.schemas`. */
export class ImageSchemas {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Gets a schema as the cloud has it, with the names that are used on the wire. `GET /v2/schemas/{name}`. */
  async get(name: SchemaName, options: CallOptions = {}): Promise<JsonRecord> {
    checkOptions('schemas.get', options, callKeys);
    if (!Object.hasOwn(names, name)) {
      const known = Object.keys(names);
      const meant = closest(name, known);
      const hint = meant === undefined ? `known are ${known.join(', ')}` : `did you mean ${meant}?`;
      throw new OptionError(`schemas.get: there is no schema ${name}; ${hint}`);
    }
    return fetchSchema(this.#session, name, options);
  }

  /** The names of all schemas. */
  names(): readonly SchemaName[] {
    return Object.keys(names).filter((name): name is SchemaName => Object.hasOwn(names, name));
  }
}
