import assert from 'node:assert/strict';
import { test } from 'node:test';

import { NotFound, OptionError } from '@ostk/sdk';
import type { Image, ImageAttributes } from '@ostk/sdk';

import { suite } from '../harness/cloud.ts';
import type { Scope } from '../harness/cleanup.ts';
import { lacksQemu, makeDiskImage } from '../harness/disk-image.ts';
import { uniqueName } from '../harness/images.ts';
import { lacksNova, novaTest } from '../harness/servers.ts';
import { connectAs, create, failure, upload } from '../sdk/support.ts';
import { makeServer, openWorld } from './support.ts';

const alt = await connectAs('alt');

async function small(scope: Scope, attributes: ImageAttributes): Promise<Image> {
  const { demo } = await openWorld();
  return await upload(scope, demo, { data: { text: 'data' }, ...attributes });
}

/** What `createServer` says of an image, and `rebuildServer` of it as well. */
async function refusals(scope: Scope, image: Image): Promise<readonly string[]> {
  const { demo, flavor } = await openWorld();
  const name = uniqueName();
  const creating = demo.compute.createServer({ name, image, flavor, networks: 'none' });
  const created = await failure(creating, OptionError);
  const server = await makeServer(scope);
  const rebuilt = await failure(demo.compute.rebuildServer(server, { image }), OptionError);
  assert.equal(await demo.compute.findServer(name), undefined);
  assert.equal((await demo.compute.getServer(server)).status, 'ACTIVE');
  return [created.message, rebuilt.message];
}

suite('Compute: images that do not fit', () => {
  novaTest('one without data', async (t) => {
    const { demo } = await openWorld();
    const image = await create(t, demo);
    for (const message of await refusals(t, image)) {
      assert.match(
        message,
        new RegExp(`^(createServer|rebuildServer): image .*${image.id}.* cannot be used:`),
      );
      assert.match(message, /: it is queued, not active$/);
    }
  });

  novaTest('one that asks for more memory and disk than there is', async (t) => {
    const { flavor } = await openWorld();
    const image = await small(t, { minRam: flavor.ram + 1, minDisk: flavor.disk + 1 });
    for (const message of await refusals(t, image)) {
      assert.match(
        message,
        new RegExp(
          `: it asks for memory of ${flavor.ram + 1} MiB \\(min_ram\\), .*m1\\.nano has ${flavor.ram} MiB; ` +
            `it asks for a disk of ${flavor.disk + 1} GiB \\(min_disk\\), .*m1\\.nano has ${flavor.disk} GiB$`,
        ),
      );
    }
  });

  test('one whose disk is larger', { skip: lacksNova || lacksQemu }, async (t) => {
    const { demo, flavor } = await openWorld();
    const data = await makeDiskImage('qcow2', `${flavor.disk + 2}G`);
    const image = await upload(t, demo, { data, diskFormat: 'qcow2' });
    for (const message of await refusals(t, image)) {
      assert.match(
        message,
        new RegExp(`: its disk is ${flavor.disk + 2} GiB, .*m1\\.nano has ${flavor.disk} GiB$`),
      );
    }
  });

  novaTest('one that only another project sees', async (t) => {
    const { demo, flavor } = await openWorld();
    const image = await upload(t, alt, { data: { text: 'data' }, visibility: 'private' });
    const creating = demo.compute.createServer({ name: uniqueName(), image, flavor, networks: 'none' });
    assert.match((await failure(creating, NotFound)).message, /it may be private to another one/);
    const server = await makeServer(t);
    const rebuilding = demo.compute.rebuildServer(server, { image });
    assert.match((await failure(rebuilding, NotFound)).message, /^rebuildServer: there is no image/);
  });

  novaTest('options that cannot work', async () => {
    const { demo, flavor, image } = await openWorld();
    const name = uniqueName();
    const typing: object = { keyname: 'x' };
    const wrong = [
      { name: '', image, flavor },
      { name, flavor },
      { name, image, flavor, blockDevices: [{ source: 'volume', id: 'x', bootIndex: 0 }] },
      { name, image, flavor, blockDevices: [{ source: 'volume' }] },
      { name, image, flavor, bootVolume: { size: 0 } },
      { name, image, flavor, userData: 'x'.repeat(50_000) },
      { name, image, flavor, ...typing },
    ] as const;
    for (const options of wrong) await failure(demo.compute.createServer(options), OptionError);
    assert.equal(await demo.compute.findServer(name), undefined);
  });
});
