import { isNotFound, OptionError } from '../errors.ts';
import { path } from '../http/path.ts';
import type { Session } from '../http/session.ts';
import { asArray, asRecord, asString, type JsonRecord } from '../json.ts';
import { checkOptions } from '../options.ts';
import { answerOf, callKeys, read } from './call.ts';
import { getImage, imageId } from './images.ts';
import { findImageTasks } from './tasks.ts';
import type { CallOptions, Image, ImageRef } from './types.ts';
import {
  checkPatience,
  followImport,
  waitForImportKeys,
  type WaitForImportOptions,
} from './wait-for-import.ts';

/** The ways in which Glance can be told to get the data of an image. */
export type ImportMethod = 'glance-direct' | 'web-download' | 'glance-download' | 'copy-image';

/** What a cloud can import. Stands for `GET /v2/info/import`. */
export interface ImportInfo {
  /** The methods that are enabled; none where nothing can be imported. */
  readonly methods: readonly (ImportMethod | (string & {}))[];
}

/** Where the data come from. */
export type ImportSource =
  /** From the staging area, where `stageImage` has put them. */
  | { readonly method: 'glance-direct' }
  /** From a URL that Glance fetches. */
  | { readonly method: 'web-download'; readonly uri: string | URL }
  /** From the Glance of another region of the same Keystone. */
  | {
      readonly method: 'glance-download';
      readonly region: string;
      /** The id of the image there. */
      readonly imageId: string;
      /** By default `public`. */
      readonly serviceInterface?: string | undefined;
    }
  /** From a store that has them to others. */
  | { readonly method: 'copy-image' };

/** Where the data go; by default, into the default store. */
export interface ImportTargets {
  readonly stores?: readonly string[] | undefined;
  readonly allStores?: boolean | undefined;
  /**
   * Whether a failure of one store is to be a failure of all: that is Glance's default. With `false` the image
   * becomes active with the first store that has it.
   */
  readonly allStoresMustSucceed?: boolean | undefined;
}

/** How an import is begun and waited for. */
export interface ImportOptions extends ImportTargets, WaitForImportOptions {
  /** Whether to wait for its end, `true` by default; otherwise what is answered is the image as it is importing. */
  readonly wait?: boolean | undefined;
}

/** An import. */
export type ImportImageOptions = ImportSource & ImportOptions;

const commonKeys = {
  ...waitForImportKeys,
  method: true,
  stores: true,
  allStores: true,
  allStoresMustSucceed: true,
  wait: true,
} as const;

const methodKeys: Readonly<Record<string, Readonly<Record<string, true>>>> = {
  'glance-direct': {},
  'web-download': { uri: true },
  'glance-download': { region: true, imageId: true, serviceInterface: true },
  'copy-image': {},
};

function methodOnWire(source: ImportSource): JsonRecord {
  const { method: name } = source;
  if (source.method === 'web-download') return { name, uri: String(source.uri) };
  if (source.method !== 'glance-download') return { name };
  const { region, imageId, serviceInterface } = source;
  return {
    name,
    glance_region: region,
    glance_image_id: imageId,
    ...(serviceInterface !== undefined && { glance_service_interface: serviceInterface }),
  };
}

/** What goes into a request's body; what was not given is left out, since a cloud without stores refuses it. */
function toBody(options: ImportImageOptions): JsonRecord {
  const { stores, allStores, allStoresMustSucceed } = options;
  return {
    method: methodOnWire(options),
    ...(stores !== undefined && { stores }),
    ...(allStores !== undefined && { all_stores: allStores }),
    ...(allStoresMustSucceed !== undefined && { all_stores_must_succeed: allStoresMustSucceed }),
  };
}

function checkImport(options: ImportImageOptions): void {
  const { method, stores, allStores } = options;
  const own = Object.hasOwn(methodKeys, method) ? methodKeys[method] : undefined;
  if (own === undefined) {
    throw new OptionError(
      `importImage: there is no method ${method}; known are ${Object.keys(methodKeys).join(', ')}`,
    );
  }
  checkOptions(`importImage with ${method}`, options, { ...commonKeys, ...own });
  checkTargets('importImage', { stores, allStores });
  checkPatience('importImage', options);
  if (options.method === 'web-download' && String(options.uri) === '')
    throw new OptionError('importImage with web-download: uri is empty');
}

/** Refuses targets that contradict each other. */
export function checkTargets(where: string, { stores, allStores }: ImportTargets): void {
  if (stores !== undefined && allStores === true)
    throw new OptionError(`${where}: stores and allStores exclude each other`);
  if (stores?.length === 0) throw new OptionError(`${where}: stores is an empty list`);
}

/** Asks what a cloud can import; nothing, if it does not know the question. */
export async function getImportInfo(session: Session, options: CallOptions): Promise<ImportInfo> {
  checkOptions('importInfo', options, callKeys);
  try {
    const answer = answerOf(await read(session, '/info/import', options), 'import-methods', 'import methods');
    const methods = asArray(asRecord(answer['import-methods'])?.['value']);
    return { methods: methods.flatMap((method) => asString(method) ?? []) };
  } catch (error) {
    if (isNotFound(error)) return { methods: [] };
    throw error;
  }
}

/** Has Glance get the data of an image, and waits until it has them. */
export async function importImage(
  session: Session,
  image: ImageRef,
  options: ImportImageOptions,
): Promise<Image> {
  checkImport(options);
  const id = imageId(image);
  const { wait = true, signal, timeout, interval, stuckAfter, onProgress } = options;
  const before = wait ? await findImageTasks(session, id, { signal }) : undefined;
  await session.call({
    service: 'image',
    method: 'POST',
    path: path`/images/${id}/import`,
    json: toBody(options),
    signal,
  });
  if (!wait) return getImage(session, id, { signal });
  const known = new Set((before ?? []).map((task) => task.id));
  return followImport(session, id, { timeout, interval, stuckAfter, onProgress, signal }, known);
}

/** How data are copied to other stores. */
export type CopyOptions = Omit<ImportOptions, 'stores' | 'allStores'>;

/** Copies the data of an active image to stores that do not have them. */
export async function copyToStores(
  session: Session,
  image: ImageRef,
  stores: readonly string[] | 'all',
  options: CopyOptions,
): Promise<Image> {
  const targets: ImportTargets = stores === 'all' ? { allStores: true } : { stores };
  return importImage(session, image, { ...options, ...targets, method: 'copy-image' });
}
