import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { file } from '../harness/cleanup.ts';

/** Paths to upload from, in a folder that is gone when the tests of the file are done. */
export interface DataFiles {
  readonly folder: string;
  readonly empty: string;
  /** Holds the bytes that were given. */
  readonly full: string;
  /** Is not there. */
  readonly missing: string;
}

/** Makes files to upload from. */
export async function makeDataFiles(bytes: Uint8Array): Promise<DataFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'ostk-upload-'));
  file.after(() => rm(folder, { recursive: true }));
  const [empty, full, missing] = [join(folder, 'empty'), join(folder, 'full'), join(folder, 'missing')];
  await writeFile(empty, '');
  await writeFile(full, bytes);
  return { folder, empty, full, missing };
}
