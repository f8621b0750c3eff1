import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { test } from 'node:test';
import { bench, parseObject, words } from './support/ostk.ts';

void test('image create sets every attribute', async (t) => {
  const { ok } = await bench(t);
  const id = randomUUID();
  const image = parseObject(
    await ok([
      'image',
      'create',
      'full',
      '--id',
      id,
      '--disk-format',
      'qcow2',
      '--container-format',
      'ovf',
      ...words('--min-disk 0 --min-ram 512 --protected --private --hidden'),
      ...words('--property a=1=2 --property b= --tag x --tag x -f json'),
    ]),
  );
  assert.deepEqual(
    { ...image, created_at: '', updated_at: '', owner: '' },
    {
      container_format: 'ovf',
      created_at: '',
      disk_format: 'qcow2',
      file: `/v2/images/${id}/file`,
      id,
      min_disk: 0,
      min_ram: 512,
      name: 'full',
      owner: '',
      properties: { os_hidden: true, a: '1=2', b: '' },
      protected: true,
      schema: '/v2/schemas/image',
      status: 'queued',
      tags: ['x'],
      updated_at: '',
      visibility: 'private',
    },
  );
});

void test('image create --file uploads the file, and finds out its disk format', async (t) => {
  const { ok, folder } = await bench(t);
  const file = join(folder, 'disk');
  // The head of an empty qcow2, version 2, with a virtual size of 1 MiB.
  const qcow2 = Buffer.alloc(65_536);
  qcow2.write('QFI\u00FB', 'latin1');
  qcow2.writeUInt32BE(2, 4);
  qcow2.writeUInt32BE(16, 20);
  qcow2.writeBigUInt64BE(1_048_576n, 24);
  await writeFile(file, qcow2);
  const image = parseObject(await ok(['image', 'create', 'x', '--file', file, '-f', 'json']));
  assert.equal(image['status'], 'active');
  assert.equal(image['size'], qcow2.length);
  assert.equal(image['disk_format'], 'qcow2');
});

void test('a disk format that the data contradict is warned of', async (t) => {
  const { ostk, folder } = await bench(t, { release: 'zed' });
  const file = join(folder, 'disk');
  await writeFile(file, Buffer.from('QFI\u00FB and so on', 'latin1'));
  const { code, stderr } = await ostk(['image', 'create', 'x', '--file', file, '--disk-format', 'raw']);
  assert.equal(code, 0);
  assert.equal(stderr, 'ostk image create: the data look like qcow2, but --disk-format says raw\n');
});

void test('--file - takes stdin, with and without its size', async (t) => {
  const { ok, ostk } = await bench(t);
  const piped = await ok(['image', 'create', 'piped', '--file', '-', '-f', 'value', '-c', 'size'], {
    stdin: Readable.from([Buffer.from('abc'), Buffer.from('def')], { objectMode: false }),
  });
  assert.equal(piped, '6');
  const short = await ostk(['image', 'create', 'short', '--file', '-', '--size', '7'], {
    stdin: Readable.from([Buffer.from('abc')], { objectMode: false }),
  });
  assert.equal(short.code, 1);
  assert.equal(await ok(['image', 'list', '--name', 'short', '-f', 'value']), '');
});

void test('stdin is never taken by accident', async (t) => {
  const { ok, ostk } = await bench(t);
  const stdin = new PassThrough();
  stdin.end('not an image');
  assert.equal(await ok(['image', 'create', 'x', '-f', 'value', '-c', 'status'], { stdin }), 'queued');
  assert.equal(stdin.readableLength, 12);
  const terminal = Object.assign(new PassThrough(), { isTTY: true });
  const { code, stderr } = await ostk(['image', 'create', 'x', '--file', '-'], { stdin: terminal });
  assert.equal(code, 1);
  assert.equal(stderr, 'ostk image create: --file -: stdin is a terminal, and no image\n');
});

void test('what cannot be uploaded is told before there is an image', async (t) => {
  const { ok, ostk, folder } = await bench(t);
  const empty = join(folder, 'empty');
  await writeFile(empty, '');
  const cases: readonly (readonly [string, RegExp])[] = [
    [join(folder, 'none'), /: cannot read .*none: there is no such file$/],
    [empty, /empty is empty, and the image would stay so for ever; give --allow-empty if that is meant$/],
    [folder, /: cannot read .*: it is a directory$/],
  ];
  for (const [file, line] of cases) {
    const { code, stderr } = await ostk(['image', 'create', 'x', '--file', file]);
    assert.equal(code, 1);
    assert.match(stderr.trimEnd(), line);
  }
  assert.equal(await ok(['image', 'list', '-f', 'value']), '');
  assert.equal(
    await ok(['image', 'create', 'e', '--file', empty, '--allow-empty', '-f', 'value', '-c', 'size']),
    '0',
  );
});

void test('data that Glance refuses leave no image', async (t) => {
  const { ok, ostk, folder } = await bench(t, { release: 'epoxy' });
  const file = join(folder, 'disk');
  await writeFile(file, 'this is no qcow2');
  const { code, stdout, stderr } = await ostk([
    'image',
    'create',
    'x',
    '--file',
    file,
    '--disk-format',
    'qcow2',
  ]);
  assert.equal(code, 1);
  assert.equal(stdout, '');
  assert.match(stderr, /^ostk image create: .*415/);
  assert.equal(stderr.split('\n').length, 2);
  assert.equal(await ok(['image', 'list', '-f', 'value']), '');
});

void test('--project names the owner by name or id, also for who may not list projects', async (t) => {
  const { ok, as, ostk } = await bench(t);
  const demo = (await as('demo', ['token', 'issue', '-f', 'value', '-c', 'project_id'])).stdout.trim();
  const create = ['image', 'create', 'x', '-f', 'value', '-c', 'owner', '--project'];
  assert.equal(await ok([...create, 'demo']), demo);
  assert.equal(await ok([...create, demo]), demo);
  assert.equal(await ok([...create, 'demo', '--project-domain', 'Default']), demo);
  assert.equal((await as('demo', [...create, 'demo'])).stdout.trim(), demo);
  const unknown = await ostk([...create, 'nope']);
  assert.equal(unknown.code, 1);
  assert.equal(unknown.stderr, 'ostk image create: no project found for nope\n');
  const hidden = await as('demo', [...create, 'alt']);
  assert.equal(hidden.code, 1);
  assert.match(hidden.stderr, /project alt cannot be looked up as this user: give its id/);
});

void test('image create says so if it leaves a file on stdin unread', async (t) => {
  const { ostk } = await bench(t);
  const hint =
    'ostk image create: stdin is not read, and the image has no data: --file - takes them from there\n';
  const world = { isFileOnStdin: true };
  const { code, stderr } = await ostk(['image', 'create', 'x'], world);
  assert.equal(code, 0);
  assert.equal(stderr, hint);
  assert.equal((await ostk(['image', 'create', 'x', '--quiet'], world)).stderr, '');
  assert.equal((await ostk(['image', 'create', 'x'])).stderr, '');
});
