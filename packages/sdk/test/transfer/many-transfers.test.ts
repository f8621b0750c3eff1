import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { hashOf, MiB, someBytes } from './support/bytes.ts';
import { connectTo, makeFolder, suite } from './support/world.ts';

const count = 60;

suite('many transfers at once, more than there are slots for requests', (world) => {
  test('uploads, then downloads to files, to memory and as streams', { timeout: 120_000 }, async (t) => {
    t.after(() => world().truth.clear());
    const connection = await connectTo(t, world());
    const folder = await makeFolder(t);
    const sources = Array.from({ length: count }, (_, index) => someBytes(MiB + index, index));
    const images = await Promise.all(
      sources.map((data, index) =>
        connection.image.uploadImage({
          name: `mine-${index}`,
          diskFormat: 'raw',
          containerFormat: 'bare',
          data: index % 2 === 0 ? data : [data],
        }),
      ),
    );
    for (const [index, image] of images.entries()) {
      assert.equal(image.osHashValue, hashOf(sources[index] ?? Buffer.of()));
    }
    assert.equal((await world().truth.images()).length, count);
    await Promise.all(
      images.map(async (image, index) => {
        const bytes = sources[index] ?? Buffer.of();
        const output = join(folder, `${index}`);
        await connection.image.downloadImage(image, { output });
        assert.equal(Buffer.compare(await readFile(output), bytes), 0);
        assert.equal(Buffer.compare(await connection.image.downloadImage(image), bytes), 0);
        let size = 0;
        for await (const chunk of await connection.image.downloadImage(image, { stream: true }))
          size += chunk.length;
        assert.equal(size, bytes.length);
      }),
    );
    assert.equal((await readdir(folder)).length, count);
  });
});
