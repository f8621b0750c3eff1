import assert from 'node:assert/strict';

import { isVolumeBacked, NotFound, OptionError, StateError } from '@ostk/sdk';

import { suite } from '../harness/cloud.ts';
import { deleteAfter, uniqueName } from '../harness/images.ts';
import { novaTest } from '../harness/servers.ts';
import { failure } from '../sdk/support.ts';
import { makeServer, openWorld, patience, playHypervisor, snapshotPatience } from './support.ts';

suite('Compute: images of servers', () => {
  novaTest('one becomes active, and the wait ends', async (t) => {
    const { demo, image: base } = await openWorld();
    const server = await makeServer(t);
    const name = uniqueName();
    const [image] = await Promise.all([
      demo.compute.createServerImage(server, {
        name,
        metadata: { purpose: 'test' },
        wait: true,
        ...snapshotPatience,
      }),
      playHypervisor(t, name),
    ]);
    assert.equal(image.status, 'active');
    assert.equal(image.name, name);
    assert.equal(image.properties['purpose'], 'test');
    assert.equal(image.properties['instance_uuid'], server.id);
    assert.equal(image.properties['image_type'], 'snapshot');
    assert.equal(image.properties['base_image_ref'], base.id);
    assert.ok(image.size !== null && image.size > 0);
    assert.equal(isVolumeBacked(image), false);
    // What was waited for is over on the server, too.
    assert.equal((await demo.compute.getServer(server)).taskState, null);
    assert.deepEqual(await demo.compute.waitForServerImage(server, image), image);
  });

  novaTest('without waiting it has only begun', async (t) => {
    const { demo } = await openWorld();
    const server = await makeServer(t);
    const name = uniqueName();
    const image = await demo.compute.createServerImage(server, { name });
    deleteAfter(t, image.id);
    assert.equal(image.name, name);
    assert.ok(['queued', 'saving', 'active'].includes(image.status), image.status);
    await playHypervisor(t, name);
    const active = await demo.compute.waitForServerImage(server, image, patience);
    assert.equal(active.status, 'active');
  });

  novaTest('one that is deleted meanwhile', async (t) => {
    const { demo } = await openWorld();
    const server = await makeServer(t);
    const image = await demo.compute.createServerImage(server, { name: uniqueName() });
    await demo.image.deleteImage(image);
    const waiting = demo.compute.waitForServerImage(server, image, snapshotPatience);
    const error = await failure(waiting, StateError);
    assert.equal(error.actual, 'deleted');
    assert.match(error.message, /will not become active: the image was deleted/);
  });

  novaTest('what cannot be made', async (t) => {
    const { demo } = await openWorld();
    await failure(demo.compute.createServerImage(crypto.randomUUID(), { name: uniqueName() }), NotFound);
    const server = await makeServer(t);
    await failure(demo.compute.createServerImage(server, { name: '' }), OptionError);
    const options: object = { metdata: {} };
    await failure(demo.compute.createServerImage(server, { name: 'x', ...options }), OptionError);
  });

  novaTest('a backup is of a kind', async (t) => {
    const { demo } = await openWorld();
    const server = await makeServer(t);
    const name = uniqueName();
    const begun = await demo.compute.backupServer(server, { name, backupType: 'daily', rotation: 2 });
    await playHypervisor(t, name);
    const image = await demo.compute.waitForServerImage(server, begun, patience);
    assert.equal(image.properties['image_type'], 'backup');
    assert.equal(image.properties['backup_type'], 'daily');
  });
});
