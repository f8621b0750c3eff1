// `npm test`: on a fresh clone it installs and builds first. Arguments choose test files by a part of their path.
import { run } from './lib/run.mjs';
import { setup } from './lib/setup.mjs';
import { testFiles, testOptions } from './lib/test-files.mjs';

const chosen = process.argv.slice(2);

async function files(...folders) {
  const all = (await Promise.all(folders.map(testFiles))).flat();
  return chosen.length === 0 ? all : all.filter((file) => chosen.some((part) => file.includes(part)));
}

async function test(title, list, env = {}) {
  if (list.length === 0) return 0;
  process.stdout.write(`\n${title}\n`);
  return run(process.execPath, [...testOptions, '--test-reporter=spec', ...list], { env });
}

await setup();
const units = await files(
  'packages/devcloud/.build/test',
  'packages/sdk/.build/test',
  'packages/cli/.build/test',
  'examples/.build',
  'bench/.build',
);
const conformance = await files('conformance/.build');
if (units.length + conformance.length === 0) {
  process.stderr.write(`no test file has ${chosen.join(' or ')} in its path\n`);
  process.exit(1);
}
const codes = [
  await test('Conformance of devcloud, release zed', conformance, { OSTK_CONFORMANCE: 'devcloud-zed' }),
  await test('Conformance of devcloud, release epoxy', conformance, { OSTK_CONFORMANCE: 'devcloud' }),
  await test('Tests of the packages and examples', units),
];
process.exit(Math.max(...codes));
