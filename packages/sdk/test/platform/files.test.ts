import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { nodeFiles } from '#src/platform/node/files.js';

import { temporaryFolder } from '../config/support/world.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('stat: files, directories, and nothing', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'a'), 'four');
  assert.deepEqual(await nodeFiles.stat(join(folder, 'a')), { kind: 'file', size: 4 });
  assert.equal((await nodeFiles.stat(folder))?.kind, 'directory');
  assert.equal((await nodeFiles.stat('/dev/null'))?.kind, 'other');
  assert.equal(await nodeFiles.stat(join(folder, 'b')), undefined);
});

test('readText: the text, or undefined if there is no file', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'a'), 'ü');
  assert.equal(await nodeFiles.readText(join(folder, 'a')), 'ü');
  assert.equal(await nodeFiles.readText(join(folder, 'b')), undefined);
  assert.equal(await nodeFiles.readText(join(folder, 'a', 'b')), undefined);
  await assert.rejects(nodeFiles.readText(folder), { code: 'EISDIR' });
});

test('writing at positions, in any order, in several pieces', async (t) => {
  const path = join(await temporaryFolder(t), 'a');
  const file = await nodeFiles.open(path, 'create');
  await file.write([bytes('wor'), bytes('ld')], 6);
  await file.write([bytes('hello '), bytes('')], 0);
  await file.sync();
  const buffer = new Uint8Array(20);
  assert.equal(await file.read(buffer, 4), 7);
  assert.equal(Buffer.from(buffer.subarray(0, 7)).toString(), 'o world');
  assert.equal(await file.read(buffer, 11), 0);
  await file.truncate(5);
  await file.close();
  assert.equal(await readFile(path, 'utf8'), 'hello');
});

test('create empties what is there, update keeps it, read needs it', async (t) => {
  const path = join(await temporaryFolder(t), 'a');
  await assert.rejects(nodeFiles.open(path, 'read'), { code: 'ENOENT' });
  await assert.rejects(nodeFiles.open(path, 'update'), { code: 'ENOENT' });
  await writeFile(path, 'old');
  const updated = await nodeFiles.open(path, 'update');
  await updated.write([bytes('O')], 0);
  await updated.close();
  assert.equal(await readFile(path, 'utf8'), 'Old');
  await (await nodeFiles.open(path, 'create')).close();
  assert.equal(await readFile(path, 'utf8'), '');
});

test('rename replaces, remove does not mind what is not there', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'a'), 'new');
  await writeFile(join(folder, 'b'), 'old');
  await nodeFiles.rename(join(folder, 'a'), join(folder, 'b'));
  assert.equal(await readFile(join(folder, 'b'), 'utf8'), 'new');
  await nodeFiles.remove(join(folder, 'b'));
  await nodeFiles.remove(join(folder, 'b'));
  assert.deepEqual(await readdir(folder), []);
});

test('free space is a number, or unknown where there is nothing', async (t) => {
  const folder = await temporaryFolder(t);
  const free = await nodeFiles.freeSpace(join(folder, 'a'));
  assert(free !== undefined && free > 0);
  assert.equal(await nodeFiles.freeSpace(join(folder, 'none', 'a')), undefined);
});

test('syncing the directory of a path fails nobody', async (t) => {
  await nodeFiles.syncDirectoryOf(join(await temporaryFolder(t), 'a'));
  await nodeFiles.syncDirectoryOf('/no/such/folder/a');
});

test('paths of file URLs', () => {
  assert.equal(nodeFiles.pathOf(pathToFileURL('/a b/ü#?')), '/a b/ü#?');
});
