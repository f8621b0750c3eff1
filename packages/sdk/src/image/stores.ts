import { isNotFound } from '../errors.ts';
import { path } from '../http/path.ts';
import type { Session } from '../http/session.ts';
import { asArray, asNumber, asRecord, type JsonRecord } from '../json.ts';
import { checkOptions, type KeysOf } from '../options.ts';
import { answerOf, read, remove, type RemoveOptions, textOf } from './call.ts';
import { imageId } from './images.ts';
import type { CallOptions, ImageRef } from './types.ts';

/** A place where a cloud keeps the data of images. */
export interface ImageStore {
  readonly id: string;
  readonly description: string | null;
  /** Whether data go here if nobody says otherwise. */
  readonly isDefault: boolean;
  readonly isReadOnly: boolean;
  /** `file`, `rbd`, `swift`, …; only with `detail`. */
  readonly type: string | null;
  /** Stores of a greater weight are read from first; only with `detail`, from Glance 2023.2 on. */
  readonly weight: number | null;
  /** What else its kind of store tells, with Glance's names; empty without `detail`. */
  readonly properties: JsonRecord;
}

/** How stores are listed. */
export interface StoresOptions extends CallOptions {
  /** Also their type, weight and properties; for administrators. */
  readonly detail?: boolean | undefined;
}

const storesKeys: KeysOf<StoresOptions> = { signal: true, detail: true };

/** Booleans of the store list are text. */
function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

function toStore(value: unknown): ImageStore {
  const record = answerOf(value, 'id', 'a store');
  return {
    id: textOf(record, 'id') ?? '',
    description: textOf(record, 'description'),
    isDefault: isTrue(record['default']),
    isReadOnly: isTrue(record['read-only']),
    type: textOf(record, 'type'),
    weight: asNumber(record['weight']) ?? null,
    properties: asRecord(record['properties']) ?? {},
  };
}

/** Lists the stores of a cloud; none where it has a single one, which has no name. */
export async function listStores(session: Session, options: StoresOptions): Promise<readonly ImageStore[]> {
  checkOptions('stores', options, storesKeys);
  const route = options.detail === true ? '/info/stores/detail' : '/info/stores';
  try {
    const value = await read(session, route, options);
    return asArray(answerOf(value, 'stores', 'a list of stores')['stores']).map(toStore);
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

/** Deletes an image's data from one store; they stay in the others. */
export async function deleteFromStore(
  session: Session,
  image: ImageRef,
  store: string,
  options: RemoveOptions,
): Promise<void> {
  await remove(session, 'deleteFromStore', path`/stores/${store}/${imageId(image)}`, options);
}
