import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import type { Scope } from './cleanup.ts';
import { cloud } from './cloud.ts';
import { uniqueName } from './images.ts';
import { at, stringAt } from './json.ts';
import type { Json } from './json.ts';
import type { CallOptions, Session } from './session.ts';
import type { WireAnswer } from './wire.ts';

const demo = await cloud.session('demo');

/** Why nothing of Nova can be tested here, or false when it can. */
export const lacksNova: string | false =
  demo.computeUrl === undefined && `${cloud.name} has no compute service`;

/** A test of Nova: skipped, with the reason, on a cloud without it. */
export function novaTest(name: string, body: (t: TestContext) => Promise<void>): void {
  void test(name, { skip: lacksNova }, body);
}

/**
 * Calls Nova in a microversion.
 * @param path below `/v2.1`
 * @param version such as `2.45`; none is asked for when it is left out
 */
export async function nova(
  session: Session,
  method: string,
  path: string,
  { version, ...options }: CallOptions & { readonly version?: string | undefined } = {},
): Promise<WireAnswer> {
  const asked = version === undefined ? {} : { 'OpenStack-API-Version': `compute ${version}` };
  return await session.compute(method, path, { ...options, headers: { ...asked, ...options.headers } });
}

/** Does something with a server. */
export async function act(session: Session, id: string, action: Json, version = '2.45'): Promise<WireAnswer> {
  return await nova(session, 'POST', `/servers/${id}/action`, { json: action, version });
}

/** What a new server is made from, by wire names; the flavor is the small one that every cloud under test has. */
export type ServerRequest = Readonly<Record<string, Json>>;

/** Asks for a server, whatever comes of it. Microversion 2.37, unless told otherwise. */
export async function postServer(
  session: Session,
  wanted: ServerRequest,
  version = '2.37',
): Promise<WireAnswer> {
  const server = { name: uniqueName(), flavorRef: await nanoFlavor(), networks: 'none', ...wanted };
  return await nova(session, 'POST', '/servers', { json: { server }, version });
}

let flavorId: string | undefined;

/** The id of the flavor `m1.nano`: 64 MB, 1 GB. */
export async function nanoFlavor(): Promise<string> {
  if (flavorId !== undefined) return flavorId;
  const { json } = await nova(demo, 'GET', '/flavors');
  const flavors = at(json, 'flavors');
  assert.ok(Array.isArray(flavors));
  flavorId = stringAt(
    flavors.find((flavor: Json) => at(flavor, 'name') === 'm1.nano'),
    'id',
  );
  return flavorId;
}

/** Makes a server that is up, and sees to it that it is gone when the scope has ended. */
export async function createServer(
  scope: Scope,
  session: Session,
  wanted: ServerRequest,
  version?: string,
): Promise<string> {
  const answer = await postServer(session, wanted, version);
  assert.equal(answer.status, 202, answer.text);
  const id = deleteServerAfter(scope, stringAt(answer.json, 'server', 'id'));
  const server = await settled(session, id);
  assert.equal(stringAt(server, 'status'), 'ACTIVE');
  return id;
}

/** Sees to it that a server is gone when the scope has ended. Answers its id. */
export function deleteServerAfter(scope: Scope, id: string): string {
  scope.after(async () => {
    const admin = await cloud.session('admin');
    await nova(admin, 'DELETE', `/servers/${id}`);
    await gone(admin, id);
  });
  return id;
}

/** Waits until a server is not there any more, or is only a memory. */
export async function gone(session: Session, id: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const answer = await nova(session, 'GET', `/servers/${id}`);
    if (answer.status === 404) return;
    assert.ok(Date.now() < deadline, `server ${id} is still there: ${answer.text}`);
    await delay(100);
  }
}

/** Reads a server. */
export async function showServer(session: Session, id: string, version?: string): Promise<Json> {
  const answer = await nova(session, 'GET', `/servers/${id}`, { version });
  assert.equal(answer.status, 200, answer.text);
  const server = at(answer.json, 'server');
  assert.ok(server !== undefined);
  return server;
}

/** Reads a server until nothing is done with it any more; fails when that takes more than a minute. */
export async function settled(session: Session, id: string): Promise<Json> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const server = await showServer(session, id);
    const idle =
      at(server, 'OS-EXT-STS:task_state') === null && at(server, 'OS-EXT-STS:vm_state') !== 'building';
    if (idle) return server;
    assert.ok(Date.now() < deadline, `server ${id} is not done: ${JSON.stringify(server)}`);
    await delay(100);
  }
}

const faultNames: Readonly<Record<number, string>> = {
  400: 'badRequest',
  403: 'forbidden',
  404: 'itemNotFound',
  406: 'computeFault',
  409: 'conflictingRequest',
  415: 'badMediaType',
};

/** Asserts an error of Nova, to the last character. */
export function assertFault(answer: WireAnswer, status: number, message: string): void {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.headers['content-type'] ?? '', /^application\/json; charset=UTF-8$/);
  assert.deepEqual(answer.json, { [faultNames[status] ?? '']: { code: status, message } });
}

/** Nova's message for a server that is not there for the caller. */
export function noInstance(id: string): string {
  return `Instance ${id} could not be found.`;
}

/** Nova's message for what a policy forbids. */
export function noPolicy(rule: string): string {
  return `Policy doesn't allow os_compute_api:${rule} to be performed.`;
}
