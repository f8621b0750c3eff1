import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { nodeFiles } from '#src/platform/node/files.js';
import { toSource } from '#src/transfer/source.js';

import { chunksOf, MiB, someBytes } from './support/bytes.ts';
import { type MadeSource, type SourceKind, sources } from './support/sources.ts';
import { makeFolder } from './support/world.ts';

const kinds = Object.keys(sources).filter((kind): kind is SourceKind => kind in sources);

/** Kinds that can be read once, and kinds whose size is not known beforehand. */
const once: ReadonlySet<string> = new Set(kinds.filter((kind) => /stream|generator/.test(kind)));
const sizeless: ReadonlySet<string> = new Set(['node stream', 'web stream', 'generator', 'factory']);

describe('sources', () => {
  for (const kind of kinds) {
    test(kind, async (t) => {
      const folder = await makeFolder(t);
      const { bytes, data, size, isClosed }: MadeSource = await sources[kind](2 * MiB + 2, folder, t);
      const source = await toSource(nodeFiles, data, size);
      assert.equal(source.replayable, !once.has(kind));
      assert.equal(source.size, sizeless.has(kind) ? undefined : bytes.length);
      for (let pass = 0; pass < (source.replayable ? 2 : 1); pass += 1) {
        const chunks = await chunksOf(source.open());
        assert.equal(Buffer.compare(Buffer.concat(chunks), bytes), 0);
      }
      assert.ok(isClosed());
    });

    test(`${kind}, left in the middle, is closed`, async (t) => {
      const folder = await makeFolder(t);
      const { data, size, isClosed }: MadeSource = await sources[kind](2 * MiB, folder, t);
      const source = await toSource(nodeFiles, data, size);
      for await (const _ of source.open()) break;
      assert.ok(isClosed());
    });
  }

  test('a named pipe is read once, and has the size that is given', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'ostk-pipe-'));
    t.after(() => rm(folder, { recursive: true }));
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    const bytes = someBytes(300_000);
    const source = await toSource(nodeFiles, path, bytes.length);
    assert.deepEqual([source.replayable, source.size], [false, bytes.length]);
    createWriteStream(path).end(bytes);
    assert.equal(Buffer.compare(Buffer.concat(await chunksOf(source.open())), bytes), 0);
  });

  test('chunks that are under way are not overwritten by later ones', async (t) => {
    const folder = await makeFolder(t);
    for (const kind of ['path', 'file handle'] as const) {
      const { bytes, data } = await sources[kind](3 * MiB, folder, t);
      const chunks = await chunksOf((await toSource(nodeFiles, data, undefined)).open());
      assert.equal(Buffer.compare(Buffer.concat(chunks), bytes), 0);
    }
  });
});
