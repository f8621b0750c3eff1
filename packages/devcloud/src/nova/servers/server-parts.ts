import { novaAnswer } from '../answer.ts';
import type { Answer } from '../../http/answer.ts';
import { checkedBody, checkedList } from '../check-input.ts';
import { enforce } from '../policy.ts';
import { doneAnswer, fault } from '../request.ts';
import type { NovaRoutes, Request } from '../request.ts';
import { textOf, types } from '../schema-types.ts';
import { textsOf } from './create-server.ts';
import { needServer } from './find-server.ts';
import { change } from './server.ts';
import type { Server } from './server.ts';

/** Routes of what hangs on a server: its metadata and its tags. */
export const serverPartRoutes: NovaRoutes = {
  '/servers/:id/metadata': {
    GET: (request) => novaAnswer(200, { metadata: Object.fromEntries(needServer(request).metadata) }),
    POST: (request) => setMetadata(request, false),
    PUT: (request) => setMetadata(request, true),
  },
  '/servers/:id/metadata/:key': { GET: showMetadata, PUT: setOneMetadata, DELETE: removeMetadata },
  '/servers/:id/tags': { GET: listTags, PUT: replaceTags, DELETE: removeTags },
  '/servers/:id/tags/:tag': { GET: showTag, PUT: addTag, DELETE: removeTag },
};

function setMetadata(request: Request, replace: boolean): Answer {
  const wanted = textsOf(checkedBody(request.body, 'metadata', types.metadata));
  const server = needServer(request);
  enforce(request, 'write', `server-metadata:${replace ? 'update_all' : 'create'}`);
  change(request.nova, server, { metadata: new Map([...(replace ? [] : server.metadata), ...wanted]) });
  return novaAnswer(200, { metadata: Object.fromEntries(server.metadata) });
}

function needMetadata(request: Request): {
  readonly server: Server;
  readonly key: string;
  readonly value: string;
} {
  const server = needServer(request);
  const key = request.params['key'] ?? '';
  const value = server.metadata.get(key);
  if (value === undefined) throw fault(404, 'Metadata item was not found');
  return { server, key, value };
}

function showMetadata(request: Request): Answer {
  const { key, value } = needMetadata(request);
  return novaAnswer(200, { meta: { [key]: value } });
}

function setOneMetadata(request: Request): Answer {
  const wanted = textsOf(checkedBody(request.body, 'meta', types.metadata));
  const server = needServer(request);
  enforce(request, 'write', 'server-metadata:update');
  if (!wanted.has(request.params['key'] ?? '')) throw fault(400, 'Request body and URI mismatch');
  change(request.nova, server, { metadata: new Map([...server.metadata, ...wanted]) });
  return novaAnswer(200, { meta: Object.fromEntries(wanted) });
}

function removeMetadata(request: Request): Answer {
  enforce(request, 'write', 'server-metadata:delete');
  const { server, key } = needMetadata(request);
  server.metadata.delete(key);
  return doneAnswer(204);
}

/** The answer to one tag that is there, or has been added: WebOb's own. */
function tagAnswer(status: 201 | 204, headers: Answer['headers'] = []): Answer {
  return { status, headers: [['Content-Type', 'text/html; charset=UTF-8'], ...headers], body: '' };
}

/** Tags came with 2.26: before, their routes are not there. */
function needTags({ minor }: Request): void {
  if (minor < 26) throw fault(404, 'The resource could not be found.');
}

function listTags(request: Request): Answer {
  needTags(request);
  return novaAnswer(200, { tags: [...needServer(request).tags] });
}

const tagsSchema = { type: 'array', items: types.tag, maxItems: 50 };

function replaceTags(request: Request): Answer {
  needTags(request);
  const whole = checkedList(request.body, 'tags', tagsSchema);
  const server = needServer(request);
  enforce(request, 'write', 'os-server-tags:update_all');
  change(request.nova, server, { tags: new Set(whole.map(textOf)) });
  return novaAnswer(200, { tags: [...server.tags] });
}

function removeTags(request: Request): Answer {
  needTags(request);
  const server = needServer(request);
  enforce(request, 'write', 'os-server-tags:delete_all');
  change(request.nova, server, { tags: new Set() });
  return doneAnswer(204);
}

function showTag(request: Request): Answer {
  needTags(request);
  const { id, tags } = needServer(request);
  const tag = request.params['tag'] ?? '';
  if (!tags.has(tag)) throw fault(404, `Server ${id} has no tag '${tag}'`);
  return doneAnswer(204);
}

function addTag(request: Request): Answer {
  needTags(request);
  const server = needServer(request);
  enforce(request, 'write', 'os-server-tags:update');
  const tag = request.params['tag'] ?? '';
  if (server.tags.has(tag)) return tagAnswer(204);
  server.tags.add(tag);
  return tagAnswer(201, [['Location', `${request.links.versioned}/servers/${server.id}/tags/${tag}`]]);
}

function removeTag(request: Request): Answer {
  needTags(request);
  const server = needServer(request);
  enforce(request, 'write', 'os-server-tags:delete');
  const tag = request.params['tag'] ?? '';
  if (!server.tags.delete(tag)) throw fault(404, `Instance ${server.id} has no tag '${tag}'`);
  return doneAnswer(204);
}
