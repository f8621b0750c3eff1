import type { Answer, Header } from '../http/answer.ts';
import { headerOf } from '../http/exchange.ts';
import type { Slice } from './blob-store.ts';
import { cacheImage } from './cache.ts';
import type { Image } from './image.ts';
import { enforceDownload, needImage } from './policy.ts';
import { parseContentRange, parseRange } from './range.ts';
import { explain, fail } from './request.ts';
import type { Request } from './request.ts';

/** `GET /v2/images/{id}/file`. */
export function downloadImage(request: Request): Answer {
  const image = needImage(request);
  enforceDownload(request, image);
  const [location] = image.locations;
  if (location === undefined) return noData(request);
  const size = image.size ?? 0;
  const slice = wantedSlice(request, size);
  return slice === undefined
    ? wholeAnswer(request, image, location.store)
    : sliceAnswer(request, image, location.store, slice);
}

/** 204; but Glance trips over a range of nothing. */
function noData({ exchange, glance }: Request): Answer {
  const ranged = 'range' in exchange.headers || 'content-range' in exchange.headers;
  return ranged
    ? { status: 500, headers: [['Content-Type', 'text/plain']], body: '' }
    : { status: 204, headers: glance.release.noDataHasLength ? [['Content-Length', '0']] : [], body: '' };
}

function wantedSlice(request: Request, size: number): Slice | undefined {
  const { exchange } = request;
  const range = headerOf(exchange, 'range');
  const contentRange = headerOf(exchange, 'content-range');
  if (range === undefined && contentRange === undefined) return undefined;
  if (exchange.faults.take('ignore-range') !== undefined) return undefined;
  if (exchange.faults.take('refuse-range') !== undefined) {
    throw explain(request, 400, 'Getting images randomly from this store is not supported.');
  }
  const slice = range === undefined ? parseContentRange(contentRange ?? '', size) : parseRange(range, size);
  if (!('status' in slice)) return slice;
  throw slice.status === 400
    ? explain(request, 400, slice.message)
    : fail(request, 416, { detail: slice.message });
}

function sliceAnswer(request: Request, image: Image, store: string, slice: Slice): Answer {
  const size = image.size ?? 0;
  const last = slice.start + slice.length - 1;
  const lies = request.exchange.faults.take('lie-about-range') !== undefined;
  const sent = lies ? { start: 0, length: size } : slice;
  return {
    status: 206,
    headers: [...dataHeaders(image), ['Content-Range', `bytes ${slice.start}-${last}/${size}`]],
    body: { length: sent.length, open: () => request.glance.blobs.read(store, image.id, sent) },
  };
}

function wholeAnswer({ glance }: Request, image: Image, store: string): Answer {
  const size = image.size ?? 0;
  const slice = { start: 0, length: size };
  const open = (): AsyncIterable<Uint8Array> => glance.blobs.read(store, image.id, slice);
  const now = glance.now();
  const cached = glance.cached.get(image.id);
  // The image cache copies the first download while it passes, and then does not know its length.
  // What is deactivated does not come from there.
  if (cached === undefined || image.status === 'deactivated') {
    const done = (): void => cacheImage(glance, image.id);
    return { status: 200, headers: dataHeaders(image), body: { length: undefined, open, done } };
  }
  glance.cached.set(image.id, { ...cached, hits: cached.hits + 1, usedAt: now });
  return { status: 200, headers: dataHeaders(image), body: { length: size, open } };
}

function dataHeaders(image: Image): readonly Header[] {
  const type: Header = ['Content-Type', 'application/octet-stream'];
  return image.checksum === null ? [type] : [type, ['Content-Md5', image.checksum]];
}
