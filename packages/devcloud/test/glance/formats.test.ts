import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Release } from '@ostk/devcloud';

import { login } from '../support/client.ts';
import { startCloud } from '../support/cloud.ts';

/** A file of some size with bytes written into it. */
function file(size: number, ...parts: readonly (readonly [at: number, bytes: Buffer])[]): Buffer {
  const buffer = Buffer.alloc(size);
  for (const [at, bytes] of parts) bytes.copy(buffer, at);
  return buffer;
}

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
function big64(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64BE(BigInt(value));
  return buffer;
}
function little64(value: number): Buffer {
  return big64(value).reverse();
}

const gib = 2 ** 30;
const version3 = Buffer.from([0, 0, 0, 3]);
const qcow2 = file(512, [0, latin('QFI\xfb')], [4, version3], [24, big64(gib)]);
const withBackingFile = file(512, [0, latin('QFI\xfb')], [4, version3], [8, big64(112)], [24, big64(gib)]);
const vhd = file(512, [0, latin('conectix')], [40, big64(gib)]);
const vdi = file(512, [0x40, Buffer.from([0x7f, 0x10, 0xda, 0xbe])], [0x170, little64(gib)]);
const iso = file(
  34 * 1024,
  [32 * 1024, latin('\x01CD001')],
  [32 * 1024 + 80, little64(512)],
  [32 * 1024 + 128, latin('\0\x08')],
);
const vmdk = file(
  1024,
  [0, latin('KDMV')],
  [12, little64(gib / 512)],
  [28, little64(1)],
  [36, little64(1)],
  [512, latin('createType="monolithicSparse"\nRW 2097152 SPARSE "disk.vmdk"\n')],
);

/** Uploads and tells how it went: the status, and the virtual size after it. */
async function tryUpload(
  t: Parameters<typeof startCloud>[0],
  release: Release,
  format: string,
  data: Buffer,
): Promise<{ readonly status: number; readonly virtualSize: unknown; readonly state: unknown }> {
  const cloud = await startCloud(t, { release });
  const demo = await login(cloud, 'demo');
  const { id } = await demo.createImage({ disk_format: format });
  const { status } = await demo.upload(id, data);
  const image = await demo.getImage(id);
  return { status, virtualSize: image['virtual_size'], state: image['status'] };
}

describe('disk formats', () => {
  for (const [format, data, size] of [
    ['qcow2', qcow2, gib],
    ['vhd', vhd, gib],
    ['vdi', vdi, gib],
    ['vmdk', vmdk, gib],
    ['iso', iso, 512 * 2048],
  ] as const) {
    test(`${format} is recognised, and its virtual size read`, async (t) => {
      const { status, virtualSize } = await tryUpload(t, 'epoxy', format, data);
      assert.equal(status, 204);
      assert.equal(virtualSize, size);
    });
  }

  test('what is not the declared format is refused by Epoxy and goes back to the queue', async (t) => {
    const outcome = await tryUpload(t, 'epoxy', 'qcow2', vhd);
    assert.deepEqual(outcome, { status: 415, virtualSize: null, state: 'queued' });
  });

  test('Zed takes it, without a virtual size', async (t) => {
    const outcome = await tryUpload(t, 'zed', 'qcow2', vhd);
    assert.deepEqual(outcome, { status: 204, virtualSize: null, state: 'active' });
  });

  test('an image that reaches beyond itself is refused by Epoxy even as raw', async (t) => {
    for (const format of ['qcow2', 'raw']) {
      assert.equal((await tryUpload(t, 'epoxy', format, withBackingFile)).status, 415, format);
    }
  });

  test('raw takes anything harmless, and its virtual size is its size', async (t) => {
    assert.deepEqual(await tryUpload(t, 'epoxy', 'raw', qcow2), {
      status: 204,
      virtualSize: qcow2.length,
      state: 'active',
    });
  });
});
