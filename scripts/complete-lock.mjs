// npm forgets optional packages for other platforms when it writes the lock file from an existing node_modules or
// with a registry that lacks them, and `npm ci` then refuses to work anywhere. This puts them back; run it after
// `npm install`. With --check it only tells.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './lib/run.mjs';

const file = path.join(root, 'package-lock.json');
const lock = JSON.parse(await readFile(file, 'utf8'));
const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'wasm32'];

/** What a platform package is for, as its name tells: `@oxlint/binding-linux-x64-musl`. */
function platformOf(name) {
  const words = name.split('/').at(-1).split('-');
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor));
  const libc = words.some((word) => word.startsWith('musl'))
    ? ['musl']
    : words.includes('gnu')
      ? ['glibc']
      : undefined;
  return { ...(cpu && { cpu: [cpu] }), ...(libc && os === 'linux' && { libc }), ...(os && { os: [os] }) };
}

const missing = [];
for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    // Only packages that are pinned to one version can be told without asking a registry.
    if (lock.packages[place] !== undefined || !/^\d+\.\d+\.\d+/.test(version)) continue;
    missing.push(name);
    lock.packages[place] = { version, ...platformOf(name), dev: true, optional: true };
  }
}

if (missing.length === 0) process.exit(0);
if (process.argv.includes('--check')) {
  process.stderr.write(`package-lock.json lacks ${missing.join(', ')}: run node scripts/complete-lock.mjs\n`);
  process.exit(1);
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
await writeFile(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, undefined, 2)}\n`);
process.stdout.write(`added ${missing.length} packages to package-lock.json\n`);
