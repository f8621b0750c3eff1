import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';

import type { DevCloudOptions } from '@ostk/devcloud';

import { startCloud } from '../support/cloud.ts';
import { faultOf, loginCompute } from '../support/compute.ts';
import { eventually } from '../support/raw.ts';
import type { ComputeClient } from '../support/compute.ts';

async function demoOf(t: TestContext, options: DevCloudOptions = {}): Promise<ComputeClient> {
  return await loginCompute(await startCloud(t, { serverStepTime: 1, ...options }), 'demo');
}

const volume = (image: string): unknown => [
  {
    boot_index: 0,
    uuid: image,
    source_type: 'image',
    destination_type: 'volume',
    volume_size: 3,
    delete_on_termination: true,
  },
];

describe('images of servers', () => {
  for (const release of ['zed', 'epoxy'] as const) {
    test(`a snapshot is an image like any other: its data are a disk that can be downloaded (${release})`, async (t) => {
      const demo = await demoOf(t, { release });
      const { id, image } = await demo.running();
      const metadata = { purpose: 'backup', base_image_ref: 'mine' };
      const { image_id: snapshot } = await demo.act(id, { createImage: { name: 'copy', metadata } });
      await demo.settled(id);
      const shown = await demo.getImage(snapshot);
      assert.deepEqual(
        [shown['status'], shown['disk_format'], shown['container_format'], shown['visibility']],
        ['active', 'qcow2', 'bare', 'private'],
      );
      assert.deepEqual([shown['instance_uuid'], shown['image_type']], [id, 'snapshot']);
      assert.deepEqual([shown['purpose'], shown['base_image_ref']], ['backup', 'mine']);
      assert.deepEqual([shown['image_location'], shown['image_state']], ['snapshot', 'available']);
      assert.equal(shown['owner_id'], shown['owner']);
      assert.deepEqual([shown['min_disk'], shown['virtual_size']], [1, 2 ** 30]);
      const { text } = await demo.download(snapshot);
      assert.equal(text.slice(0, 3), 'QFI');
      await demo.act(id, { rebuild: { imageRef: snapshot } });
      assert.equal((await demo.settled(id)).status, 'ACTIVE');
      assert.notEqual(image.id, snapshot);
    });
  }

  test('the properties of the image of a server are handed on, but for those that are its own', async (t) => {
    const demo = await demoOf(t);
    const image = await demo.bootable({ os_distro: 'debian', img_signature: 'x', min_ram: 32 });
    const id = await demo.createServer({ imageRef: image.id });
    await demo.settled(id);
    const { image_id: snapshot } = await demo.act(id, { createImage: { name: 'copy' } });
    const shown = await demo.getImage(snapshot);
    assert.deepEqual(
      [shown['os_distro'], shown['img_signature'], shown['min_ram']],
      ['debian', undefined, 32],
    );
    assert.equal(shown['base_image_ref'], image.id);
    assert.equal(shown['owner_user_name'], 'demo');
  });

  test('of the backups of a type only the newest stay', async (t) => {
    const demo = await demoOf(t);
    const { id } = await demo.running();
    const backup = async (name: string, type: string, rotation: number): Promise<string> => {
      const wanted = { name, backup_type: type, rotation };
      const { image_id: image } = await demo.act(id, { createBackup: wanted });
      await demo.settled(id);
      return image;
    };
    await backup('weekly', 'weekly', 2);
    await backup('first', 'daily', 2);
    await backup('second', 'daily', 2);
    await backup('third', 'daily', 2);
    const names = async (): Promise<readonly string[]> => {
      const { text } = await demo.call('/v2/images?image_type=backup');
      return JSON.parse(text).images.map(({ name }: { name: string }) => name);
    };
    // As with Nova, the server is free again before the old ones are deleted.
    await eventually(names, (left) => left.toSorted().join() === 'second,third,weekly');
    await backup('none', 'daily', 0);
    await eventually(names, (left) => left.join() === 'weekly');
  });

  test('the image of a volume-backed server has no data, and is there at once', async (t) => {
    const demo = await demoOf(t);
    const image = await demo.bootable();
    const id = await demo.createServer({ block_device_mapping_v2: volume(image.id) });
    const server = await demo.settled(id);
    assert.deepEqual([server.status, server['image']], ['ACTIVE', '']);
    const { image_id: snapshot } = await demo.act(id, { createImage: { name: 'copy' } });
    const shown = await demo.getImage(snapshot);
    assert.deepEqual([shown['status'], shown['size'], shown['bdm_v2']], ['active', 0, 'True']);
    const [mapping] = JSON.parse(String(shown['block_device_mapping']));
    assert.deepEqual(
      [mapping.source_type, mapping.destination_type, mapping.volume_size, mapping.boot_index],
      ['snapshot', 'volume', 3, 0],
    );
    assert.equal((await demo.getServer(id))['OS-EXT-STS:task_state'], null);
    const again = await demo.settled(await demo.createServer({ imageRef: snapshot }));
    assert.equal(Object(again['os-extended-volumes:volumes_attached']).length, 1);
  });

  test('a volume-backed server has no backups, and before 2.93 no other image', async (t) => {
    const demo = await demoOf(t);
    const image = await demo.bootable();
    const other = await demo.bootable();
    const id = await demo.createServer({ block_device_mapping_v2: volume(image.id) });
    await demo.settled(id);
    const backup = { createBackup: { name: 'b', backup_type: 'daily', rotation: 1 } };
    const refused = await demo.compute('POST', `/servers/${id}/action`, backup);
    assert.deepEqual(
      [refused.status, faultOf(refused)],
      [400, 'Backup is not supported for volume-backed instances.'],
    );
    const rebuild = { rebuild: { imageRef: other.id } };
    const old = await demo.compute('POST', `/servers/${id}/action`, rebuild, 92);
    assert.equal(
      faultOf(old),
      `Image ${other.id} is unacceptable: Unable to rebuild with a different image for a volume-backed server.`,
    );
    await demo.act(id, rebuild, 93);
    assert.equal((await demo.settled(id)).status, 'ACTIVE');
  });
});
