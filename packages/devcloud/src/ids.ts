import { createHash, randomBytes, randomUUID } from 'node:crypto';

/** A new id as Keystone gives them: 32 hexadecimal digits. */
export function newHexId(): string {
  return randomUUID().replaceAll('-', '');
}

/** An id that is the same in every run for the same words: what a seeded project or user gets. */
export function seededId(...words: readonly string[]): string {
  return createHash('sha256').update(words.join('\n')).digest('hex').slice(0, 32);
}

/** A new image id. */
export function newUuid(): string {
  return randomUUID();
}

/** A new request id, in the form OpenStack logs it. */
export function newRequestId(): string {
  return `req-${randomUUID()}`;
}

/** A new token: opaque, URL-safe, and as long as a Fernet token for a project scope. */
export function newTokenId(): string {
  return `gAAAAA${randomBytes(132).toString('base64url')}`;
}

/** A new audit id: 22 URL-safe characters. */
export function newAuditId(): string {
  return randomBytes(16).toString('base64url');
}

/** A new secret for an application credential: 86 URL-safe characters. */
export function newSecret(): string {
  return randomBytes(64).toString('base64url');
}
