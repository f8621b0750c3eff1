// Every route of Glance's router (API 2.18), the SDK's methods for it, and the conformance case that proves them.
//
// A row: route, the version it is there since, methods, cases ("file: part of the title"), and what is special:
//   feature   what devcloud needs for it, by its name in conformance/harness/target.ts
//   zed, epoxy   why the release cannot prove it; the case then shows what it answers instead, or a test of the SDK
//             against a server of its own takes its place
const unsupported = 'has no such route: that is what the case shows';
const newest = { zed: unsupported, epoxy: unsupported };
const noHttpStore = 'needs a store of the kind http: the case shows the refusal';
const serviceRole = 'needs the role service: the case shows the refusal';

const namespaces = 'sdk/metadef-namespaces.test.ts';
const contents = 'sdk/metadef-contents.test.ts';
const metadefs = { feature: 'metadefs' };
const ns = '/v2/metadefs/namespaces/{namespace}';

/** @typedef {{ feature?: string, zed?: string, epoxy?: string, none?: string }} Special */

/** @type {[string, string, string[], string[], Special?][]} */
export const routes = [
  ['GET /v2/images', '2.0', ['images', 'findImage', 'cleanupImages'], ['sdk/list-paging.test.ts: pages']],
  ['POST /v2/images', '2.0', ['createImage', 'uploadImage'], ['sdk/create.test.ts: creating images']],
  [
    'GET /v2/images/{id}',
    '2.0',
    ['getImage', 'findImage', 'waitForImage', 'waitForImageDeletion', 'waitForImport', 'locations'],
    ['sdk/find.test.ts: getting', 'sdk/wait.test.ts: one that becomes active'],
  ],
  [
    'PATCH /v2/images/{id}',
    '2.1',
    ['updateImage', 'setTags', 'addTag', 'removeTag', 'addLocation', 'replaceLocations', 'removeLocation'],
    ['sdk/update.test.ts: changing images', 'sdk/locations.test.ts: one of several is taken away by its URL'],
  ],
  [
    'DELETE /v2/images/{id}',
    '2.0',
    ['deleteImage', 'cleanupImages'],
    ['sdk/delete.test.ts: deleting images'],
  ],
  [
    'GET /v2/images/{id}/tasks',
    '2.12',
    ['imageTasks', 'waitForImport'],
    ['sdk/import.test.ts: a URL is fetched'],
    { feature: 'tasks' },
  ],
  [
    'POST /v2/images/{id}/import',
    '2.6',
    ['importImage', 'copyToStores', 'createImage'],
    [
      'sdk/import.test.ts: what was staged becomes the data',
      'sdk/create-from-url.test.ts: is active, verified',
      'sdk/stores.test.ts: data are copied to other stores',
    ],
    { feature: 'import' },
  ],
  ['GET /v2/images/{id}/file', '2.0', ['downloadImage'], ['sdk/download.test.ts: downloading into memory']],
  [
    'PUT /v2/images/{id}/file',
    '2.0',
    ['uploadImageData', 'uploadImage'],
    ['sdk/upload.test.ts: uploading images'],
  ],
  [
    'PUT /v2/images/{id}/stage',
    '2.6',
    ['stageImage'],
    ['sdk/import.test.ts: what was staged becomes the data'],
    { feature: 'import' },
  ],
  [
    'POST /v2/images/{id}/locations',
    '2.17',
    ['addImageLocation'],
    ['sdk/locations.test.ts: given by a plain user need a store of the kind http'],
    { feature: 'locations', zed: unsupported, epoxy: noHttpStore },
  ],
  [
    'GET /v2/images/{id}/locations',
    '2.17',
    ['imageLocations'],
    ['sdk/locations.test.ts: are got with the role of a service only'],
    { feature: 'locations', zed: unsupported, epoxy: serviceRole },
  ],
  [
    'POST /v2/images/{id}/actions/deactivate',
    '2.3',
    ['deactivateImage'],
    ['sdk/actions.test.ts: a deactivated image keeps its data to administrators'],
  ],
  [
    'POST /v2/images/{id}/actions/reactivate',
    '2.3',
    ['reactivateImage'],
    ['sdk/actions.test.ts: a deactivated image keeps its data to administrators'],
  ],
  [
    'PUT /v2/images/{id}/tags/{tag}',
    '2.0',
    ['addTag'],
    ['sdk/tags.test.ts: are added and removed one by one'],
  ],
  [
    'DELETE /v2/images/{id}/tags/{tag}',
    '2.0',
    ['removeTag'],
    ['sdk/tags.test.ts: are added and removed one by one'],
  ],
  [
    'GET /v2/images/{id}/members',
    '2.1',
    ['members', 'shareImage'],
    ['sdk/members.test.ts: a member is added, listed, got and removed'],
  ],
  [
    'POST /v2/images/{id}/members',
    '2.1',
    ['addMember', 'shareImage'],
    ['sdk/members.test.ts: a member is added, listed, got and removed'],
  ],
  [
    'GET /v2/images/{id}/members/{project}',
    '2.1',
    ['getMember'],
    ['sdk/members.test.ts: a member is added, listed, got and removed'],
  ],
  [
    'PUT /v2/images/{id}/members/{project}',
    '2.1',
    ['updateMember', 'acceptImage', 'rejectImage'],
    ['sdk/members.test.ts: a share is pending, accepted, rejected'],
  ],
  [
    'DELETE /v2/images/{id}/members/{project}',
    '2.1',
    ['removeMember'],
    ['sdk/members.test.ts: a member is added, listed, got and removed'],
  ],
  [
    'DELETE /v2/stores/{store}/{id}',
    '2.10',
    ['deleteFromStore'],
    ['sdk/stores.test.ts: data are copied to other stores, and deleted from one'],
    { feature: 'deleteFromStore' },
  ],
  [
    'GET /v2/info/import',
    '2.6',
    ['importInfo', 'createImage', 'supports'],
    ['sdk/import.test.ts: the methods of a cloud'],
  ],
  [
    'GET /v2/info/stores',
    '2.8',
    ['stores', 'supports'],
    ['sdk/stores.test.ts: are listed, one of them the default'],
  ],
  [
    'GET /v2/info/stores/detail',
    '2.15',
    ['stores'],
    ['sdk/stores.test.ts: are listed in detail for administrators'],
  ],
  [
    'GET /v2/info/usage',
    '2.13',
    ['usage', 'supports'],
    ['sdk/capabilities.test.ts: the quotas of a project'],
  ],
  [
    'POST /v2/tasks',
    '2.2',
    ['tasks.create'],
    ['sdk/tasks.test.ts: a task that fails is a StateError'],
    { feature: 'tasks' },
  ],
  ['GET /v2/tasks', '2.2', ['tasks.list'], ['sdk/tasks.test.ts: lists have pages'], { feature: 'tasks' }],
  [
    'GET /v2/tasks/{id}',
    '2.2',
    ['tasks.get', 'tasks.wait'],
    ['sdk/tasks.test.ts: an import is a task'],
    { feature: 'tasks' },
  ],
  [
    'DELETE /v2/tasks/{id}',
    '2.2',
    [],
    [],
    { none: 'Glance answers 405 to everybody: there is nothing to call', feature: 'tasks' },
  ],
  [
    'GET /v2/cache',
    '2.14',
    ['cache.list'],
    ['sdk/cache.test.ts: an image is queued, fetched, listed'],
    { feature: 'cache' },
  ],
  [
    'DELETE /v2/cache',
    '2.14',
    ['cache.clear'],
    ['sdk/cache.test.ts: is emptied, as a whole or in part'],
    { feature: 'cache' },
  ],
  [
    'PUT /v2/cache/{id}',
    '2.14',
    ['cache.queue'],
    ['sdk/cache.test.ts: an image is queued, fetched, listed'],
    { feature: 'cache' },
  ],
  [
    'DELETE /v2/cache/{id}',
    '2.14',
    ['cache.delete'],
    ['sdk/cache.test.ts: an image is queued, fetched, listed'],
    { feature: 'cache' },
  ],
  [
    'GET /v2/cache/nodes/{id}',
    '2.18',
    ['cache.nodes'],
    ['sdk/cache.test.ts: is not cleaned, pruned or told apart by host'],
    { feature: 'cache', ...newest },
  ],
  [
    'POST /v2/cache/clean',
    '2.18',
    ['cache.clean'],
    ['sdk/cache.test.ts: is not cleaned, pruned or told apart by host'],
    { feature: 'cache', ...newest },
  ],
  [
    'POST /v2/cache/prune',
    '2.18',
    ['cache.prune'],
    ['sdk/cache.test.ts: is not cleaned, pruned or told apart by host'],
    { feature: 'cache', ...newest },
  ],
  [
    'GET /v2/schemas/image',
    '2.0',
    ['schemas.get', 'getImageSchema', 'validateImage'],
    ['sdk/schema.test.ts: the schema of images', 'sdk/validate.test.ts: an image that is right'],
  ],
  ...['images', 'member', 'members'].map((name) => [
    `GET /v2/schemas/${name}`,
    name === 'images' ? '2.0' : '2.1',
    ['schemas.get'],
    ['sdk/validate.test.ts: the schema ${name}'],
  ]),
  ...['task', 'tasks'].map((name) => [
    `GET /v2/schemas/${name}`,
    '2.2',
    ['schemas.get'],
    ['sdk/validate.test.ts: the schema ${name}'],
    { feature: 'tasks' },
  ]),
  ...['namespace', 'object', 'property', 'resource_type', 'tag'].flatMap((name) =>
    [name, name === 'property' ? 'properties' : `${name}s`].map((each) => [
      `GET /v2/schemas/metadefs/${each}`,
      '2.2',
      ['schemas.get'],
      ['sdk/validate.test.ts: the schema ${name}'],
    ]),
  ),
  [
    'GET /v2/metadefs/resource_types',
    '2.2',
    ['metadefs.resourceTypes.list'],
    [`${contents}: resource types are listed`],
    metadefs,
  ],
  [
    'GET /v2/metadefs/namespaces',
    '2.2',
    ['metadefs.namespaces.list'],
    [`${namespaces}: have pages, and every filter counts`],
    metadefs,
  ],
  [
    'POST /v2/metadefs/namespaces',
    '2.2',
    ['metadefs.namespaces.create', 'metadefs.namespaces.import'],
    [
      `${namespaces}: are created with all that is in them`,
      `${namespaces}: a document of Glance is imported`,
    ],
    metadefs,
  ],
  [
    `GET ${ns}`,
    '2.2',
    ['metadefs.namespaces.get', 'metadefs.namespaces.update'],
    [`${namespaces}: are created with all that is in them`],
    metadefs,
  ],
  [
    `PUT ${ns}`,
    '2.2',
    ['metadefs.namespaces.update'],
    [`${namespaces}: a change leaves everything else as it is`],
    metadefs,
  ],
  [
    `DELETE ${ns}`,
    '2.2',
    ['metadefs.namespaces.delete'],
    [`${namespaces}: are created with all that is in them`],
    metadefs,
  ],
  [
    `GET ${ns}/resource_types`,
    '2.2',
    ['metadefs.resourceTypes.associations'],
    [`${contents}: resource types are listed`],
    metadefs,
  ],
  [
    `POST ${ns}/resource_types`,
    '2.2',
    ['metadefs.resourceTypes.associate'],
    [`${contents}: resource types are listed`],
    metadefs,
  ],
  [
    `DELETE ${ns}/resource_types/{type}`,
    '2.2',
    ['metadefs.resourceTypes.dissociate'],
    [`${contents}: resource types are listed`],
    metadefs,
  ],
  ...[
    ['properties', 'property', 'properties are created, listed by name', 'a change of a property leaves'],
    ['objects', 'object', 'objects are created, listed, got', 'a change of an object leaves'],
  ].flatMap(([many, one, crud, change]) => [
    [`GET ${ns}/${many}`, '2.2', [`metadefs.${many}.list`], [`${contents}: ${crud}`], metadefs],
    [`POST ${ns}/${many}`, '2.2', [`metadefs.${many}.create`], [`${contents}: ${crud}`], metadefs],
    [`DELETE ${ns}/${many}`, '2.2', [`metadefs.${many}.deleteAll`], [`${contents}: ${crud}`], metadefs],
    [
      `GET ${ns}/${many}/{${one}}`,
      '2.2',
      [`metadefs.${many}.get`, `metadefs.${many}.update`],
      [`${contents}: ${crud}`],
      metadefs,
    ],
    [`PUT ${ns}/${many}/{${one}}`, '2.2', [`metadefs.${many}.update`], [`${contents}: ${change}`], metadefs],
    [`DELETE ${ns}/${many}/{${one}}`, '2.2', [`metadefs.${many}.delete`], [`${contents}: ${crud}`], metadefs],
  ]),
  [`GET ${ns}/tags`, '2.2', ['metadefs.tags.list'], [`${contents}: tags are created, renamed`], metadefs],
  [`POST ${ns}/tags`, '2.2', ['metadefs.tags.set'], [`${contents}: tags are set all at once`], metadefs],
  [
    `DELETE ${ns}/tags`,
    '2.2',
    ['metadefs.tags.deleteAll'],
    [`${contents}: tags are created, renamed`],
    metadefs,
  ],
  [
    `GET ${ns}/tags/{tag}`,
    '2.2',
    ['metadefs.tags.get'],
    [`${contents}: tags are created, renamed`],
    metadefs,
  ],
  [
    `POST ${ns}/tags/{tag}`,
    '2.2',
    ['metadefs.tags.create'],
    [`${contents}: tags are created, renamed`],
    metadefs,
  ],
  [
    `PUT ${ns}/tags/{tag}`,
    '2.2',
    ['metadefs.tags.rename'],
    [`${contents}: tags are created, renamed`],
    metadefs,
  ],
  [
    `DELETE ${ns}/tags/{tag}`,
    '2.2',
    ['metadefs.tags.delete'],
    [`${contents}: tags are created, renamed`],
    metadefs,
  ],
  ['GET /', '–', ['versions', 'supports'], ['sdk/capabilities.test.ts: the versions that it lists']],
  [
    'GET /versions',
    '–',
    [],
    ['wire/glance-versions.test.ts: answers'],
    { none: 'the same document as GET /, which the SDK reads' },
  ],
];

/** Methods that ask for nothing. */
export const withoutRoute = ['schemas.names', 'snapshotServer', 'downloadServer'];
