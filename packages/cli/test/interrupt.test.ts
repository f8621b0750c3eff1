import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Interrupted } from '@ostk/cli';
import { startOn, struck } from './support/child.ts';
import { bench } from './support/ostk.ts';

const size = 8_000_000;

void test('Ctrl-C in the middle of image create: exit code 130, no image left', async (t) => {
  const { cloud, folder, ok } = await bench(t);
  const source = join(folder, 'source');
  await writeFile(source, randomBytes(size));
  cloud.faults.add({ on: 'PUT /v2/images/:id/file', do: 'stall', after: '1MB' });
  const child = startOn(cloud, ['image', 'create', 'big', '--file', source, '--protected']);
  await struck(cloud);
  assert.equal(await ok(['image', 'list', '-c', 'Name', '-f', 'value']), 'big');
  child.signal('SIGINT');
  assert.deepEqual(await child.ended, {
    code: 130,
    stdout: '',
    stderr: 'ostk image create: interrupted\n',
  });
  assert.equal(await ok(['image', 'list', '-f', 'value']), '');
});

for (const [name, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  void test(`${name} in the middle of image save: exit code ${code}, no file left`, async (t) => {
    const { cloud, folder, ok } = await bench(t);
    const source = join(folder, 'source');
    await writeFile(source, randomBytes(size));
    await ok(['image', 'create', 'big', '--file', source]);
    cloud.faults.add({ on: 'GET /v2/images/:id/file', do: 'stall', after: '1MB' });
    const child = startOn(cloud, ['image', 'save', 'big', '--file', join(folder, 'saved')]);
    await struck(cloud);
    child.signal(name);
    assert.deepEqual(await child.ended, { code, stdout: '', stderr: 'ostk image save: interrupted\n' });
    assert.deepEqual(await readdir(folder), ['source']);
  });
}

void test('a signal that comes twice at once, as from timeout and npx, is one: no image is left', async (t) => {
  const { cloud, folder, ok } = await bench(t);
  const source = join(folder, 'source');
  await writeFile(source, randomBytes(size));
  cloud.faults.add({ on: 'PUT /v2/images/:id/file', do: 'stall', after: '1MB' });
  const child = startOn(cloud, ['image', 'create', 'big', '--file', source]);
  await struck(cloud);
  child.signal('SIGTERM');
  child.signal('SIGINT');
  const { stderr } = await child.ended;
  assert.equal(stderr, 'ostk image create: interrupted\n');
  assert.equal(await ok(['image', 'list', '-f', 'value']), '');
});

void test('a signal that comes again ends the cleaning up as well', async (t) => {
  const { cloud, folder } = await bench(t);
  const source = join(folder, 'source');
  await writeFile(source, randomBytes(size));
  cloud.faults.add({ on: 'PUT /v2/images/:id/file', do: 'stall', after: '1MB' });
  cloud.faults.add({ on: 'DELETE /v2/images/:id', do: 'delay-answer', milliseconds: 60_000 });
  const child = startOn(cloud, ['image', 'create', 'big', '--file', source]);
  await struck(cloud);
  const again = setInterval(() => child.signal('SIGINT'), 400);
  t.after(() => clearInterval(again));
  assert.deepEqual(await child.ended, { code: 130, stdout: '', stderr: '' });
  clearInterval(again);
});

void test('an image that an interrupted create could not delete is named', async (t) => {
  const { cloud, folder, ostk } = await bench(t);
  const source = join(folder, 'source');
  await writeFile(source, randomBytes(size));
  cloud.faults.add({ on: 'PUT /v2/images/:id/file', do: 'stall', after: '1MB' });
  cloud.faults.add({ on: 'DELETE /v2/images/:id', do: 'status', status: 403 });
  const stop = new AbortController();
  const running = ostk(['image', 'create', 'big', '--file', source], { signal: stop.signal });
  await struck(cloud);
  stop.abort(new Interrupted('interrupted', 130));
  const { code, stderr } = await running;
  assert.equal(code, 130);
  const [first, second = ''] = stderr.split('\n');
  assert.equal(first, 'ostk image create: interrupted');
  assert.match(second, /image [\da-f-]{36} could not be deleted/);
});

void test('Ctrl-C in image delete does not report every image as a failure', async (t) => {
  const { cloud, ok, ostk } = await bench(t);
  await ok(['image', 'create', 'a']);
  cloud.faults.add({ on: 'DELETE /v2/images/:id', do: 'delay-answer', milliseconds: 20_000 });
  const stop = new AbortController();
  const running = ostk(['image', 'delete', 'a', 'b', 'c'], { signal: stop.signal });
  await struck(cloud);
  stop.abort(new Interrupted('interrupted', 130));
  const { code, stderr } = await running;
  assert.deepEqual({ code, stderr }, { code: 130, stderr: 'ostk image delete: interrupted\n' });
});
