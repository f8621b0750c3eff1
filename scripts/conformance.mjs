// Runs the conformance suite: node scripts/conformance.mjs [TARGET…]
//
// A target is a release (zed, epoxy: a real Keystone + Glance) or devcloud, devcloud-RELEASE (one inside the test's
// process). Without one, all of them run. A real cloud that does not answer is brought up by scripts/openstack/up.sh,
// and Nova beside Zed by nova.sh, unless OS_CLIENT_CONFIG_FILE names a clouds.yaml of its own: then the cloud there
// must have the target's name.
// OSTK_CONFORMANCE_FILES (a path's part, such as glance-paging) narrows the run.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const built = join(root, 'conformance/.build');
const releases = ['zed', 'epoxy'];
// Where a compute service is brought up, too; the compute cases are skipped on the others.
const withNova = new Set(['zed']);
const everything = ['devcloud-zed', 'devcloud-epoxy', ...releases];

function run(command, args, env = {}) {
  const { status, error, signal } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (error) throw error;
  return signal ? 1 : status;
}

function build() {
  // Test files whose source is gone would run on.
  for (const folder of ['wire', 'sdk', 'compute'])
    rmSync(join(built, folder), { recursive: true, force: true });
  rmSync(join(built, '.tsbuildinfo'), { force: true });
  return run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'conformance']);
}

function testFiles() {
  const part = process.env.OSTK_CONFORMANCE_FILES ?? '';
  return readdirSync(built, { recursive: true })
    .filter((path) => path.endsWith('.test.js') && path.includes(part))
    .toSorted((a, b) => a.localeCompare(b))
    .map((path) => join(built, path));
}

/** Sees to it that the target's cloud answers. Gives the environment of its run, or undefined when it does not. */
function prepare(target) {
  if (!releases.includes(target)) return { OSTK_CONFORMANCE: target };
  const given = process.env.OS_CLIENT_CONFIG_FILE;
  if (given) return { OSTK_CONFORMANCE: target, OS_CLIENT_CONFIG_FILE: given.replace(/^~(?=\/)/, homedir()) };
  if (run(join(root, 'scripts/openstack/up.sh'), [target]) !== 0) return undefined;
  if (withNova.has(target) && run(join(root, 'scripts/openstack/nova.sh'), []) !== 0) return undefined;
  const state = process.env.OSTK_OPENSTACK_STATE ?? '/var/tmp/ostk-openstack';
  return { OSTK_CONFORMANCE: target, OS_CLIENT_CONFIG_FILE: join(state, 'clouds.yaml') };
}

/** How often SQLite has failed a Glance that up.sh has brought up, because another was writing; 0 for all others. */
function locked(target) {
  const state = process.env.OSTK_OPENSTACK_STATE ?? '/var/tmp/ostk-openstack';
  const home = target === 'epoxy' ? join(state, 'trixie/srv/ostk-openstack') : join(state, target);
  try {
    return readFileSync(join(home, 'log/glance.log'), 'utf8').split('database is locked').length - 1;
  } catch {
    return 0;
  }
}

/** Runs test files. Gives those in which something has failed; all of them if that cannot be told. */
function failing(files, env) {
  const folder = mkdtempSync(join(tmpdir(), 'ostk-conformance-'));
  const list = join(folder, 'failed');
  const reporters = [
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    `--test-reporter=${join(root, 'scripts/lib/failed-files.mjs')}`,
    `--test-reporter-destination=${list}`,
  ];
  try {
    if (run(process.execPath, ['--test', ...reporters, ...files], env) === 0) return [];
    const named = new Set(readFileSync(list, 'utf8').split('\n'));
    const failed = files.filter((file) => named.has(file));
    return failed.length === 0 ? files : failed;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function conform(target, files) {
  console.log(`\n# conformance: ${target}`);
  const env = prepare(target);
  if (env === undefined) return false;
  const before = locked(target);
  const failed = failing(files, env);
  if (failed.length === 0 || locked(target) === before) return failed.length === 0;
  // An import that SQLite fails hangs for ever: no test can tell that from a cloud that does wrong.
  console.log(`\n# conformance: ${target}: its database was locked meanwhile; once more what has failed`);
  return failing(failed, env).length === 0;
}

const targets = process.argv.length > 2 ? process.argv.slice(2) : everything;
const unknown = targets.filter((target) => !['devcloud', ...everything].includes(target));
if (unknown.length > 0) {
  console.error(`conformance: ${unknown.join(', ')} is none of devcloud, ${everything.join(', ')}`);
  process.exit(2);
}
if (build() !== 0) process.exit(1);
const files = testFiles();
if (files.length === 0) {
  console.error('conformance: no test file');
  process.exit(2);
}
const failed = targets.filter((target) => !conform(target, files));
if (failed.length > 0) {
  console.error(`\nconformance: failed on ${failed.join(', ')}`);
  process.exit(1);
}
console.log(`\nconformance: passed on ${targets.join(', ')}`);
