import type { Connection, Image, ImageAttributes, UploadData } from '@ostk/sdk';
import type { Context } from '../command.ts';
import { withProgress } from './data.ts';
import { withImportProgress } from './import-progress.ts';

/** What is to be uploaded, and how. */
export interface StagedUpload {
  readonly data: UploadData;
  readonly size: number | undefined;
  readonly allowEmpty: boolean;
  readonly store: string | undefined;
  readonly signal: AbortSignal;
}

/** Creates an image whose data go through the staging area; if that fails, the image is deleted again. */
export async function uploadByImport(
  context: Context,
  connection: Connection,
  attributes: ImageAttributes,
  { data, store, signal, ...options }: StagedUpload,
): Promise<Image> {
  const { image } = connection;
  const created = await image.createImage(attributes, { signal });
  try {
    await withProgress(context, (onProgress) =>
      image.stageImage(created, data, { ...options, onProgress, signal }),
    );
    const stores = store === undefined ? undefined : [store];
    return await withImportProgress(context, (onProgress) =>
      image.importImage(created, { method: 'glance-direct', stores, onProgress, signal }),
    );
  } catch (error) {
    // The signal may be what has ended it: deleting must not be stopped by it.
    await image.deleteImage(created, { ignoreMissing: true }).catch((cause: unknown) => {
      context.warn(`image ${created.id} is left: ${cause instanceof Error ? cause.message : String(cause)}`);
    });
    throw error;
  }
}
