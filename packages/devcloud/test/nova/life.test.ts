import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';

import { manualClock } from '@ostk/devcloud';
import type { ManualClock } from '@ostk/devcloud';

import { startCloud } from '../support/cloud.ts';
import { loginCompute } from '../support/compute.ts';
import type { ComputeClient } from '../support/compute.ts';
import { eventually } from '../support/raw.ts';

interface World {
  readonly clock: ManualClock;
  readonly demo: ComputeClient;
  readonly id: string;
  readonly states: (server: string) => Promise<string>;
  readonly step: (server: string, awaited: string) => Promise<void>;
}

/** A server on a clock that goes only when it is told to. */
async function slowServer(t: TestContext): Promise<World> {
  const clock = manualClock();
  const demo = await loginCompute(await startCloud(t, { clock, serverStepTime: 1000 }), 'demo');
  const id = await demo.createServer({ imageRef: (await demo.bootable()).id });
  const states = async (server: string): Promise<string> => {
    const shown = await demo.getServer(server);
    return [shown.status, shown['OS-EXT-STS:vm_state'], shown['OS-EXT-STS:task_state'] ?? 'null'].join(' ');
  };
  const step = async (server: string, awaited: string): Promise<void> => {
    clock.advance(1000);
    await eventually(
      () => states(server),
      (now) => now === awaited,
    );
  };
  return { clock, demo, id, states, step };
}

describe('the life of a server', () => {
  test('it is built step by step, as the clock goes', async (t) => {
    const { id, states, step, clock } = await slowServer(t);
    assert.equal(await states(id), 'BUILD building scheduling');
    clock.advance(999);
    assert.equal(await states(id), 'BUILD building scheduling', 'not before its time');
    clock.advance(1);
    await eventually(
      () => states(id),
      (now) => now === 'BUILD building networking',
    );
    await step(id, 'BUILD building spawning');
    await step(id, 'ACTIVE active null');
  });

  test('several steps at once are taken in order', async (t) => {
    const { demo, id, clock } = await slowServer(t);
    clock.advance(10_000);
    const server = await demo.settled(id);
    assert.equal(server.status, 'ACTIVE');
    assert.equal(server['OS-EXT-STS:power_state'], 1);
    assert.match(String(server['OS-SRV-USG:launched_at']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000$/);
  });

  test('a snapshot: the image is queued, then saving, then active, and the server goes along', async (t) => {
    const { demo, id, clock, step } = await slowServer(t);
    clock.advance(10_000);
    await demo.settled(id);
    const { image_id: snapshot } = await demo.act(id, { createImage: { name: 'copy' } });
    const image = async (): Promise<unknown> => (await demo.getImage(snapshot))['status'];
    assert.equal(await image(), 'queued');
    await step(id, 'ACTIVE active image_snapshot');
    await step(id, 'ACTIVE active image_pending_upload');
    assert.equal(await image(), 'queued');
    await step(id, 'ACTIVE active image_uploading');
    await eventually(image, (status) => status === 'saving');
    clock.advance(10_000);
    assert.equal((await demo.settled(id)).status, 'ACTIVE');
    assert.equal(await image(), 'active');
  });

  test('stop, start, reboot and rebuild have states of their own', async (t) => {
    const { demo, id, clock, states, step } = await slowServer(t);
    clock.advance(10_000);
    await demo.settled(id);
    await demo.act(id, { 'os-stop': null });
    assert.equal(await states(id), 'ACTIVE active powering-off');
    await step(id, 'SHUTOFF stopped null');
    await demo.act(id, { 'os-start': null });
    assert.equal(await states(id), 'SHUTOFF stopped powering-on');
    await step(id, 'ACTIVE active null');
    await demo.act(id, { reboot: { type: 'HARD' } });
    assert.equal(await states(id), 'HARD_REBOOT active rebooting_hard');
    clock.advance(10_000);
    await demo.settled(id);
    await demo.act(id, { rebuild: { imageRef: (await demo.bootable()).id } });
    await step(id, 'REBUILD active rebuild_block_device_mapping');
    await step(id, 'REBUILD active rebuild_spawning');
    await step(id, 'ACTIVE active null');
  });

  test('it can be deleted while it is built, and then it is gone', async (t) => {
    const { demo, id, clock, states } = await slowServer(t);
    assert.equal((await demo.compute('DELETE', `/servers/${id}`)).status, 204);
    assert.equal(await states(id), 'BUILD building deleting');
    clock.advance(10_000);
    await eventually(
      () => demo.compute('GET', `/servers/${id}`),
      ({ status }) => status === 404,
    );
  });

  test('a snapshot that is overtaken by the end of its server is taken away', async (t) => {
    const { demo, id, clock } = await slowServer(t);
    clock.advance(10_000);
    await demo.settled(id);
    const { image_id: snapshot } = await demo.act(id, { createImage: { name: 'copy' } });
    assert.equal((await demo.compute('DELETE', `/servers/${id}`)).status, 204);
    clock.advance(10_000);
    await eventually(
      () => demo.call(`/v2/images/${snapshot}`),
      ({ status }) => status === 404,
    );
  });

  test('an image that is deleted while its data are awaited does the server no harm', async (t) => {
    const { demo, id, clock } = await slowServer(t);
    clock.advance(10_000);
    await demo.settled(id);
    const { image_id: snapshot } = await demo.act(id, { createImage: { name: 'copy' } });
    assert.equal((await demo.call(`/v2/images/${snapshot}`, { method: 'DELETE' })).status, 204);
    clock.advance(10_000);
    assert.equal((await demo.settled(id)).status, 'ACTIVE');
    assert.equal((await demo.call(`/v2/images/${snapshot}`)).status, 404);
  });

  test('the cloud closes in the midst of it', async (t) => {
    const { demo, id } = await slowServer(t);
    assert.equal((await demo.getServer(id)).status, 'BUILD');
  });
});
