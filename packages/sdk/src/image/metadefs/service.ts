import type { Session } from '../../http/session.ts';
import { MetadefNamespaces } from './namespaces.ts';
import { MetadefObjects } from './objects.ts';
import { MetadefPropertyDefinitions } from './properties.ts';
import { MetadefResourceTypes } from './resource-types.ts';
import { MetadefTags } from './tags.ts';

/**
 * The metadata definitions of a cloud: which properties images and other resources may have, and what they mean.
 *
 * Everybody reads them, administrators write them. Stands for `/v2/metadefs`.
 */
export class Metadefs {
  readonly namespaces: MetadefNamespaces;
  readonly objects: MetadefObjects;
  readonly properties: MetadefPropertyDefinitions;
  readonly tags: MetadefTags;
  readonly resourceTypes: MetadefResourceTypes;

  constructor(session: Session) {
    this.namespaces = new MetadefNamespaces(session);
    this.objects = new MetadefObjects(session);
    this.properties = new MetadefPropertyDefinitions(session);
    this.tags = new MetadefTags(session);
    this.resourceTypes = new MetadefResourceTypes(session);
  }
}
