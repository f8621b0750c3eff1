import assert from 'node:assert/strict';

import type { DevCloud } from '@ostk/devcloud';

import { login } from './client.ts';
import type { Client, ImageJson } from './client.ts';
import { eventually } from './raw.ts';
import { send } from './wire.ts';
import type { WireAnswer } from './wire.ts';

/** A server as the API shows it. */
export interface ServerJson {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly 'OS-EXT-STS:task_state': string | null;
  readonly [key: string]: unknown;
}

/** A user of Nova and Glance. */
export interface ComputeClient extends Client {
  /** Calls Nova. @param path below `/v2.1` @param minor of the microversion; 2.37 by default */
  compute(method: string, path: string, body?: unknown, minor?: number): Promise<WireAnswer>;
  /** An active image with a few bytes. */
  bootable(attributes?: Readonly<Record<string, unknown>>): Promise<ImageJson>;
  /** Asks for a server; its id. */
  createServer(wanted: Readonly<Record<string, unknown>>, minor?: number): Promise<string>;
  getServer(id: string, minor?: number): Promise<ServerJson>;
  /** A server that is up, and its image. */
  running(
    wanted?: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly id: string; readonly image: ImageJson }>;
  /** Does something with a server; the parsed body of the answer, `undefined` when it is empty. */
  act(id: string, action: unknown, minor?: number): Promise<{ readonly image_id: string }>;
  /** Waits until nothing is done with a server any more. */
  settled(id: string): Promise<ServerJson>;
}

/** Logs a seeded user in, to Nova as well. */
export async function loginCompute(cloud: DevCloud, name: string, scope?: unknown): Promise<ComputeClient> {
  const client = await login(cloud, name, scope);
  const compute: ComputeClient['compute'] = (method, path, body, minor = 37) =>
    send(`${cloud.url('compute')}${path}`, {
      method,
      headers: {
        Accept: 'application/json',
        'X-Auth-Token': client.token,
        'OpenStack-API-Version': `compute 2.${minor}`,
        'Content-Type': 'application/json',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const bootable: ComputeClient['bootable'] = async (attributes) => {
    const image = await client.createImage(attributes);
    assert.equal((await client.upload(image.id, Buffer.from('a disk'))).status, 204);
    return image;
  };
  const createServer: ComputeClient['createServer'] = async (wanted, minor = 37) => {
    const server = { name: 'web', flavorRef: 'nano', networks: 'none', ...wanted };
    const answer = await compute('POST', '/servers', { server }, minor);
    assert.equal(answer.status, 202, answer.text);
    return JSON.parse(answer.text).server.id;
  };
  const getServer: ComputeClient['getServer'] = async (id, minor) => {
    const answer = await compute('GET', `/servers/${id}`, undefined, minor);
    assert.equal(answer.status, 200, answer.text);
    return JSON.parse(answer.text).server;
  };
  const settled = (id: string): Promise<ServerJson> =>
    eventually(
      () => getServer(id),
      (server) => server['OS-EXT-STS:task_state'] === null,
    );
  return {
    ...client,
    compute,
    bootable,
    createServer,
    getServer,
    settled,
    running: async (wanted = {}) => {
      const image = await bootable();
      const id = await createServer({ imageRef: image.id, ...wanted });
      const server = await settled(id);
      assert.equal(server.status, 'ACTIVE');
      return { id, image };
    },
    act: async (id, action, minor = 45) => {
      const answer = await compute('POST', `/servers/${id}/action`, action, minor);
      assert.equal(answer.status, 202, answer.text);
      return answer.text === '' ? undefined : JSON.parse(answer.text);
    },
  };
}

/** The message of an error of Nova. */
export function faultOf(answer: WireAnswer): string {
  const [fault] = Object.values<{ message: string }>(JSON.parse(answer.text));
  return fault?.message ?? '';
}
