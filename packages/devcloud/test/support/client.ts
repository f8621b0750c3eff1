import assert from 'node:assert/strict';

import type { DevCloud } from '@ostk/devcloud';

import { send } from './wire.ts';
import type { WireAnswer, WireRequest } from './wire.ts';

/** An image as the API shows it. */
export interface ImageJson {
  readonly id: string;
  readonly [key: string]: unknown;
}

/** A user with a token, who can do the few things most tests need done. */
export interface Client {
  readonly token: string;
  /** Calls Glance. @param path such as `/v2/images` */
  call(path: string, request?: WireRequest): Promise<WireAnswer>;
  /** Creates an image, raw and bare unless told otherwise. */
  createImage(attributes?: Readonly<Record<string, unknown>>): Promise<ImageJson>;
  getImage(id: string): Promise<ImageJson>;
  upload(id: string, data: Uint8Array, headers?: Readonly<Record<string, string>>): Promise<WireAnswer>;
  download(id: string, headers?: Readonly<Record<string, string>>): Promise<WireAnswer>;
  patch(id: string, changes: unknown): Promise<WireAnswer>;
}

/** The body of `POST /v3/auth/tokens` for a seeded user in her project. */
export function passwordRequest(name: string, scope: unknown = projectScope(name)): string {
  const user = { name, password: 'secret', domain: { id: 'default' } };
  return JSON.stringify({ auth: { identity: { methods: ['password'], password: { user } }, scope } });
}

function projectScope(name: string): unknown {
  return { project: { name, domain: { id: 'default' } } };
}

/** Asks for a token. */
export function postToken(cloud: DevCloud, body: string): Promise<WireAnswer> {
  const headers = { 'Content-Type': 'application/json' };
  return send(`${cloud.authUrl}/auth/tokens`, { method: 'POST', headers, body });
}

/** Logs a seeded user in. */
export async function login(cloud: DevCloud, name: string, scope?: unknown): Promise<Client> {
  const answer = await postToken(cloud, passwordRequest(name, scope));
  assert.equal(answer.status, 201, answer.text);
  const token = String(answer.headers['x-subject-token']);
  return clientOf(cloud, token);
}

/** A client with a token. */
export function clientOf(cloud: DevCloud, token: string): Client {
  const call: Client['call'] = (path, { headers = {}, ...rest } = {}) =>
    send(`${cloud.url('image')}${path}`, {
      ...rest,
      headers: { Accept: 'application/json', 'X-Auth-Token': token, ...headers },
    });
  const octets = { 'Content-Type': 'application/octet-stream' };
  return {
    token,
    call,
    createImage: async (attributes = {}) => {
      const wanted = { disk_format: 'raw', container_format: 'bare', ...attributes };
      const answer = await call('/v2/images', { method: 'POST', body: JSON.stringify(wanted) });
      assert.equal(answer.status, 201, answer.text);
      return JSON.parse(answer.text);
    },
    getImage: async (id) => JSON.parse((await call(`/v2/images/${id}`)).text),
    upload: (id, body, headers = {}) =>
      call(`/v2/images/${id}/file`, { method: 'PUT', headers: { ...octets, ...headers }, body }),
    download: (id, headers = {}) => call(`/v2/images/${id}/file`, { headers }),
    patch: (id, changes) =>
      call(`/v2/images/${id}`, {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/openstack-images-v2.1-json-patch' },
        body: JSON.stringify(changes),
      }),
  };
}

/** The message of an error in JSON, without WebOb's line breaks. */
export function messageOf(answer: WireAnswer): string {
  const body: { message?: string; error?: { message?: string } } = JSON.parse(answer.text);
  return (body.message ?? body.error?.message ?? '').replaceAll('<br />', '').trim();
}
