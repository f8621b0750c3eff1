import { bodiless } from '../body.ts';
import type { GlanceRoutes } from '../routes.ts';
import { listNamespaces } from './list-namespaces.ts';
import {
  createNamespace,
  deleteNamespace,
  deleteObjects,
  deleteProperties,
  deleteTags,
  showNamespace,
  updateNamespace,
} from './namespaces.ts';
import { createObject, deleteObject, listObjects, showObject, updateObject } from './objects.ts';
import {
  createProperty,
  deleteProperty,
  listProperties,
  showProperty,
  updateProperty,
} from './properties.ts';
import {
  createAssociation,
  deleteAssociation,
  listAssociations,
  listResourceTypes,
} from './resource-types.ts';
import { createTag, createTags, deleteTag, listTags, showTag, updateTag } from './tags.ts';

const namespace = '/v2/metadefs/namespaces/:namespace';

/** The routes of the metadata definitions. */
export const metadefRoutes: GlanceRoutes = {
  '/v2/metadefs/resource_types': { GET: bodiless(listResourceTypes) },
  '/v2/metadefs/namespaces': { GET: listNamespaces, POST: createNamespace },
  [namespace]: { GET: bodiless(showNamespace), PUT: updateNamespace, DELETE: bodiless(deleteNamespace) },
  [`${namespace}/resource_types`]: { GET: bodiless(listAssociations), POST: createAssociation },
  [`${namespace}/resource_types/:type`]: { DELETE: bodiless(deleteAssociation) },
  [`${namespace}/properties`]: {
    GET: bodiless(listProperties),
    POST: createProperty,
    DELETE: bodiless(deleteProperties),
  },
  [`${namespace}/properties/:property`]: {
    GET: bodiless(showProperty),
    PUT: updateProperty,
    DELETE: bodiless(deleteProperty),
  },
  [`${namespace}/objects`]: { GET: listObjects, POST: createObject, DELETE: bodiless(deleteObjects) },
  [`${namespace}/objects/:object`]: {
    GET: bodiless(showObject),
    PUT: updateObject,
    DELETE: bodiless(deleteObject),
  },
  [`${namespace}/tags`]: { GET: listTags, POST: createTags, DELETE: bodiless(deleteTags) },
  [`${namespace}/tags/:tag`]: {
    GET: bodiless(showTag),
    POST: bodiless(createTag),
    PUT: updateTag,
    DELETE: bodiless(deleteTag),
  },
};
