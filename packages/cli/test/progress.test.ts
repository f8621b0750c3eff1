import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { PassThrough, Writable } from 'node:stream';
import type { Io, Output } from '@ostk/cli';
import { liveLine, progressText } from '#src/progress.js';
import { bench } from './support/ostk.ts';

const MiB = 1024 * 1024;

void test('progress has percent, bar, bytes, rate and time left', () => {
  const text = progressText({ phase: 'sending', bytes: 512 * MiB, total: 2048 * MiB, rate: 64 * MiB }, 79);
  assert.equal(text, ' 25% [======                  ] 512.0 MiB of 2.0 GiB  64.0 MiB/s  ETA 0:24');
});

void test('progress with nothing known of the rate or the size', () => {
  assert.match(
    progressText({ phase: 'receiving', bytes: 0, total: 10, rate: 0 }, 79),
    /^ {2}0% \[ {24}\] 0 B of 10 B$/,
  );
  assert.equal(
    progressText({ phase: 'sending', bytes: 2048, total: undefined, rate: 1024 }, 79),
    '2.0 KiB  1.0 KiB/s',
  );
  const long = progressText({ phase: 'sending', bytes: 1, total: 1 + 3723 * 1024, rate: 1024 }, 79);
  assert.match(long, /ETA 1:02:03$/);
});

void test('the bar is made shorter for a narrow terminal, then left out', () => {
  const progress = { phase: 'sending', bytes: 512 * MiB, total: 2048 * MiB, rate: 64 * MiB } as const;
  assert.equal(progressText(progress, 59), ' 25% [==       ] 512.0 MiB of 2.0 GiB  64.0 MiB/s  ETA 0:24');
  assert.equal(progressText(progress, 59).length, 59);
  assert.equal(progressText(progress, 49), ' 25% 512.0 MiB of 2.0 GiB  64.0 MiB/s  ETA 0:24');
});

void test('the bar is discreet where there are colours', async (t) => {
  const { ostk, folder } = await bench(t);
  const source = join(folder, 'source');
  await writeFile(source, Buffer.alloc(MiB));
  const { stderr } = await ostk(['image', 'create', 'x', '--file', source], {
    terminal: true,
    env: { TERM: 'xterm' },
  });
  assert.ok(stderr.includes('% \u001B[2m[                        ]\u001B[22m 0 B of 1.0 MiB'), stderr);
});

void test('a line that is written anew neither wraps nor steers the terminal', async () => {
  let shown = '';
  const stderr: Output = Object.assign(
    new Writable({
      write: (chunk: Buffer, _, done) => {
        shown += chunk.toString();
        done();
      },
    }),
    { isTTY: true, columns: 24 },
  );
  const io: Io = {
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr,
    env: {},
    signal: new AbortController().signal,
  };
  liveLine(io, false)?.show(() => 'importing\u001B[2J; 日本語の名前の日本語');
  assert.equal(shown, '\r\u001B[Kimporting\\u001b[2J; 日');
  assert.equal(liveLine(io, true), undefined);
  assert.equal(liveLine({ ...io, stderr: new PassThrough() }, false), undefined);
});

void test('on a terminal, create and save show it and take it away; nothing of it is on stdout', async (t) => {
  const { ostk, folder } = await bench(t);
  const source = join(folder, 'source');
  await writeFile(source, Buffer.alloc(3 * MiB));
  const created = await ostk(['image', 'create', 'x', '--file', source, '-f', 'value', '-c', 'size'], {
    terminal: true,
    columns: 100,
  });
  assert.equal(created.stdout, `${3 * MiB}\n`);
  assert.ok(created.stderr.startsWith('\r\u001B[K  0% ['));
  assert.ok(created.stderr.endsWith('\r\u001B[K'));
  const saved = await ostk(['image', 'save', 'x', '--file', join(folder, 'saved')], {
    terminal: true,
    columns: 30,
  });
  assert.match(saved.stderr, /of 3\.0|verifying/);
  assert.ok(saved.stderr.split('\r\u001B[K').every((line) => line.length < 30));
});

void test('what --debug tells is not written behind the progress', async (t) => {
  const { ostk, folder } = await bench(t);
  const source = join(folder, 'source');
  await writeFile(source, Buffer.alloc(MiB));
  const argv = ['image', 'create', 'x', '--file', source, '--debug'];
  const { stderr } = await ostk(argv, { terminal: true });
  const requests = stderr.split('REQ: ').slice(0, -1);
  assert.ok(requests.length > 2);
  assert.ok(requests.every((before) => before.endsWith('\r\u001B[K')));
  assert.ok(!(await ostk(argv)).stderr.includes('\u001B'));
});

void test('a dumb terminal, which cannot clear a line, shows none', async (t) => {
  const { ostk, folder } = await bench(t);
  const source = join(folder, 'source');
  await writeFile(source, Buffer.alloc(MiB));
  const argv = ['image', 'create', 'x', '--file', source];
  assert.equal((await ostk(argv, { terminal: true, env: { TERM: 'dumb' } })).stderr, '');
});

void test('without a terminal, or with -q, there is none', async (t) => {
  const { ostk, folder } = await bench(t);
  const source = join(folder, 'source');
  await writeFile(source, Buffer.alloc(MiB));
  assert.equal((await ostk(['image', 'create', 'x', '--file', source])).stderr, '');
  assert.equal((await ostk(['-q', 'image', 'create', 'y', '--file', source], { terminal: true })).stderr, '');
});
