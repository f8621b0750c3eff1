import { jsonAnswer } from '../../http/answer.ts';
import type { Answer } from '../../http/answer.ts';
import { isList, isObject } from '../../python/json.ts';
import { checkedBody } from '../check-input.ts';
import { enforce } from '../policy.ts';
import { doneAnswer, fault } from '../request.ts';
import type { NovaRoutes, Request } from '../request.ts';
import { types } from '../schema-types.ts';
import { textsOf } from './create-server.ts';
import { needServer } from './find-server.ts';
import { change } from './server.ts';

/** Routes of what hangs on a server: its metadata and its tags. */
export const serverPartRoutes: NovaRoutes = {
  '/servers/:id/metadata': {
    GET: (request) => jsonAnswer(200, { metadata: Object.fromEntries(needServer(request).metadata) }),
    POST: (request) => setMetadata(request, false),
    PUT: (request) => setMetadata(request, true),
  },
  '/servers/:id/metadata/:key': { DELETE: removeMetadata },
  '/servers/:id/tags': { GET: listTags, PUT: replaceTags, DELETE: removeTags },
  '/servers/:id/tags/:tag': { PUT: addTag, DELETE: removeTag },
};

function setMetadata(request: Request, replace: boolean): Answer {
  const wanted = textsOf(checkedBody(request.body, 'metadata', types.metadata));
  const server = needServer(request);
  enforce(request, 'write', `server-metadata:${replace ? 'update_all' : 'create'}`);
  change(request.nova, server, { metadata: new Map([...(replace ? [] : server.metadata), ...wanted]) });
  return jsonAnswer(200, { metadata: Object.fromEntries(server.metadata) });
}

function removeMetadata(request: Request): Answer {
  const server = needServer(request);
  enforce(request, 'write', 'server-metadata:delete');
  if (!server.metadata.delete(request.params['key'] ?? '')) throw fault(404, 'Metadata item was not found');
  return doneAnswer(204);
}

/** Tags came with 2.26: before, their routes are not there. */
function needTags({ minor }: Request): void {
  if (minor < 26) throw fault(404, 'The resource could not be found.');
}

function listTags(request: Request): Answer {
  needTags(request);
  return jsonAnswer(200, { tags: [...needServer(request).tags] });
}

function replaceTags(request: Request): Answer {
  needTags(request);
  const { body } = request;
  const whole = isObject(body) ? body['tags'] : undefined;
  const tags = isList(whole) ? whole.filter((tag) => typeof tag === 'string') : undefined;
  if (tags === undefined) throw fault(400, "'tags' is a required property");
  const server = needServer(request);
  enforce(request, 'write', 'os-server-tags:update_all');
  change(request.nova, server, { tags: new Set(tags) });
  return jsonAnswer(200, { tags });
}

function removeTags(request: Request): Answer {
  needTags(request);
  const server = needServer(request);
  enforce(request, 'write', 'os-server-tags:delete_all');
  change(request.nova, server, { tags: new Set() });
  return doneAnswer(204);
}

function addTag(request: Request): Answer {
  needTags(request);
  const server = needServer(request);
  enforce(request, 'write', 'os-server-tags:update');
  const tag = request.params['tag'] ?? '';
  if (server.tags.has(tag)) return { ...doneAnswer(204) };
  server.tags.add(tag);
  const location = `${request.links.versioned}/servers/${server.id}/tags/${tag}`;
  return { status: 201, headers: [['Location', location]], body: '' };
}

function removeTag(request: Request): Answer {
  needTags(request);
  const server = needServer(request);
  enforce(request, 'write', 'os-server-tags:delete');
  const tag = request.params['tag'] ?? '';
  if (!server.tags.delete(tag)) {
    throw fault(404, `Server ${server.id} has no tag '${tag}'`);
  }
  return doneAnswer(204);
}
