import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startDevCloud, type DevCloud, type Release } from '@ostk/devcloud';
import { connect } from '@ostk/sdk';

const run = promisify(execFile);
const built = fileURLToPath(new URL('..', import.meta.url));

const lacksQemu = await run('qemu-img', ['--version']).then(
  () => false as const,
  () => 'qemu-img is not installed',
);

/** Which examples were run: one that no test runs would rot. */
const ran = new Set<string>();

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs an example as its reader would: a process of its own, told by clouds.yaml where the cloud is. */
async function example(folder: string, file: string, ...args: readonly string[]): Promise<Outcome> {
  ran.add(file);
  const clean = Object.entries(process.env).filter(([name]) => !name.startsWith('OS_'));
  const env = { ...Object.fromEntries(clean), OS_CLOUD: 'devcloud-demo' };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(built, file), ...args],
      { cwd: folder, env, timeout: 60_000 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ code, stdout, stderr });
      },
    );
  });
}

async function succeeds(...args: Parameters<typeof example>): Promise<string> {
  const { code, stdout, stderr } = await example(...args);
  assert.equal(code, 0, stderr);
  return stdout;
}

/** A qcow2 file of some 3 MiB with data in it, made by qemu-img. */
async function makeDisk(folder: string): Promise<string> {
  const raw = join(folder, 'disk.raw');
  await writeFile(raw, randomBytes(3 * 1024 * 1024));
  await run('qemu-img', ['convert', '-f', 'raw', '-O', 'qcow2', raw, join(folder, 'disk.qcow2')]);
  return join(folder, 'disk.qcow2');
}

const releases: readonly Release[] = ['zed', 'epoxy'];

for (const release of releases) {
  suite(`examples on devcloud, release ${release}`, () => {
    let cloud: DevCloud;
    let folder: string;

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'ostk-examples-'));
      cloud = await startDevCloud({ release });
      await writeFile(join(folder, 'clouds.yaml'), cloud.cloudsYaml);
    });

    after(async () => {
      await cloud.close();
      await rm(folder, { recursive: true, force: true });
    });

    test('connect tells who and where we are', async () => {
      const output = await succeeds(folder, 'connect.js');
      assert.match(output, /^user +demo$/m);
      assert.match(output, /^scope +project demo$/m);
      assert.ok(output.includes(`${cloud.url('image')}/v2\n`), output);
    });

    test('create, list, download three ways, delete', { skip: lacksQemu }, async () => {
      const disk = await makeDisk(folder);
      const content = await readFile(disk);
      const sha512 = createHash('sha512').update(content).digest('hex');

      const created = await succeeds(folder, 'image/create.js', disk, 'my image');
      const id = /^created (.+)$/m.exec(created)?.[1];
      assert.match(created, /^status +active$/m);
      assert.ok(id !== undefined && created.includes(sha512), created);

      const listed = await succeeds(folder, 'image/list.js');
      assert.match(listed, new RegExp(`^${id}  active +${content.length}  my image$`, 'm'));

      const downloaded = await succeeds(folder, 'image/download.js', 'my image', 'copy.qcow2');
      for (const way of ['stream', 'memory', 'file']) {
        assert.match(downloaded, new RegExp(`^${way}: +${content.length} bytes`, 'm'));
      }
      assert.deepEqual(await readFile(join(folder, 'copy.qcow2')), content);

      assert.equal(await succeeds(folder, 'image/delete.js', 'my image'), `deleted ${id}\n`);
      assert.equal(await succeeds(folder, 'image/list.js'), '');
    });

    test('a server is made and rebuilt, and snapshots of it are kept', async () => {
      const conn = await connect({ cloud: 'devcloud-demo', configFile: join(folder, 'clouds.yaml') });
      const formats = { diskFormat: 'raw', containerFormat: 'bare' } as const;
      for (const name of ['old', 'new'])
        await conn.image.uploadImage({ name, ...formats, data: { text: `the disk of ${name}` } });
      const rebuilt = await succeeds(folder, 'compute/rebuild.js', 'web', 'm1.nano', 'old', 'new');
      assert.match(rebuilt, /^created \S+ {2}ACTIVE {2}from old\nrebuilt \S+ {2}ACTIVE {2}from new\n$/);

      for (let taken = 0; taken < 3; taken += 1) await succeeds(folder, 'compute/snapshot.js', 'web');
      const fourth = await succeeds(folder, 'compute/snapshot.js', 'web', 'disk.img');
      assert.match(fourth, /^created \S+ {2}\d+ bytes {2}web \d{4}-\d\d-\d\d$/m);
      assert.equal(fourth.match(/^deleted /gm)?.length, 1, fourth);
      const size = Number(/^saved disk\.img {2}(\d+) bytes, verified$/m.exec(fourth)?.[1]);
      assert.equal((await readFile(join(folder, 'disk.img'))).length, size);

      await conn.compute.deleteServer((await conn.compute.findServer('web')) ?? '', { wait: true });
      for await (const image of conn.image.images()) await conn.image.deleteImage(image);
      await conn.close();
    });

    test('spans of OpenTelemetry: few names, a parent, failures marked', async () => {
      const output = await succeeds(folder, 'observability/opentelemetry.js');
      const lines = output.trimEnd().split('\n');
      assert.equal(lines.at(-1)?.trim(), 'publish');
      assert.ok(
        lines.slice(0, -1).every((line) => line.startsWith('  ')),
        output,
      );
      for (const line of [
        '  POST identity /v3/auth/tokens 201',
        '  GET image / 300',
        '  POST image /images 201',
        '  PUT image /images/{id}/file 204',
        '  upload image ',
        '  download image ',
        '  GET image /images/{id} 404 NotFound',
      ]) {
        assert.ok(lines.includes(line), `${line} is not in\n${output}`);
      }
    });

    test('what is not there is said, with an exit code', async () => {
      for (const file of ['image/download.js', 'image/delete.js']) {
        const { code, stdout, stderr } = await example(folder, file, 'nothing');
        assert.equal(code, 1);
        assert.equal(stdout, '');
        assert.match(stderr, /there is no image nothing/);
      }
      const snapshot = await example(folder, 'compute/snapshot.js', 'nothing');
      assert.equal(snapshot.code, 1);
      assert.match(snapshot.stderr, /there is no server nothing/);
      const { code, stderr } = await example(folder, 'image/create.js', 'nothing.qcow2');
      assert.equal(code, 1);
      assert.match(stderr, /TransferError: cannot read nothing\.qcow2: there is no such file/);
      assert.equal(await succeeds(folder, 'image/list.js'), '');
    });
  });
}

test('the tour does the main job on a cloud of its own', async () => {
  const output = await succeeds(tmpdir(), 'tour.js');
  assert.equal(output.match(/sha512 compared: equal/g)?.length, 4, output);
  assert.match(output, /Delete it\n\nList images\n +\(none\)\n$/);
});

test('every example is run by a test', { skip: lacksQemu }, async () => {
  // The sources, not what was built of them: a build leaves behind what has lost its source.
  const files = await readdir(join(built, '..'), { recursive: true });
  const examples = files
    .filter((file) => file.endsWith('.ts') && !/^(?:\.build|node_modules|test)\//.test(file))
    .map((file) => file.replace(/\.ts$/, '.js'));
  assert.deepEqual([...ran].toSorted(), examples.toSorted());
});
