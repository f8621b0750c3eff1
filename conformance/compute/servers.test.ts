import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { AmbiguousNameError, Forbidden, NotFound, OptionError, StateError, TimeoutError } from '@ostk/sdk';

import { suite } from '../harness/cloud.ts';
import { uniqueName } from '../harness/images.ts';
import { novaTest } from '../harness/servers.ts';
import { failure, refusal } from '../sdk/support.ts';
import { deleteServerAfter, makeServer, openWorld, patience, resetState } from './support.ts';

suite('Compute: servers', () => {
  novaTest('one is made from an image, and shown', async (t) => {
    const { demo, flavor, image } = await openWorld();
    const name = uniqueName();
    const made = await demo.compute.createServer({
      name,
      image,
      flavor,
      networks: 'none',
      metadata: { purpose: 'test' },
      userData: '#cloud-config\n',
      description: 'made by a test',
      tags: ['one', 'two'],
      wait: true,
      ...patience,
    });
    deleteServerAfter(t, demo, made);
    assert.equal(made.status, 'ACTIVE');
    assert.equal(made.taskState, null);
    assert.equal(made.name, name);
    assert.deepEqual(made.image, { id: image.id });
    assert.deepEqual(made.flavor, { id: flavor.id, name: null, ram: null, vcpus: null, disk: null });
    assert.deepEqual(made.metadata, { purpose: 'test' });
    assert.deepEqual(made.addresses, {});
    assert.ok(made.adminPassword !== undefined);
    const password = made.adminPassword.reveal();
    assert.ok(password.length > 8 && !JSON.stringify(made).includes(password));

    const { adminPassword: _, ...server } = made;
    assert.deepEqual(await demo.compute.getServer(made.id), server);
    const told = await demo.compute.getServer(made, { microversion: '2.73' });
    const { ram, vcpus, disk } = flavor;
    assert.deepEqual(told.flavor, { id: null, name: flavor.name, ram, vcpus, disk });
    assert.equal(told.description, 'made by a test');
    assert.deepEqual(told.tags?.toSorted(), ['one', 'two']);
    assert.equal(told.isLocked, false);
  });

  novaTest('found by id and by exact name', async (t) => {
    const { demo } = await openWorld();
    const name = `${uniqueName()} (50 %)`;
    const server = await makeServer(t, { name });
    const longer = await makeServer(t, { name: `${name} too` });
    assert.equal((await demo.compute.findServer(server.id))?.id, server.id);
    assert.equal((await demo.compute.findServer(name))?.id, server.id);
    assert.equal((await demo.compute.findServer(longer.name))?.id, longer.id);
    assert.equal(await demo.compute.findServer(uniqueName()), undefined);
    const twin = await makeServer(t, { name });
    const error = await failure(demo.compute.findServer(name), AmbiguousNameError);
    assert.deepEqual(error.candidates.map(({ id }) => id).toSorted(), [server.id, twin.id].toSorted());
  });

  novaTest('listed in pages, sorted and filtered', async (t) => {
    const { demo, image } = await openWorld();
    const prefix = uniqueName();
    const b = await makeServer(t, { name: `${prefix}-b`, tags: ['blue'] });
    const a = await makeServer(t, { name: `${prefix}-a` });
    const ids = async (query: Parameters<typeof demo.compute.servers>[0]): Promise<readonly string[]> =>
      (await demo.compute.servers({ name: prefix, ...query }).toArray()).map(({ id }) => id);
    assert.deepEqual(await ids({ sort: 'name', limit: 1 }), [a.id, b.id]);
    assert.deepEqual(await ids({ sort: ['name:desc'] }), [b.id, a.id]);
    assert.deepEqual(await ids({ sort: 'name', maxItems: 1 }), [a.id]);
    assert.deepEqual(await ids({ sort: 'name', marker: a.id }), [b.id]);
    assert.deepEqual(await ids({ tags: 'blue' }), [b.id]);
    assert.deepEqual(await ids({ tagsAny: ['blue', 'red'] }), [b.id]);
    assert.deepEqual(await ids({ status: 'SHUTOFF' }), []);
    assert.deepEqual(await ids({ image: image.id, status: 'ACTIVE', sort: 'name' }), [a.id, b.id]);
    assert.deepEqual(await ids({ changesSince: new Date(Date.now() + 3_600_000) }), []);
    assert.deepEqual((await ids({ isLocked: false })).toSorted(), [a.id, b.id].toSorted());
    await failure(demo.compute.servers({ allProjects: true }).first(), Forbidden);
  });

  novaTest('queries that cannot work', async () => {
    const { demo } = await openWorld();
    const query: object = { nmae: 'x' };
    assert.match(refusal(() => demo.compute.servers(query), OptionError).message, /did you mean name\?/);
    refusal(() => demo.compute.servers({ tags: [] }), OptionError);
    refusal(() => demo.compute.servers({ tags: 'a,b' }), OptionError);
    refusal(() => demo.compute.servers({ changesSince: 'yesterday' }), OptionError);
    const sort: object = { sort: 'size' };
    refusal(() => demo.compute.servers(sort), OptionError);
  });

  novaTest('deleted, and gone when that is over', async (t) => {
    const { demo } = await openWorld();
    const server = await makeServer(t);
    await demo.compute.deleteServer(server, { wait: true, ...patience });
    await failure(demo.compute.getServer(server), NotFound);
    await failure(demo.compute.deleteServer(server), NotFound);
    await demo.compute.deleteServer(server, { ignoreMissing: true });
    await failure(demo.compute.getServer(randomUUID()), NotFound);
  });

  novaTest('waiting ends with the reason', async (t) => {
    const { demo } = await openWorld();
    const server = await makeServer(t);
    const options = { status: 'SHUTOFF', interval: 20, timeout: 100 } as const;
    const late = await failure(demo.compute.waitForServer(server, options), TimeoutError);
    assert.match(late.message, /is ACTIVE, not SHUTOFF/);

    const waiting = failure(
      demo.compute.waitForServer(server, { ...patience, status: 'SHUTOFF' }),
      StateError,
    );
    await resetState(server, 'error');
    const error = await waiting;
    assert.equal(error.actual, 'ERROR');
    assert.match(error.message, /will not become SHUTOFF: it is in ERROR/);

    const watching = demo.compute.waitForServer(server, { ...patience, status: 'ERROR' });
    assert.equal((await watching).status, 'ERROR');
  });

  novaTest('one that is deleted while it is waited for', async (t) => {
    const { demo } = await openWorld();
    const server = await makeServer(t);
    const waiting = failure(
      demo.compute.waitForServer(server, { ...patience, status: 'SHUTOFF' }),
      StateError,
    );
    await demo.compute.deleteServer(server, { wait: true, ...patience });
    assert.match((await waiting).message, /will not become SHUTOFF: it was deleted/);
  });
});
