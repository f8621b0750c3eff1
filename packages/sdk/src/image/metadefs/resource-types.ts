import { path } from '../../http/path.ts';
import type { Session } from '../../http/session.ts';
import { asArray } from '../../json.ts';
import { checkOptions, type KeysOf } from '../../options.ts';
import { answerOf, callKeys, read, remove, type RemoveOptions } from '../call.ts';
import type { CallOptions } from '../types.ts';
import { nameOf, namespaceName, type NameRef, type NamespaceRef, write } from './call.ts';
import type { MetadefResourceType, NewResourceTypeAssociation, ResourceTypeAssociation } from './types.ts';
import { associationOnWire, checkName, toAssociation, toResourceType } from './wire.ts';

const keys: KeysOf<NewResourceTypeAssociation> = { name: true, prefix: true, propertiesTarget: true };

function associationsPath(namespace: NamespaceRef): string {
  return path`/metadefs/namespaces/${namespaceName(namespace)}/resource_types`;
}

/** The kinds of resource that have properties, and which namespaces are for them: `conn.image.metadefs.resourceTypes`. */
export class MetadefResourceTypes {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Lists the kinds of resource that a cloud knows. `GET /v2/metadefs/resource_types`. */
  async list(options: CallOptions = {}): Promise<readonly MetadefResourceType[]> {
    checkOptions('resourceTypes.list', options, callKeys);
    const value = await read(this.#session, '/metadefs/resource_types', options);
    const types = answerOf(value, 'resource_types', 'a list of resource types')['resource_types'];
    return asArray(types).map(toResourceType);
  }

  /** Lists what a namespace is for. `GET /v2/metadefs/namespaces/{namespace}/resource_types`. */
  async associations(
    namespace: NamespaceRef,
    options: CallOptions = {},
  ): Promise<readonly ResourceTypeAssociation[]> {
    checkOptions('resourceTypes.associations', options, callKeys);
    const value = await read(this.#session, associationsPath(namespace), options);
    const mark = 'resource_type_associations';
    return asArray(answerOf(value, mark, 'a list of associations')[mark]).map(toAssociation);
  }

  /**
   * Says that a namespace is for a kind of resource, which is made known if it was not.
   * `POST /v2/metadefs/namespaces/{namespace}/resource_types`.
   *
   * @throws Conflict if it is already.
   */
  async associate(
    namespace: NamespaceRef,
    association: NewResourceTypeAssociation,
    options: CallOptions = {},
  ): Promise<ResourceTypeAssociation> {
    checkOptions('resourceTypes.associate', association, keys);
    checkOptions('resourceTypes.associate', options, callKeys);
    checkName('resourceTypes.associate', association.name);
    const json = associationOnWire(association);
    return toAssociation(await write(this.#session, 'POST', associationsPath(namespace), json, options));
  }

  /** Says that a namespace is not for a kind of resource any more. `DELETE /v2/metadefs/namespaces/{namespace}/resource_types/{type}`. */
  async dissociate(namespace: NamespaceRef, type: NameRef, options: RemoveOptions = {}): Promise<void> {
    await remove(
      this.#session,
      'resourceTypes.dissociate',
      path`/metadefs/namespaces/${namespaceName(namespace)}/resource_types/${nameOf(type)}`,
      options,
    );
  }
}
