import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { root } from './run.mjs';

/** The compiled test files below a folder of the repository, sorted. */
export async function testFiles(folder) {
  const entries = await readdir(path.join(root, folder), { recursive: true }).catch(() => []);
  return entries
    .filter((file) => file.endsWith('.test.js'))
    .map((file) => path.join(folder, file))
    .sort();
}

/** What Node is told when it runs tests; the reporters come after it. */
export const testOptions = [
  '--enable-source-maps',
  '--import',
  './scripts/lib/seed.mjs',
  '--import',
  './scripts/lib/canary.mjs',
  '--test',
  '--test-concurrency=3',
];
