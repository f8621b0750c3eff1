import { NotFound, UnsupportedMediaType } from '../errors.ts';
import { drain } from '../http/body.ts';
import { path } from '../http/path.ts';
import type { Session } from '../http/session.ts';
import type { UploadTarget, UploadTruth } from '../transfer/upload.ts';
import { digestsOf } from './digests.ts';
import { getImage } from './images.ts';
import type { CallOptions, Image } from './types.ts';

/** Where data are put: into the image, or into the staging area from which they are imported. */
export type DataRoute = 'file' | 'stage';

/** A token should outlive the upload: Glance deletes the image of one that expires in the middle. */
const tokenLife = 3_600_000;

const gone = new Set(['killed', 'deleted', 'pending_delete']);

function truth(image: Image, route: DataRoute): UploadTruth {
  const { status, size } = image;
  if (status === 'queued') return { state: 'empty' };
  if (gone.has(status)) return { state: 'gone' };
  if (route === 'stage') {
    // While data are being staged the status is the same as afterwards, but there is no size yet. Glance computes
    // no digest before the import.
    return status === 'uploading' && size !== null
      ? { state: 'complete', size, digests: [] }
      : { state: 'busy' };
  }
  const holdsData = status === 'active' || status === 'deactivated';
  return holdsData ? { state: 'complete', size: size ?? 0, digests: digestsOf(image) } : { state: 'busy' };
}

/** What Glance holds, and the image that says so. */
export interface SeenData {
  readonly truth: UploadTruth;
  readonly image: Image | undefined;
}

/** Asks Glance what it holds. */
export async function inspectData(
  session: Session,
  id: string,
  route: DataRoute,
  signal: AbortSignal | undefined,
): Promise<SeenData> {
  try {
    const image = await getImage(session, id, { signal });
    return { truth: truth(image, route), image };
  } catch (error) {
    if (error instanceof NotFound) return { truth: { state: 'gone' }, image: undefined };
    throw error;
  }
}

/** Glance blames the media type, but that one is always right here: it is the data that it means. */
function wrongFormat(error: UnsupportedMediaType): UnsupportedMediaType {
  const hint = "Glance found that the data are not in the image's diskFormat, or not safe to use";
  return new UnsupportedMediaType(`${error.message}; ${hint}`, error, { cause: error });
}

/** How data are sent. */
export interface SendOptions extends CallOptions {
  /** The store that they are to go to. */
  readonly store?: string | undefined;
}

/** Sends data in one request. */
export async function sendData(
  session: Session,
  id: string,
  route: DataRoute,
  { signal, store }: SendOptions,
  [stream, size, onBodySent]: Parameters<UploadTarget['send']>,
): Promise<void> {
  try {
    const { body } = await session.send({
      service: 'image',
      method: 'PUT',
      path: path`/images/${id}/${route}`,
      headers: {
        'Content-Type': 'application/octet-stream',
        ...(size !== undefined && { 'Content-Length': String(size), 'x-openstack-image-size': String(size) }),
        ...(store !== undefined && { 'x-image-meta-store': store }),
      },
      stream,
      tokenLife,
      responseTimeout: session.config.timeouts.finish,
      onBodySent,
      signal,
    });
    await drain(body);
  } catch (error) {
    throw error instanceof UnsupportedMediaType ? wrongFormat(error) : error;
  }
}
