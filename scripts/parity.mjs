// Runs the same command lines with `openstack` and with `ostk` on real clouds and compares what they print:
//   node scripts/parity.mjs CLOUD…        names in clouds.yaml, of administrators; such as: zed epoxy
// OSTK and OPENSTACK name other programs than what is built here and `openstack`. PARITY=TEXT runs the cases that hold
// TEXT only.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cases } from '../conformance/parity/cases.mjs';
import { computeCases } from '../conformance/parity/compute-cases.mjs';
import { newerCases } from '../conformance/parity/newer-cases.mjs';
import { known } from '../conformance/parity/known.mjs';
import { root } from './lib/run.mjs';
import { setup } from './lib/setup.mjs';

const programs = {
  openstack: [process.env.OPENSTACK ?? 'openstack'],
  ostk: [process.execPath, process.env.OSTK ?? join(root, 'packages/cli/dist/launch.cjs')],
};

const onTerminal = `
import os, pty, sys
master, slave = pty.openpty()
# Without its other end, it would be no terminal any more.
os.set_inheritable(master, True)
os.dup2(slave, 0)
os.execvp(sys.argv[1], sys.argv[1:])`;

/** Deliberate differences that were met. */
const used = new Set();

/** Whether one of the clouds has a Compute service: without one, its cases are not run. */
let computeSeen = false;

const aboutCompute = ({ cases: part }) =>
  computeCases.some(({ argv, steps = [argv] }) => steps.some((step) => part.test(step.join(' '))));

function execute(program, argv, cloud) {
  return new Promise((resolve, reject) => {
    const [command, ...first] = programs[program];
    // `openstack` uploads whatever stdin is unless that is a terminal, and crashes if there is none.
    const shell = program === 'openstack' ? ['python3', '-c', onTerminal] : [];
    const [executable, ...rest] = [...shell, command, ...first, ...argv];
    const child = spawn(executable, rest, {
      env: { ...process.env, OS_CLOUD: cloud, PYTHONWARNINGS: 'ignore' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 120_000,
    });
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (data) => (output.stdout += data));
    child.stderr.on('data', (data) => (output.stderr += data));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...output }));
  });
}

/** Ids, times and names that can but differ, made the same, in the same width. */
function normal(text, names) {
  let result = text;
  for (const name of names) result = result.replaceAll(name, 'x'.repeat(name.length));
  return result
    .replaceAll(/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g, (id) =>
      id.replaceAll(/[\da-f]/g, '0'),
    )
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/g, '0000-00-00T00:00:00');
}

/** Without the properties that are there for one of the two only; see docs/cli-differences.md. */
function withoutOwn(text) {
  if (!text.startsWith('{\n')) return text;
  const document = JSON.parse(text);
  for (const name of Object.keys(document.properties ?? {})) {
    if (name === 'locations' || name.startsWith('owner_specified.')) delete document.properties[name];
  }
  return document.properties === undefined ? text : JSON.stringify(document, null, 2);
}

function filled(argv, values) {
  return argv.map((word) => word.replaceAll(/\{(\w+)\}/g, (_, name) => values[name] ?? `{${name}}`));
}

class Parity {
  constructor(cloud, folder) {
    this.cloud = cloud;
    this.run = `parity-${randomBytes(4).toString('hex')}`;
    this.folder = folder;
    this.demo = '';
    this.equal = 0;
    this.known = 0;
    this.failed = 0;
  }

  values(program) {
    // Names of the same length, so that tables are of the same width.
    const own = `${this.run}-own-${program === 'ostk' ? 'k' : 'o'}`;
    return {
      run: this.run,
      own,
      demo: this.demo,
      file: join(this.folder, 'file'),
      saved: join(this.folder, `saved-${program === 'ostk' ? 'k' : 'o'}`),
    };
  }

  async both(argv) {
    const names = ['openstack', 'ostk'];
    const answers = await Promise.all(
      names.map(async (program) => {
        const values = this.values(program);
        const answer = await execute(program, filled(argv, values), this.cloud);
        const { code, stdout, stderr } = answer;
        return { code, stderr, text: withoutOwn(normal(stdout, [values.own, values.saved])) };
      }),
    );
    return { openstack: answers[0], ostk: answers[1] };
  }

  async check(argv, kind) {
    const line = argv.join(' ');
    const { openstack, ostk } = await this.both(argv);
    const isSame =
      openstack.code === ostk.code &&
      (kind === 'failure' || openstack.code !== 0 || openstack.text === ostk.text);
    const deliberate = expected.find(({ cases: part }) => part.test(line));
    if (isSame) this.equal += 1;
    else if (deliberate !== undefined) {
      this.known += 1;
      used.add(deliberate);
    } else {
      this.failed += 1;
      console.log(`DIFFERS ${this.cloud}: ${line}`);
      for (const [name, { code, text, stderr }] of Object.entries({ openstack, ostk })) {
        console.log(
          `--- ${name}: exit code ${code}\n${text.slice(0, 1500)}${code === 0 ? '' : stderr.slice(-600)}`,
        );
      }
    }
  }

  async prepare() {
    const show = ['project', 'show', 'demo', '-f', 'value', '-c', 'id'];
    this.demo = (await execute('ostk', show, this.cloud)).stdout.trim();
    const size = 100_000;
    await writeFile(join(this.folder, 'file'), randomBytes(size));
    const common = ['-f', 'value', '-c', 'id', '--property', `parity=${this.run}`];
    const images = [
      [
        'small',
        '--file',
        join(this.folder, 'file'),
        '--tag',
        'two',
        '--tag',
        'one',
        '--property',
        "quote=it's",
      ],
      ['big', '--min-disk', '10', '--private', '--tag', 'one'],
      ['empty', '--disk-format', 'qcow2'],
      ['hidden', '--hidden'],
      ['protected', '--protected'],
      ['twice'],
      ['twice'],
    ];
    for (const [name, ...options] of images) {
      const answer = await execute(
        'ostk',
        ['image', 'create', `${this.run}-${name}`, ...common, ...options],
        this.cloud,
      );
      if (answer.code !== 0) throw new Error(answer.stderr);
    }
  }

  async clean() {
    for (const hidden of [[], ['--hidden']]) {
      const list = [
        'image',
        'list',
        '-f',
        'value',
        '-c',
        'ID',
        '--property',
        `parity=${this.run}`,
        ...hidden,
      ];
      const ids = (await execute('ostk', list, this.cloud)).stdout.split('\n').filter((id) => id !== '');
      for (const id of ids) {
        await execute('ostk', ['image', 'set', id, '--unprotected'], this.cloud);
        await execute('ostk', ['image', 'delete', id], this.cloud);
      }
    }
    for (const program of Object.keys(programs)) {
      const { own } = this.values(program);
      await execute('ostk', ['server', 'delete', own], this.cloud);
      await execute('ostk', ['image', 'delete', own], this.cloud);
    }
  }

  async all() {
    const part = process.env.PARITY ?? '';
    await this.prepare();
    try {
      const hasCompute = (await execute('ostk', ['flavor', 'list'], this.cloud)).code === 0;
      computeSeen ||= hasCompute;
      for (const { kind, argv, steps = [argv] } of hasCompute ? [...computeCases, ...all] : all) {
        if (!steps.some((step) => step.join(' ').includes(part))) continue;
        for (const step of steps) await this.check(step, kind);
        if (kind === 'flow' && steps.some((step) => step.includes('save'))) await this.compareSaved();
      }
    } finally {
      await this.clean();
    }
    const total = this.equal + this.known + this.failed;
    console.log(
      `${this.cloud}: ${total} invocations: ${this.equal} the same, ${this.known} known differences, ${this.failed} others`,
    );
  }

  async compareSaved() {
    const [ours, theirs] = await Promise.all(
      ['ostk', 'openstack'].map((program) => readFile(this.values(program).saved)),
    );
    if (ours.equals(theirs)) return;
    this.failed += 1;
    console.log(`DIFFERS ${this.cloud}: what image save has written`);
  }
}

const clouds = process.argv.slice(2);
if (clouds.length === 0) {
  console.error('usage: node scripts/parity.mjs CLOUD…');
  process.exit(2);
}
await setup();
const version = (await execute('openstack', ['--version'], clouds[0])).stdout.trim();
const major = Number(/ (\d+)\./.exec(version)?.[1]);
const all = major < 7 ? cases : [...cases, ...newerCases];
const expected = known.filter(({ since = major, until = major }) => since <= major && major <= until);
let failed = 0;
for (const cloud of clouds) {
  const folder = await mkdtemp(join(tmpdir(), 'ostk-parity-'));
  try {
    const parity = new Parity(cloud, folder);
    await parity.all();
    failed += parity.failed;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
const documented = (await readFile(join(root, 'docs/cli-differences.md'), 'utf8')).replaceAll(/\s+/g, ' ');
for (const entry of expected) {
  const { cases: part, reason } = entry;
  if (!documented.includes(reason)) {
    failed += 1;
    console.log(`NOT DOCUMENTED in docs/cli-differences.md: ${reason}`);
  }
  if (process.env.PARITY === undefined && !used.has(entry) && (computeSeen || !aboutCompute(entry))) {
    failed += 1;
    console.log(`UNUSED: nothing that ${part} fits differs: ${reason}`);
  }
}
process.exit(failed === 0 ? 0 : 1);
