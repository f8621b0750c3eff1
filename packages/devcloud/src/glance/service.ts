import { isUtf8 } from 'node:buffer';

import type { Answer } from '../http/answer.ts';
import { HttpError } from '../http/answer.ts';
import { headerOf } from '../http/exchange.ts';
import type { Exchange } from '../http/exchange.ts';
import { createRouter } from '../http/router.ts';
import type { Match } from '../http/router.ts';
import type { Service } from '../http/server.ts';
import { webobError, webobTitle } from '../http/webob-error.ts';
import { own } from '../own.ts';
import { deactivateImage, reactivateImage } from './actions.ts';
import { bodiless } from './body.ts';
import { callerOf } from './caller.ts';
import { createImage } from './create.ts';
import { deleteImage } from './delete.ts';
import { downloadImage } from './download.ts';
import type { Glance } from './glance.ts';
import { imageAnswer } from './image-json.ts';
import { listStoreDetails, listStores, showImportInfo, showUsage } from './info.ts';
import { clearCache, dropFromCache, listCache, queueImage } from './cache.ts';
import { deleteFromStore } from './delete-from-store.ts';
import { importImage } from './imports/import-image.ts';
import { stageImage } from './imports/stage.ts';
import { listImages } from './list.ts';
import { addLocation, listLocations } from './locations.ts';
import { addMember, listMembers, removeMember, showMember, updateMember } from './members.ts';
import { metadefRoutes } from './metadefs/routes.ts';
import { needImage } from './policy.ts';
import { fail } from './request.ts';
import type { Request } from './request.ts';
import type { GlanceHandler, GlanceRoutes } from './routes.ts';
import { schemaRoutes } from './schema-routes.ts';
import { addTag, removeTag } from './tags.ts';
import { createTask, deleteTask, listImageTasks, listTasks, showTask } from './tasks/tasks.ts';
import { updateImage } from './update.ts';
import { uploadImage } from './upload.ts';
import { versionsAnswer, withoutMinor } from './versions.ts';

/** Stands for all methods without a handler, where Glance does not answer them as everywhere. */
const otherwise = '*';

const notThere: GlanceHandler = (request) => {
  throw fail(request, 404);
};

/** What Glance says of the methods of a path where it has forgotten one. */
const onlyPost: GlanceHandler = (request) => {
  throw fail(request, 405, { headers: [['Allow', 'POST']] });
};

/** Every route of the Image API, its methods in the order of the header `Allow`. */
const routes: GlanceRoutes = {
  ...metadefRoutes,
  '/v2/images': { GET: listImages, POST: createImage },
  '/v2/images/:id': {
    GET: bodiless((request) => imageAnswer(request, needImage(request))),
    PATCH: updateImage,
    DELETE: bodiless(deleteImage),
  },
  '/v2/images/:id/file': { GET: bodiless(downloadImage), PUT: uploadImage },
  '/v2/images/:id/tasks': { GET: bodiless(listImageTasks) },
  '/v2/images/:id/actions/deactivate': { POST: bodiless(deactivateImage) },
  '/v2/images/:id/actions/reactivate': { POST: bodiless(reactivateImage) },
  '/v2/images/:id/tags/:tag': { PUT: bodiless(addTag), DELETE: bodiless(removeTag) },
  '/v2/images/:id/members': { GET: bodiless(listMembers), POST: addMember },
  '/v2/images/:id/members/:member': {
    GET: bodiless(showMember),
    PUT: updateMember,
    DELETE: bodiless(removeMember),
  },
  '/v2/images/:id/import': { POST: importImage },
  '/v2/images/:id/stage': { PUT: stageImage },
  '/v2/stores/:store/:id': { DELETE: bodiless(deleteFromStore) },
  '/v2/tasks': { GET: listTasks, POST: createTask },
  '/v2/tasks/:id': { GET: bodiless(showTask), DELETE: bodiless(deleteTask) },
  '/v2/cache': { GET: bodiless(listCache), DELETE: clearCache },
  '/v2/cache/:id': { DELETE: bodiless(dropFromCache), PUT: queueImage },
  '/v2/info/import': { GET: bodiless(showImportInfo) },
  '/v2/info/stores': { GET: bodiless(listStores) },
  '/v2/info/stores/detail': { GET: bodiless(listStoreDetails) },
  '/v2/info/usage': { GET: bodiless(showUsage), [otherwise]: notThere },
};

const locationRoutes: GlanceRoutes = {
  '/v2/images/:id/locations': { POST: addLocation, GET: listLocations, [otherwise]: onlyPost },
};

/** Glance v2 over HTTP. */
export function glanceService(glance: Glance): Service {
  const router = createRouter<GlanceHandler>({
    ...routes,
    ...schemaRoutes(glance.release),
    ...(glance.release.locationRoutes ? locationRoutes : {}),
  });
  return async (exchange) => {
    if (!isUtf8(bytesOf(exchange.path))) return tripped;
    if (exchange.method === 'OPTIONS') return { status: 200, headers: [], body: '' };
    if (/^\/+versions(?:\/|$)/.test(exchange.path)) return versionsAnswer(glance, 200);
    const path = withoutMinor(glance, exchange.path);
    if (path === undefined) return versionsAnswer(glance, 300);
    const answer = await authenticated(glance, exchange, path, router);
    return { ...answer, reason: answer.reason ?? webobTitle(answer.status) };
  };
}

async function authenticated(
  glance: Glance,
  exchange: Exchange,
  path: string,
  router: (path: string) => Match<GlanceHandler> | undefined,
): Promise<Answer> {
  const caller = callerOf(glance, exchange);
  const withId = (answer: Answer): Answer => ({
    ...answer,
    headers: [...answer.headers, ['X-Openstack-Request-Id', requestId(exchange)]],
  });
  try {
    const match = router(asLatin1(path));
    if (path === '/v2') return withId(toSlash(glance));
    if (match === undefined) throw webobError(exchange, isKnown(exchange.method) ? 404 : 501);
    const handler = own(match.methods, exchange.method) ?? own(match.methods, otherwise);
    if (handler === undefined) {
      throw webobError(exchange, 405, { headers: [['Allow', Object.keys(match.methods).join(', ')]] });
    }
    const request: Request = {
      glance,
      exchange,
      caller,
      requestId: requestId(exchange),
      params: match.params,
    };
    return withId(await handler(request));
  } catch (error) {
    // The challenge comes before Glance itself, and carries no request id: everything in here does.
    if (error instanceof HttpError) return withId(error.answer);
    throw error;
  }
}

/** What Glance answers when it trips over a path before it has looked at anything else. */
const tripped: Answer = { status: 500, headers: [['Content-Type', 'text/plain']], body: '' };

function bytesOf(path: string): Buffer {
  const characters = path.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(characters, 'latin1');
}

/** Glance takes each byte of a path for a character: what is not ASCII never comes out of it as it went in. */
function asLatin1(path: string): string {
  return path.replaceAll(/%([89a-f][0-9a-f])/gi, (_, hex: string) =>
    encodeURIComponent(String.fromCharCode(Number.parseInt(hex, 16))),
  );
}

/** Glance takes the request id of a client for its own. */
function requestId(exchange: Exchange): string {
  const given = headerOf(exchange, 'x-openstack-request-id') ?? '';
  if (given === '') return exchange.requestId;
  return given.startsWith('req-') ? given : `req-${given}`;
}

function toSlash({ url }: Glance): Answer {
  return {
    status: 302,
    reason: 'Found',
    headers: [
      ['Content-Type', 'text/plain; charset=utf8'],
      ['Location', `${url}/v2/`],
    ],
    body: '',
  };
}

function isKnown(method: string): boolean {
  return ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH'].includes(method);
}
