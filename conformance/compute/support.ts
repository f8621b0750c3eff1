import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

import type { Connection, CreateServerOptions, Flavor, Image, Server, WaitOptions } from '@ostk/sdk';

import type { Scope } from '../harness/cleanup.ts';
import { file } from '../harness/cleanup.ts';
import { cloud } from '../harness/cloud.ts';
import { deleteAfter, patch, putData, showImage, uniqueName } from '../harness/images.ts';
import { listAt, stringAt } from '../harness/json.ts';
import { send } from '../harness/wire.ts';
import { connectAs, upload } from '../sdk/support.ts';

const session = await cloud.session('demo');

/**
 * How patiently servers are waited for. A real hypervisor takes its time, and the one of a real cloud under test has its
 * part played by the test.
 */
export const patience: WaitOptions = { interval: 100, timeout: 120_000 };

/** Nova of a devcloud uploads what it makes of a server; the fake hypervisor of the real ones uploads nothing. */
const uploadsBySelf = cloud.name.startsWith('devcloud');

/**
 * How patiently the image of a server is waited for: longer between two looks than the test takes to play the
 * hypervisor, since a server that is done without data is taken for a failure at the second look.
 */
export const snapshotPatience: WaitOptions = uploadsBySelf
  ? patience
  : { interval: 15_000, timeout: 120_000 };

/** The bytes that the image of a server holds when the test plays the hypervisor. */
export const diskBytes: Uint8Array = new Uint8Array(200_000).fill(7);

/** A connection as a plain member, and what servers are made from; made at the first call, gone after the file. */
export interface World {
  readonly demo: Connection;
  readonly flavor: Flavor;
  readonly image: Image;
}

let world: Promise<World> | undefined;

async function makeWorld(): Promise<World> {
  const demo = await connectAs('demo');
  const flavor = await demo.compute.findFlavor('m1.nano');
  assert.ok(flavor !== undefined, 'the cloud under test has no flavor m1.nano');
  const image = await upload(file, demo, { data: { text: 'the disk of a server' } });
  return { demo, flavor, image };
}

/** What the tests of a file share. */
export function openWorld(): Promise<World> {
  world ??= makeWorld();
  return world;
}

/** Sees to it that the server is gone when the scope has ended. */
export function deleteServerAfter(scope: Scope, demo: Connection, server: { readonly id: string }): void {
  scope.after(() => demo.compute.deleteServer(server, { ...patience, ignoreMissing: true, wait: true }));
}

/** Makes a server (nano, without a network, a unique name, unless `options` say otherwise) that is up. */
export async function makeServer(scope: Scope, options: Partial<CreateServerOptions> = {}): Promise<Server> {
  const { demo, flavor, image } = await openWorld();
  const server = await demo.compute.createServer({
    name: uniqueName(),
    image,
    flavor,
    networks: 'none',
    ...options,
  });
  deleteServerAfter(scope, demo, server);
  return await demo.compute.waitForServer(server, patience);
}

/** The id of the only image with this name, as soon as there is one. */
export async function imageCalled(name: string): Promise<string> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const answer = await session.image('GET', `/v2/images?name=${name}`);
    const [first] = listAt(answer.json, 'images');
    if (first !== undefined) return stringAt(first, 'id');
    assert.ok(Date.now() < deadline, `there is no image called ${name}`);
    await delay(50);
  }
}

/** Sends the data of a server's image, as the hypervisor does, unless this cloud's own sends them. */
export async function playHypervisor(scope: Scope, name: string): Promise<void> {
  const id = deleteAfter(scope, await imageCalled(name));
  if (uploadsBySelf) return;
  const image = await showImage(session, id);
  assert.equal(stringAt(image, 'status'), 'queued');
  const formats = [
    { op: 'replace', path: '/disk_format', value: 'raw' },
    { op: 'replace', path: '/container_format', value: 'bare' },
  ];
  assert.equal((await patch(session, id, formats)).status, 200);
  assert.equal((await putData(session, id, diskBytes)).status, 204);
}

/** Sees to it that the hypervisor sends nothing for the next image of a server that is made in the scope. */
export async function holdHypervisor(scope: Scope): Promise<void> {
  if (!uploadsBySelf) return;
  const url = new URL('/_devcloud/faults', session.computeUrl).href;
  const fault = {
    on: 'POST /v2.1/servers/:id/action',
    do: 'hang-server',
    state: 'image_pending_upload',
    times: 1,
  };
  scope.after(async () => {
    const { json } = await send({ method: 'GET', url });
    await send({ method: 'DELETE', url });
    assert.equal(listAt(json, 'fired').length, 1, 'nothing was held');
  });
  const answer = await send({ method: 'POST', url, body: JSON.stringify(fault) });
  assert.equal(answer.status, 201, answer.text);
}

/** Puts a server into a state, as an administrator can. */
export async function resetState(server: { readonly id: string }, state: 'error' | 'active'): Promise<void> {
  const admin = await cloud.session('admin');
  const answer = await admin.compute('POST', `/servers/${server.id}/action`, {
    json: { 'os-resetState': { state } },
  });
  assert.equal(answer.status, 202, answer.text);
}
