// Compares what Python's clients say on devcloud and on a real cloud: node scripts/python-clients.mjs [zed|epoxy]
//
// Needs `openstack` and `glance`; without them nothing is run and that is said. OSTK_OPENSTACK and OSTK_GLANCE say others
// than those on the path: OSTK_OPENSTACK='scripts/openstack/client.sh openstack'. A command an installed client does not
// know is named and left out; one that it has and nobody gives here is a failure. The real cloud is the one of
// OS_CLIENT_CONFIG_FILE (an entry of the release's name), or one that scripts/openstack/up.sh brings up.
// OSTK_PYTHON_COMMANDS narrows the run to commands with certain words: OSTK_PYTHON_COMMANDS=member,md-tag.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';

import { parse } from 'yaml';

import { inspectClients } from '../conformance/python/clients.mjs';
import { groups } from '../conformance/python/commands.mjs';
import { isSame } from '../conformance/python/normalize.mjs';
import { answersOf } from '../conformance/python/session.mjs';
import { root } from './lib/run.mjs';
import { setup } from './lib/setup.mjs';

const release = process.argv[2] ?? 'epoxy';

/** How often a group of commands is given at most. */
const attempts = 3;

if (!['zed', 'epoxy'].includes(release)) {
  console.error(`python-clients: ${release} is neither zed nor epoxy`);
  process.exit(2);
}

const { versions, knows, imageCommands } = await inspectClients();
const missing = Object.keys(versions).filter((client) => versions[client] === undefined);
if (missing.length > 0) {
  console.log(`python-clients: skipped, not installed: ${missing.join(', ')}`);
  process.exit(0);
}
console.log(`# ${versions.openstack}, ${versions.glance}: devcloud and real ${release}`);

await setup('packages/devcloud');
const { startDevCloud } = await import('@ostk/devcloud');
const source = await serve([18_080, 18_081]);
const allow = [`127.0.0.1:${source.address().port}`];
const devcloud = await startDevCloud({ release, webDownload: { allow } });
let failures = 0;
try {
  failures = uncovered() + (await compare(realAuthUrl()));
} finally {
  await devcloud.close();
  source.closeAllConnections();
  source.close();
}
process.exit(failures === 0 ? 0 : 1);

async function compare(authUrl) {
  const parts = (process.env.OSTK_PYTHON_COMMANDS ?? '').split(',');
  const wanted = (command) =>
    command.keep !== undefined || parts.some((part) => command.args.join(' ').includes(part));
  const counts = { same: 0, different: 0, unknown: 0 };
  for (const commands of groups) {
    const knownOnes = (command) => wanted(command) && knows(command);
    report(commands, await answersOfBoth(commands, authUrl, knownOnes), counts);
  }
  console.log(`${counts.same} the same, ${counts.different} different, ${counts.unknown} left out`);
  return counts.different;
}

/** What both clouds answer to a group. It is given again, under other names, where the real one has stumbled. */
async function answersOfBoth(commands, authUrl, knownOnes) {
  for (let attempt = 1; ; attempt += 1) {
    const common = {
      webUrl: `http://127.0.0.1:${source.address().port}`,
      knows: knownOnes,
      onAnswer: () => process.stderr.write('.'),
      name: `ostk-python-${randomBytes(4).toString('hex')}`,
    };
    const [real, ours] = await Promise.all([
      answersOf(commands, { ...common, authUrl }),
      answersOf(commands, { ...common, authUrl: devcloud.authUrl }),
    ]);
    process.stderr.write('\n');
    if (attempt === attempts || !real.some((answer, index) => stumbled(answer, ours[index])))
      return { real, ours };
    console.log('# the real cloud has answered 500: once more, from the beginning of the group');
  }
}

/** Whether an answer is the error of a database that was locked: SQLite's, with several writers, now and then is. */
function stumbled(real, ours) {
  const internal = /\b(?:HTTP )?500\b/;
  return real !== undefined && internal.test(real) && !internal.test(ours);
}

function report(commands, { real, ours }, counts) {
  for (const [index, command] of commands.entries()) {
    const words = [command.client, ...command.args].join(' ');
    if (real[index] === undefined) {
      counts.unknown += 1;
      const who = command.service === undefined ? versions[command.client] : 'the client or the cloud';
      console.log(`- ${words}: left out, ${who} does not know it`);
    } else if (isSame(real[index], ours[index])) {
      counts.same += 1;
      console.log(`✔ ${words}`);
    } else {
      counts.different += 1;
      console.log(`✖ ${words}${indented('real', real[index])}${indented('devcloud', ours[index])}`);
    }
  }
}

/** How many commands for images the installed `openstack` has that are not given here. */
function uncovered() {
  const given = groups.flat().map(({ args }) => args.join(' '));
  const left = imageCommands.filter(
    (name) => !given.some((words) => words === name || words.startsWith(`${name} `)),
  );
  for (const name of left) console.log(`✖ openstack ${name}: not given here`);
  return left.length;
}

function indented(title, text) {
  return `\n    ${title}:\n${text.replaceAll(/^/gm, '      ')}`;
}

/** Serves an image for web-download, on the first free port of those that the real clouds may fetch from. */
async function serve(ports) {
  for (const port of ports) {
    const server = createServer((request, response) => {
      if (request.url === '/image') response.end('what is on the web');
      else response.writeHead(404).end();
    });
    const listens = await new Promise((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (listens) return server;
  }
  throw new Error(`no port is free of ${ports.join(', ')}`);
}

/** Where the real cloud's Keystone answers. */
function realAuthUrl() {
  const given = process.env.OS_CLIENT_CONFIG_FILE;
  if (given === undefined) {
    const { status } = spawnSync(join(root, 'scripts/openstack/up.sh'), [release], { stdio: 'inherit' });
    if (status !== 0) throw new Error(`${release} does not come up`);
  }
  const state = process.env.OSTK_OPENSTACK_STATE ?? '/var/tmp/ostk-openstack';
  const { clouds } = parse(readFileSync(given ?? join(state, 'clouds.yaml'), 'utf8'));
  return clouds[release].auth.auth_url;
}
