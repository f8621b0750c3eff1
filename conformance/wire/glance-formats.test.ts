import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';

import { cloud, suite } from '../harness/cloud.ts';
import { lacksQemu, makeDiskImage } from '../harness/disk-image.ts';
import { assertImageError, explained, unsupported } from '../harness/errors.ts';
import { createActiveImage, createImage, putData, showImage } from '../harness/images.ts';
import { at } from '../harness/json.ts';

const demo = await cloud.session('demo');
const mebibyte = 1024 * 1024;
const refuses = cloud.release.formatMismatchIsRefused;
const qcow2 = lacksQemu === false ? await makeDiskImage('qcow2', '16M') : Buffer.alloc(0);

const qemu = { skip: lacksQemu };

suite('Glance: declared and real formats', () => {
  for (const [format, size] of [
    ['qcow2', 16],
    ['vmdk', 1],
    ['vdi', 2],
    ['vhdx', 8],
  ] as const) {
    test(`a ${format} that is one is active, and its virtual size is known`, qemu, async (t) => {
      const data = format === 'qcow2' ? qcow2 : await makeDiskImage(format, `${size}M`);
      const id = await createActiveImage(t, demo, data, { disk_format: format });
      const image = await showImage(demo, id);
      assert.equal(at(image, 'status'), 'active');
      assert.equal(at(image, 'size'), data.length);
      assert.equal(at(image, 'virtual_size'), size * mebibyte);
    });
  }

  const wrong: readonly (readonly [string, string, Uint8Array])[] = [
    ['noise', 'qcow2', randomBytes(70_000)],
    ['a qcow2', 'vmdk', qcow2],
    ['the first 100 bytes of a qcow2', 'qcow2', qcow2.subarray(0, 100)],
    ['text', 'iso', Buffer.from('hello')],
    ['nothing', 'qcow2', Buffer.alloc(0)],
  ];
  for (const [what, format, data] of wrong) {
    test(`${what} declared as ${format} is ${refuses ? 'refused with 415' : 'taken'}`, qemu, async (t) => {
      const id = await createImage(t, demo, { disk_format: format });
      const answer = await putData(demo, id, data);
      const image = await showImage(demo, id);
      assert.equal(at(image, 'virtual_size'), null);
      if (!refuses) {
        assert.equal(answer.status, 204);
        assert.equal(at(image, 'status'), 'active');
        assert.equal(at(image, 'size'), data.length);
        return;
      }
      assertImageError(answer, 415, unsupported('application/octet-stream'));
      assert.equal(at(image, 'status'), 'queued');
      assert.equal(at(image, 'size'), null);
    });
  }

  test(
    'after a 415 the record keeps the hashes of what was refused, and takes no data any more',
    {
      skip: lacksQemu || (!refuses && 'the release takes every format'),
    },
    async (t) => {
      const data = randomBytes(70_000);
      const id = await createImage(t, demo, { disk_format: 'qcow2' });
      assert.equal((await putData(demo, id, data)).status, 415);
      const image = await showImage(demo, id);
      assert.equal(at(image, 'checksum'), createHash('md5').update(data).digest('hex'));
      assert.equal(at(image, 'os_hash_algo'), 'sha512');
      assert.equal(at(image, 'os_hash_value'), createHash('sha512').update(data).digest('hex'));
      const reason = 'The server has either erred or is incapable of performing the requested operation.';
      assertImageError(await putData(demo, id, qcow2), 500, explained(reason));
      assert.equal(at(await showImage(demo, id), 'status'), 'queued');
      assert.equal((await demo.image('DELETE', `/v2/images/${id}`)).status, 204);
    },
  );

  test('raw takes everything, and its virtual size is its size', qemu, async (t) => {
    const id = await createActiveImage(t, demo, qcow2, { disk_format: 'raw' });
    const image = await showImage(demo, id);
    assert.equal(at(image, 'status'), 'active');
    assert.equal(at(image, 'virtual_size'), qcow2.length);
  });

  test('what is in a container that is not bare is not looked at', qemu, async (t) => {
    const attributes = { disk_format: 'qcow2', container_format: 'compressed' };
    const id = await createActiveImage(t, demo, 'not a qcow2', attributes);
    const image = await showImage(demo, id);
    assert.equal(at(image, 'status'), 'active');
    assert.equal(at(image, 'virtual_size'), null);
  });
});
