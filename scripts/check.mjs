// `npm run check`: everything about the code but its tests. `npm run check -- --update` accepts a changed API, and
// writes the pages about it anew.
import { run } from './lib/run.mjs';
import { setup } from './lib/setup.mjs';

const update = process.argv.includes('--update');
const packages = ['sdk', 'cli', 'devcloud'];
const libraries = ['sdk', 'devcloud'];
const bin = (name) => `node_modules/.bin/${name}`;

const checks = [
  ['lock file', process.execPath, ['scripts/complete-lock.mjs', '--check']],
  ['format', bin('oxfmt'), ['--check', '.']],
  ['lint', bin('oxlint'), ['--type-aware', '--deny-warnings']],
  ['unused code and dependencies', bin('knip'), []],
  ...packages.map((name) => [`package ${name}`, bin('publint'), ['--strict', `packages/${name}`]]),
  ...libraries.map((name) => [
    `types of ${name}`,
    bin('attw'),
    ['--profile', 'esm-only', '--pack', `packages/${name}`],
  ]),
  ...libraries.map((name) => [
    `API of ${name}`,
    bin('api-extractor'),
    ['run', '-c', `packages/${name}/api-extractor.json`, ...(update ? ['--local'] : [])],
  ]),
  ['coverage of the Image API', process.execPath, ['scripts/api-coverage.mjs', '--check']],
  ['pages of the API', process.execPath, ['scripts/api-docs.mjs', ...(update ? [] : ['--check'])]],
  ['pages of the command line', process.execPath, ['scripts/cli-docs.mjs', '--check']],
  ['code in the documentation', process.execPath, ['scripts/check-docs.mjs']],
];

await setup();
let failed = 0;
for (const [title, command, args] of checks) {
  const code = await run(command, args, { quiet: true });
  process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${String(title)}\n`);
  if (code !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
