import { stat } from 'node:fs/promises';
import path from 'node:path';
import { must, root } from './run.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);

async function modified(file) {
  const info = await stat(path.join(root, file)).catch(() => undefined);
  return info?.mtimeMs ?? 0;
}

/** The command line as one file, if what it is made of is newer. */
export async function bundle() {
  const parts = ['bundle.mjs', 'dist/.tsbuildinfo', '../sdk/dist/.tsbuildinfo'];
  const times = await Promise.all(parts.map((part) => modified(`packages/cli/${part}`)));
  if ((await modified('packages/cli/dist/ostk.mjs')) >= Math.max(...times)) return;
  await must(process.execPath, ['packages/cli/bundle.mjs'], { quiet: true });
}

/**
 * Installs the dependencies if they are missing or older than the lock file, then builds what has changed: all, or
 * the given folders and what they are made of.
 */
export async function setup(...folders) {
  if (major < 20 || (major === 20 && minor < 19)) {
    process.stderr.write(`Node ${process.versions.node} is too old: install Node 20.19 or later\n`);
    process.exit(2);
  }
  if ((await modified('node_modules/.package-lock.json')) < (await modified('package-lock.json'))) {
    process.stderr.write('Installing dependencies …\n');
    await must('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { quiet: true });
  }
  await must(process.execPath, ['node_modules/typescript/bin/tsc', '-b', ...folders], { quiet: true });
  if (folders.length === 0) await bundle();
}
