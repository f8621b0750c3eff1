import type { Session } from '../http/session.ts';
import type { CallOptions, ImageSchema } from './types.ts';
import { toImageSchema } from './wire.ts';

/** Gets the cloud's own description of an image. */
export async function getImageSchema(session: Session, options: CallOptions): Promise<ImageSchema> {
  const { value } = await session.json({
    service: 'image',
    method: 'GET',
    path: '/schemas/image',
    signal: options.signal,
  });
  return toImageSchema(value);
}
