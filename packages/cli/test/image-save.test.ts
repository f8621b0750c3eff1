import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { Interrupted } from '@ostk/cli';
import type { DevCloudOptions } from '@ostk/devcloud';
import { type Bench, bench } from './support/ostk.ts';

async function withImage(
  t: TestContext,
  size: number,
  options?: DevCloudOptions,
): Promise<Bench & { readonly data: Buffer; readonly output: string }> {
  const made = await bench(t, options);
  const data = randomBytes(size);
  const source = join(made.folder, 'source');
  await writeFile(source, data);
  await made.ok(['image', 'create', 'disk', '--file', source, '--disk-format', 'raw']);
  return { ...made, data, output: join(made.folder, 'saved') };
}

void test('image save --file writes the data, and says so with -v', async (t) => {
  const { ostk, data, output } = await withImage(t, 3_000_000);
  await writeFile(output, 'what was there before');
  const { code, stdout, stderr } = await ostk(['-v', 'image', 'save', 'disk', '--file', output]);
  assert.equal(code, 0);
  assert.equal(stdout, '');
  assert.match(stderr, /^ostk image save: saved 2\.9 MiB, sha512 [\da-f]{128} verified\n$/);
  assert.ok(data.equals(await readFile(output)));
});

void test('image save writes to stdout without --file, and with --file -', async (t) => {
  const { ostk, data } = await withImage(t, 300_000);
  for (const file of [[], ['--file', '-']]) {
    const { code, bytes, stderr } = await ostk(['image', 'save', 'disk', ...file]);
    assert.equal(code, 0);
    assert.equal(stderr, '');
    assert.ok(data.equals(bytes));
  }
});

void test('image save does not write to a terminal', async (t) => {
  const { ostk } = await withImage(t, 10);
  const { code, stdout, stderr } = await ostk(['image', 'save', 'disk'], { terminal: true });
  assert.equal(code, 1);
  assert.equal(stdout, '');
  assert.equal(stderr, 'ostk image save: stdout is a terminal, and an image is no text: give --file\n');
});

void test('data that are not what they should be do not become a file', async (t) => {
  const { ostk, cloud, folder, output } = await withImage(t, 300_000);
  cloud.faults.add({ on: 'GET /v2/images/:id/file', do: 'corrupt', after: '100kB' });
  const toFile = await ostk(['image', 'save', 'disk', '--file', output]);
  assert.equal(toFile.code, 1);
  assert.match(toFile.stderr, /^ostk image save: .*sha512/);
  assert.deepEqual(await readdir(folder), ['source']);
  const toStdout = await ostk(['image', 'save', 'disk']);
  assert.equal(toStdout.code, 1);
  assert.match(toStdout.stderr, /sha512/);
});

void test('a download that is cut goes on where it was', async (t) => {
  const { ostk, cloud, data, output } = await withImage(t, 3_000_000);
  cloud.faults.add({ on: 'GET /v2/images/:id/file', do: 'reset', after: '1MB', times: 1 });
  assert.equal((await ostk(['image', 'save', 'disk', '--file', output])).code, 0);
  assert.ok(data.equals(await readFile(output)));
});

void test('--keep-partial leaves what was received, and the next run goes on with it', async (t) => {
  const { ostk, cloud, data, folder, output } = await withImage(t, 12_000_000);
  cloud.faults.add({ on: 'GET /v2/images/:id/file', do: 'slow', bytesPerSecond: '8MB' });
  const stop = new AbortController();
  const argv = ['image', 'save', 'disk', '--file', output, '--connections', '1'];
  const running = ostk([...argv, '--keep-partial'], {
    signal: stop.signal,
    terminal: true,
    onStderr: (text) => {
      if (/[1-9]\.\d MiB of/.test(text)) stop.abort(new Interrupted('interrupted', 130));
    },
  });
  assert.equal((await running).code, 130);
  assert.ok((await readdir(folder)).includes('saved.part'));
  cloud.faults.clear();
  assert.equal((await ostk(argv)).code, 0);
  assert.ok(data.equals(await readFile(output)));
  assert.deepEqual(await readdir(folder), ['saved', 'source']);
});

void test('what cannot be saved: no image, no data, no place', async (t) => {
  const { ok, ostk, folder } = await withImage(t, 10);
  await ok(['image', 'create', 'queued']);
  const cases: readonly (readonly [image: string, file: string, line: RegExp])[] = [
    ['nope', 'x', /: no image found for nope$/],
    ['queued', 'x', /holds no data \(it is queued\)$/],
    ['disk', '.', /: cannot write .*: it is a directory$/],
    ['disk', 'none/x', /: cannot write .*none\/x: there is no such directory$/],
  ];
  for (const [image, file, line] of cases) {
    const { code, stderr } = await ostk(['image', 'save', image, '--file', join(folder, file)]);
    assert.equal(code, 1);
    assert.match(stderr.trimEnd(), line);
  }
  assert.deepEqual(await readdir(folder), ['source']);
});

void test('a device is written to, not replaced', async (t) => {
  const { ok } = await withImage(t, 1000);
  const { stat } = await import('node:fs/promises');
  assert.equal(await ok(['image', 'save', 'disk', '--file', '/dev/null']), '');
  assert.ok((await stat('/dev/null')).isCharacterDevice());
});
