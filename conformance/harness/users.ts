import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';

import type { Scope } from './cleanup.ts';
import { cloud } from './cloud.ts';
import { uniqueName } from './images.ts';
import { at, listAt, stringAt } from './json.ts';
import type { Json } from './json.ts';
import type { Session } from './session.ts';

/** A user who was made for one test. */
export interface TestUser {
  readonly id: string;
  readonly name: string;
  readonly password: string;
  /** The project of the administrator, in which the user is a member. */
  readonly projectId: string;
}

/** Creates a user with the role `member` in the administrator's project. Deleted with what it owns when the scope ends. */
export async function createUser(scope: Scope): Promise<TestUser> {
  const admin = await cloud.session('admin');
  const [name, password] = [uniqueName(), 'correct horse'];
  const created = await admin.identity('POST', '/v3/users', {
    json: { user: { name, password, domain_id: 'default' } },
  });
  assert.equal(created.status, 201, created.text);
  const id = stringAt(created.json, 'user', 'id');
  scope.after(async () => {
    await removeApplicationCredentials(admin, id);
    await admin.identity('DELETE', `/v3/users/${id}`);
  });
  await grant(admin, id, 'member');
  return { id, name, password, projectId: admin.projectId };
}

/** A database without cascades would keep what belongs to them, and give it to the next ones of their numbers. */
async function removeApplicationCredentials(admin: Session, user: string): Promise<void> {
  const path = `/v3/users/${user}/application_credentials`;
  const listed = await admin.identity('GET', path);
  for (const credential of listAt(listed.json, 'application_credentials')) {
    await admin.identity('DELETE', `${path}/${stringAt(credential, 'id')}`);
  }
}

async function grant(admin: Session, user: string, role: string): Promise<void> {
  const roles = await admin.identity('GET', `/v3/roles?name=${role}`);
  const id = stringAt(listAt(roles.json, 'roles')[0], 'id');
  const path = `/v3/projects/${admin.projectId}/users/${user}/roles/${id}`;
  const answer = await admin.identity('PUT', path);
  assert.equal(answer.status, 204, answer.text);
}

/** Gives a user a key for one-time passcodes. Answers the key in base32. */
export async function createTotpKey(scope: Scope, user: TestUser): Promise<string> {
  const admin = await cloud.session('admin');
  const key = randomKey();
  const created = await admin.identity('POST', '/v3/credentials', {
    json: { credential: { type: 'totp', blob: key, user_id: user.id } },
  });
  assert.equal(created.status, 201, created.text);
  const id = stringAt(created.json, 'credential', 'id');
  scope.after(async () => {
    await admin.identity('DELETE', `/v3/credentials/${id}`);
  });
  return key;
}

/** Has a user's logins need more than one method. */
export async function requireMethods(
  user: TestUser,
  ...rules: readonly (readonly string[])[]
): Promise<Json> {
  const admin = await cloud.session('admin');
  const answer = await admin.identity('PATCH', `/v3/users/${user.id}`, {
    json: { user: { options: { multi_factor_auth_enabled: true, multi_factor_auth_rules: rules } } },
  });
  assert.equal(answer.status, 200, answer.text);
  return at(answer.json, 'user') ?? null;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function randomKey(): string {
  return Array.from(randomBytes(32), (byte) => alphabet[byte & 31]).join('');
}

function bytesOf(key: string): Buffer {
  const bits = Array.from(key, (letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from(Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2)));
}

/** The passcode of a key (RFC 6238). @param age how many steps of 30 seconds ago */
export function passcodeOf(key: string, age = 0): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) - age));
  const digest = createHmac('sha1', bytesOf(key)).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}
