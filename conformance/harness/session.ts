import { setTimeout as delay } from 'node:timers/promises';

import type { CloudConfig } from './clouds-yaml.ts';
import { at, listAt, stringAt } from './json.ts';
import type { Json } from './json.ts';
import { send } from './wire.ts';
import type { WireAnswer, WireRequest } from './wire.ts';

/** What a call may add to its method and path. */
export interface CallOptions {
  /** Added to the token and `Accept: application/json`; `null` takes one of these away. */
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly body?: WireRequest['body'];
  /** A body to send as JSON, with `Content-Type: application/json` unless `headers` say otherwise. */
  readonly json?: Json;
}

/** Sends a request that carries the session's token. */
export type Call = (method: string, path: string, options?: CallOptions) => Promise<WireAnswer>;

/** A logged-in user: a token, and calls that carry it. */
export interface Session {
  readonly token: string;
  readonly userId: string;
  readonly projectId: string;
  /** The body of the token, as Keystone gave it at login. */
  readonly tokenBody: Json;
  /** Root of the identity service: what stands before `/v3`. */
  readonly identityUrl: string;
  /** Root of the image service as the catalog names it: what stands before `/v2`. */
  readonly imageUrl: string;
  /** Root of the compute service as the catalog names it, `/v2.1` included; undefined where there is none. */
  readonly computeUrl: string | undefined;
  /** Calls the identity service; `path` begins with `/v3`. */
  readonly identity: Call;
  /** Calls the image service; `path` begins with `/v2`. */
  readonly image: Call;
  /** Calls the compute service; `path` begins below `/v2.1`. */
  readonly compute: Call;
}

/**
 * Logs in with a user's password, scoped to the project the configuration names. With `patient`, what Glance answers
 * when its SQLite is locked by another writer is asked again; no other answer ever is.
 */
export async function login(config: CloudConfig, patient = false): Promise<Session> {
  const answer = await send({
    method: 'POST',
    url: `${config.authUrl}/auth/tokens`,
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify({ auth: { identity: passwordIdentity(config), scope: projectScope(config) } }),
  });
  const token = answer.headers['x-subject-token'];
  if (answer.status !== 201 || typeof token !== 'string' || answer.json === undefined) {
    throw new Error(`login to ${config.cloud} failed: ${answer.status} ${answer.text}`);
  }
  const identityUrl = config.authUrl.replace(/\/v3$/, '');
  const imageUrl = publicUrl(answer.json, 'image').replace(/\/$/, '');
  const computeUrl = hasService(answer.json, 'compute')
    ? publicUrl(answer.json, 'compute').replace(/\/$/, '')
    : undefined;
  return {
    token,
    userId: stringAt(answer.json, 'token', 'user', 'id'),
    projectId: stringAt(answer.json, 'token', 'project', 'id'),
    tokenBody: answer.json,
    identityUrl,
    imageUrl,
    computeUrl,
    identity: (method, path, options) => call(token, method, identityUrl + path, options),
    image: (method, path, options) => {
      const ask = (): Promise<WireAnswer> => call(token, method, imageUrl + path, options);
      return patient ? askUntilUnlocked(ask, options?.body) : ask();
    },
    compute: async (method, path, options) => {
      if (computeUrl === undefined) throw new Error('there is no compute service in the catalog');
      return await call(token, method, computeUrl + path, options);
    },
  };
}

/** The `identity` part of an authentication request by password. */
export function passwordIdentity(config: CloudConfig): { readonly [name: string]: Json } {
  const user = { name: config.username, domain: { name: config.userDomainName }, password: config.password };
  return { methods: ['password'], password: { user } };
}

/** The `scope` part of an authentication request for the configuration's project. */
export function projectScope(config: CloudConfig): { readonly [name: string]: Json } {
  return { project: { name: config.projectName, domain: { name: config.projectDomainName } } };
}

function hasService(token: Json, type: string): boolean {
  return listAt(token, 'token', 'catalog').some((each) => at(each, 'type') === type);
}

function publicUrl(token: Json, type: string): string {
  const service = listAt(token, 'token', 'catalog').find((each) => at(each, 'type') === type);
  const endpoint = listAt(service, 'endpoints').find((each) => at(each, 'interface') === 'public');
  return stringAt(endpoint, 'url');
}

const lockedAttempts = 5;

/** Repeats a request whose answer is the 500 of an error that Glance did not expect, unless its body is used up. */
async function askUntilUnlocked(
  ask: () => Promise<WireAnswer>,
  body: CallOptions['body'],
): Promise<WireAnswer> {
  const replayable = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask();
    if (!replayable || attempt === lockedAttempts || !isUnexpectedError(answer)) return answer;
    await delay(100 * attempt);
  }
}

function isUnexpectedError({ status, text }: WireAnswer): boolean {
  return status === 500 && text.includes('The server has either erred or is incapable of performing');
}

async function call(
  token: string,
  method: string,
  url: string,
  options: CallOptions = {},
): Promise<WireAnswer> {
  const merged: Record<string, string | null> = { 'X-Auth-Token': token, Accept: 'application/json' };
  if (options.json !== undefined) merged['Content-Type'] = 'application/json';
  Object.assign(merged, options.headers);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(merged)) if (value !== null) headers[name] = value;
  const body = options.json === undefined ? options.body : JSON.stringify(options.json);
  return await send({ method, url, headers, ...(body === undefined ? {} : { body }) });
}
