import { ImportError, IntegrityError, OptionError } from '../errors.ts';
import type { Session } from '../http/session.ts';
import { checkNumber, checkOptions, type KeysOf } from '../options.ts';
import type { Platform } from '../platform/types.ts';
import { digestsOf } from './digests.ts';
import { attributeKeys } from './images.ts';
import { checkTargets, getImportInfo, importImage, type ImportTargets } from './imports.ts';
import { NewImage } from './new-image.ts';
import { probeSource } from './source-probe.ts';
import type { CallOptions, Image, ImageAttributes } from './types.ts';
import { checkPatience, waitForImportKeys, type WaitForImportOptions } from './wait-for-import.ts';

/** What the imported data are to be; digests in hexadecimal. */
export interface ExpectedData {
  /** In bytes. */
  readonly size?: number | undefined;
  readonly md5?: string | undefined;
  readonly sha256?: string | undefined;
  readonly sha512?: string | undefined;
}

/** A new image and the URL that Glance is to fetch its data from. */
export interface CreateFromOptions extends ImageAttributes, ImportTargets, WaitForImportOptions {
  /** An http: or https: URL that the cloud can reach. */
  readonly from: string | URL;
  /**
   * What to compare the data with that Glance has stored. Glance tells an MD5 digest and one of its operator's
   * choice, SHA-512 as a rule: one of another kind cannot be compared, and is an IntegrityError.
   */
  readonly expect?: ExpectedData | undefined;
  /** Leave the image there if it could not be finished; by default it is deleted. */
  readonly keepFailed?: boolean | undefined;
}

const keys: KeysOf<CreateFromOptions> = {
  ...attributeKeys,
  ...waitForImportKeys,
  stores: true,
  allStores: true,
  allStoresMustSucceed: true,
  from: true,
  expect: true,
  keepFailed: true,
};

const expectKeys: KeysOf<ExpectedData> = { size: true, md5: true, sha256: true, sha512: true };

function mismatch(image: Image, algorithm: string, expected: string, actual: string): IntegrityError {
  return new IntegrityError(
    `the data of image ${image.id} are not what they should be: ${algorithm} is ${actual}, not ${expected}`,
    { algorithm, expected, actual },
  );
}

function checkDigest(image: Image, algorithm: string, expected: string): void {
  const told = digestsOf(image);
  const actual = told.find((digest) => digest.algorithm === algorithm)?.value;
  if (actual === undefined) {
    const known = told.map((digest) => digest.algorithm).join(' and ');
    throw new IntegrityError(
      `image ${image.id} cannot be compared with its ${algorithm}: the cloud tells ${known === '' ? 'no digest' : known}`,
      { algorithm, expected, actual: '' },
    );
  }
  if (actual.toLowerCase() !== expected.toLowerCase()) throw mismatch(image, algorithm, expected, actual);
}

function checkData(image: Image, expected: ExpectedData): void {
  const { size, ...digests } = expected;
  if (size !== undefined && image.size !== size)
    throw mismatch(image, 'size', String(size), String(image.size));
  for (const [algorithm, value] of Object.entries(digests)) {
    if (typeof value === 'string') checkDigest(image, algorithm, value);
  }
}

/** Glance takes a source that breaks off for a whole one; what it has changed itself may have any size. */
function checkWhole(image: Image, attributes: ImageAttributes, offered: number | undefined): void {
  const converted =
    image.diskFormat !== attributes.diskFormat || image.containerFormat !== attributes.containerFormat;
  if (offered === undefined || converted || image.size === null || image.size >= offered) return;
  throw mismatch(image, 'size', String(offered), String(image.size));
}

function refuse(why: string): ImportError {
  return new ImportError(`createImage: the import was not begun: ${why}`, { outcome: 'refused' });
}

async function checkMethod(session: Session, options: CallOptions): Promise<void> {
  const { methods } = await getImportInfo(session, options);
  if (methods.includes('web-download')) return;
  throw refuse(`this cloud does not import from URLs (it has ${methods.join(', ') || 'no import at all'})`);
}

/** The URL, if it is one that can be given to Glance. */
function sourceUrl(from: string | URL): string {
  const url = URL.canParse(String(from)) ? new URL(String(from)) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new OptionError('createImage: from must be an http: or https: URL; uploadImage is for files');
  }
  return url.href;
}

/** Creates an image from a URL that Glance fetches, compares it, and answers it active; or leaves nothing behind. */
export async function createImageFrom(
  session: Session,
  platform: Platform,
  options: CreateFromOptions,
): Promise<Image> {
  checkOptions('createImage', options, keys);
  const { from, expect = {}, keepFailed = false, stores, allStores, allStoresMustSucceed, ...rest } = options;
  const { signal, timeout, interval, stuckAfter, onProgress, ...attributes } = rest;
  const url = sourceUrl(from);
  checkOptions('createImage: expect', expect, expectKeys);
  checkNumber('createImage: expect.size', expect.size, 0);
  checkTargets('createImage', { stores, allStores });
  checkPatience('createImage', { stuckAfter });
  if (attributes.diskFormat === undefined || attributes.containerFormat === undefined)
    throw new OptionError('createImage: an import needs diskFormat and containerFormat');
  await checkMethod(session, { signal });
  const source = await probeSource(platform, url, signal);
  if (source.refusal !== undefined) throw refuse(source.refusal);
  const target = new NewImage(session, attributes, signal);
  try {
    await target.create();
    const image = await importImage(session, target.id, {
      method: 'web-download',
      uri: url,
      stores,
      allStores,
      allStoresMustSucceed,
      timeout,
      interval,
      stuckAfter,
      onProgress,
      signal,
    });
    checkWhole(image, attributes, source.size);
    checkData(image, expect);
    return await target.result();
  } catch (error) {
    throw keepFailed ? error : await target.discardAfter(error);
  }
}
