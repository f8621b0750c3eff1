// Resolves a corpus of configurations with @ostk/sdk and with openstacksdk and compares the results, field by field.
//   node scripts/differential.mjs [--if-available] [TEXT]     TEXT: only the cases that hold it, all differences shown
// What differs must be listed, with its reason, in conformance/differential/known.mjs, and what is listed must differ.
// PYTHON names the Python that has openstacksdk, /usr/bin/python3 by default.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { cases } from '../conformance/differential/cases/index.mjs';
import { known } from '../conformance/differential/known.mjs';
import { resolveOurs } from '../conformance/differential/ours.mjs';
import { root } from './lib/run.mjs';
import { setup } from './lib/setup.mjs';

const python = process.env.PYTHON ?? '/usr/bin/python3';
const chosen = process.argv.slice(2).find((word) => !word.startsWith('--'));

function runPython(argv, input = '') {
  return new Promise((resolve) => {
    const child = spawn(python, argv, { stdio: ['pipe', 'pipe', 'pipe'], timeout: 300_000 });
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (data) => (output.stdout += data));
    child.stderr.on('data', (data) => (output.stderr += data));
    child.on('error', (error) => resolve({ code: 1, stdout: '', stderr: error.message }));
    child.on('close', (code) => resolve({ code, ...output }));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** Writes a case's files into a folder of its own. */
async function prepare(folder, { files, env = {}, options = {} }, index) {
  const own = join(folder, String(index));
  const [home, cwd] = [join(own, 'home'), join(own, 'cwd')];
  await mkdir(home, { recursive: true });
  await mkdir(cwd, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(own, path)), { recursive: true });
    await writeFile(join(own, path), text);
  }
  const variables = Object.entries(env).map(([name, value]) => [name, value.replaceAll('{root}', own)]);
  const base = { PATH: process.env.PATH ?? '', HOME: home };
  return { cwd, env: { ...base, ...Object.fromEntries(variables) }, arguments: options };
}

/** The fields of two results that differ, such as `auth.project_name` or `image.region`. */
function differences(ours, theirs) {
  if (ours.error !== undefined || theirs.error !== undefined) {
    return ours.error !== undefined && theirs.error !== undefined
      ? []
      : [['error', ours.error, theirs.error]];
  }
  const flat = (value, path) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.entries(value).flatMap(([key, part]) => flat(part, path === '' ? key : `${path}.${key}`))
      : [[path, JSON.stringify(value ?? null)]];
  const [left, right] = [new Map(flat(ours.config, '')), new Map(flat(theirs.config, ''))];
  return [...new Set([...left.keys(), ...right.keys()])]
    .map((field) => [field, left.get(field) ?? 'null', right.get(field) ?? 'null'])
    .filter(([, own, other]) => own !== other);
}

function covers({ cases: names, fields }, name, field) {
  const isCase = names.some((pattern) =>
    typeof pattern === 'string' ? pattern === name : pattern.test(name),
  );
  return (
    isCase &&
    fields.some((own) => own === field || (own.endsWith('.*') && field.startsWith(own.slice(0, -1))))
  );
}

async function compare(folder) {
  const list = cases.filter(({ name }) => chosen === undefined || name.includes(chosen));
  const prepared = await Promise.all(list.map((entry, index) => prepare(folder, entry, index)));
  const { code, stdout, stderr } = await runPython(
    [join(root, 'conformance/differential/resolve.py')],
    JSON.stringify(prepared),
  );
  if (code !== 0) throw new Error(`openstacksdk: ${stderr}`);
  const theirs = JSON.parse(stdout);
  const own = { env: { ...process.env }, cwd: process.cwd() };
  const unlisted = [];
  const used = new Set();
  let equal = 0;
  for (const [index, { name }] of list.entries()) {
    // One after the other: both libraries look at the variables and the folder of the process.
    const ours = await resolveOurs(prepared[index]);
    const found = differences(ours, theirs[index]);
    if (found.length === 0) equal += 1;
    for (const [field, left, right] of found) {
      const reasons = known.filter((entry) => covers(entry, name, field));
      for (const entry of reasons) {
        for (const pattern of entry.cases) {
          if (typeof pattern === 'string' ? pattern === name : pattern.test(name)) used.add(pattern);
        }
      }
      if (reasons.length === 0 || chosen !== undefined)
        unlisted.push([name, field, left, right, reasons[0]?.reason]);
    }
  }
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, own.env);
  process.chdir(own.cwd);
  const unused =
    chosen === undefined ? known.flatMap((entry) => entry.cases.filter((pattern) => !used.has(pattern))) : [];
  return { total: list.length, equal, unlisted, unused };
}

function report(version, { total, equal, unlisted, unused }) {
  for (const [name, field, ours, theirs, reason] of unlisted) {
    process.stdout.write(`${name}\n  ${field}\n    ours    ${ours}\n    theirs  ${theirs}\n`);
    if (reason !== undefined) process.stdout.write(`    listed  ${reason}\n`);
  }
  for (const pattern of unused) process.stdout.write(`listed, but no difference: ${pattern}\n`);
  const names = new Set(cases.map(({ name }) => name));
  if (names.size !== cases.length) process.stdout.write('two cases have one name\n');
  process.stdout.write(
    `openstacksdk ${version}, ${total} configurations: ${equal} resolved alike, ${total - equal} differ; ` +
      `${known.length} reasons are listed; not listed ${unlisted.length}, listed in vain ${unused.length}\n`,
  );
  return names.size === cases.length && (chosen !== undefined || unlisted.length + unused.length === 0);
}

await setup();
const available = await runPython([
  '-c',
  'import openstack.config, openstack.version as v; print(v.__version__)',
]);
if (available.code !== 0) {
  process.stdout.write(
    `${python} has no openstacksdk, which this compares with: install it (Debian: apt-get install python3-openstacksdk) or name another Python in PYTHON\n`,
  );
  process.exit(process.argv.includes('--if-available') ? 0 : 1);
}
const folder = await realpath(await mkdtemp(join(tmpdir(), 'ostk-differential-')));
try {
  process.exitCode = report(available.stdout.trim(), await compare(folder)) ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
