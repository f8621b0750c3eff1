import assert from 'node:assert/strict';

import { NotFound, OptionError } from '@ostk/sdk';

import { suite } from '../harness/cloud.ts';
import { uniqueName } from '../harness/images.ts';
import { novaTest } from '../harness/servers.ts';
import { failure, upload } from '../sdk/support.ts';
import { makeServer, openWorld, patience } from './support.ts';

suite('Compute: rebuilding', () => {
  novaTest('a server gets another image, and a name', async (t) => {
    const { demo } = await openWorld();
    const server = await makeServer(t, { metadata: { before: 'yes' } });
    const image = await upload(t, demo, { data: { text: 'another disk' } });
    const name = uniqueName();
    const rebuilt = await demo.compute.rebuildServer(server, {
      image,
      name,
      metadata: { after: 'yes' },
      description: 'rebuilt',
      wait: true,
      ...patience,
    });
    assert.equal(rebuilt.id, server.id);
    assert.equal(rebuilt.status, 'ACTIVE');
    assert.equal(rebuilt.name, name);
    assert.deepEqual(rebuilt.image, { id: image.id });
    assert.deepEqual(rebuilt.metadata, { after: 'yes' });
    assert.ok(rebuilt.adminPassword !== undefined);
    const told = await demo.compute.getServer(server, { microversion: '2.19' });
    assert.equal(told.description, 'rebuilt');
  });

  novaTest('without waiting it has only begun', async (t) => {
    const { demo, image } = await openWorld();
    const server = await makeServer(t);
    const rebuilding = await demo.compute.rebuildServer(server, { image });
    assert.equal(rebuilding.status, 'REBUILD');
    assert.equal((await demo.compute.waitForServer(server, patience)).status, 'ACTIVE');
  });

  novaTest('what cannot be rebuilt', async (t) => {
    const { demo, image } = await openWorld();
    await failure(demo.compute.rebuildServer(crypto.randomUUID(), { image }), NotFound);
    const server = await makeServer(t);
    const nothing: object = { imag: image };
    await failure(demo.compute.rebuildServer(server, { image, ...nothing }), OptionError);
  });
});
