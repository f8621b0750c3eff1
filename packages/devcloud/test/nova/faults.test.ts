import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';

import type { DevCloud, Fault } from '@ostk/devcloud';

import { startCloud } from '../support/cloud.ts';
import { loginCompute } from '../support/compute.ts';
import type { ComputeClient } from '../support/compute.ts';
import { eventually } from '../support/raw.ts';

const creation = 'POST /v2.1/servers';
const action = 'POST /v2.1/servers/:id/action';

interface World {
  readonly cloud: DevCloud;
  readonly demo: ComputeClient;
}

async function open(t: TestContext): Promise<World> {
  const cloud = await startCloud(t, { serverStepTime: 5 });
  return { cloud, demo: await loginCompute(cloud, 'demo') };
}

/** Takes a snapshot of a server with a fault in the way of it. */
async function snapshotWith(
  { cloud, demo }: World,
  fault: Fault,
): Promise<{ readonly id: string; readonly snapshot: string }> {
  const { id } = await demo.running();
  cloud.faults.add(fault);
  const { image_id: snapshot } = await demo.act(id, { createImage: { name: 'copy' } });
  return { id, snapshot };
}

const imageStatus = async (demo: ComputeClient, id: string): Promise<unknown> => {
  const answer = await demo.call(`/v2/images/${id}`);
  return answer.status === 200 ? JSON.parse(answer.text).status : answer.status;
};

describe('faults of servers', () => {
  test('a server that goes to ERROR tells why', async (t) => {
    const { cloud, demo } = await open(t);
    cloud.faults.add({ on: creation, do: 'fail-server', message: 'The host burns' });
    const server = await demo.settled(await demo.createServer({ imageRef: (await demo.bootable()).id }));
    assert.equal(server.status, 'ERROR');
    const { code, message } = Object(server['fault']);
    assert.deepEqual([code, message], [500, 'The host burns']);
    assert.equal(cloud.faults.fired().length, 1);
  });

  test('a server that hangs stays in BUILD, and can be deleted', async (t) => {
    const { cloud, demo } = await open(t);
    cloud.faults.add({ on: creation, do: 'hang-server' });
    const id = await demo.createServer({ imageRef: (await demo.bootable()).id });
    await eventually(
      () => demo.getServer(id),
      (server) => server['OS-EXT-STS:task_state'] === 'spawning',
    );
    assert.equal((await demo.compute('DELETE', `/servers/${id}`)).status, 204);
    await eventually(
      () => demo.compute('GET', `/servers/${id}`),
      ({ status }) => status === 404,
    );
  });

  test('it hangs in the task that is named, and only for a time', async (t) => {
    const { cloud, demo } = await open(t);
    cloud.faults.add({ on: creation, do: 'hang-server', state: 'scheduling', milliseconds: 30 });
    const server = await demo.settled(await demo.createServer({ imageRef: (await demo.bootable()).id }));
    assert.equal(server.status, 'ACTIVE');
  });

  test('a snapshot that never finishes: uploading and saving for ever', async (t) => {
    const world = await open(t);
    const { id, snapshot } = await snapshotWith(world, { on: action, do: 'hang-server', times: 1 });
    await eventually(
      () => imageStatus(world.demo, snapshot),
      (status) => status === 'saving',
    );
    assert.equal((await world.demo.getServer(id))['OS-EXT-STS:task_state'], 'image_uploading');
  });

  test('a snapshot that never begins', async (t) => {
    const world = await open(t);
    const fault = { on: action, do: 'hang-server', state: 'image_snapshot_pending' } as const;
    const { id, snapshot } = await snapshotWith(world, fault);
    assert.equal((await world.demo.getServer(id))['OS-EXT-STS:task_state'], 'image_snapshot_pending');
    assert.equal(await imageStatus(world.demo, snapshot), 'queued');
  });

  const ends = [
    [undefined, 404],
    ['deleted', 404],
    ['queued', 'queued'],
    ['killed', 'killed'],
  ] as const;
  for (const [image, left] of ends) {
    test(`a snapshot that fails leaves the server as it was, and of the image: ${image ?? 'nothing'}`, async (t) => {
      const world = await open(t);
      const fault: Fault = { on: action, do: 'fail-snapshot', ...(image === undefined ? {} : { image }) };
      const { id, snapshot } = await snapshotWith(world, fault);
      assert.equal((await world.demo.settled(id)).status, 'ACTIVE');
      assert.equal(await imageStatus(world.demo, snapshot), left);
    });
  }

  test('a server that breaks over its snapshot takes it along', async (t) => {
    const world = await open(t);
    const { id, snapshot } = await snapshotWith(world, { on: action, do: 'fail-server' });
    const server = await world.demo.settled(id);
    assert.equal(server.status, 'ERROR');
    assert.equal(Object(server['fault']).message, 'Failed to snapshot image');
    assert.equal(await imageStatus(world.demo, snapshot), 404);
  });

  test('a rebuild that fails leaves the server in ERROR; another one mends it', async (t) => {
    const { cloud, demo } = await open(t);
    const { id, image } = await demo.running();
    cloud.faults.add({ on: action, do: 'fail-server', times: 1 });
    await demo.act(id, { rebuild: { imageRef: image.id } });
    assert.equal((await demo.settled(id)).status, 'ERROR');
    await demo.act(id, { rebuild: { imageRef: image.id } });
    assert.equal((await demo.settled(id)).status, 'ACTIVE');
  });

  test('wrong faults are told apart when they are set', async (t) => {
    const cloud = await startCloud(t);
    const add =
      (fault: unknown): (() => void) =>
      () =>
        cloud.faults.add(JSON.parse(JSON.stringify(fault)));
    assert.throws(
      add({ on: action, do: 'hang-server', state: 'dreaming' }),
      /has a wrong "state": "dreaming"/,
    );
    assert.throws(add({ on: action, do: 'fail-snapshot', image: 'eaten' }), /has a wrong "image": "eaten"/);
    assert.throws(add({ on: action, do: 'fail-server', image: 'queued' }), /has no "image"/);
    assert.deepEqual(cloud.faults.list(), []);
  });
});
