import { asArray, asRecord, asString, type JsonRecord } from '../json.ts';
import type { AccessRule, ApplicationCredential, Domain, Project, RoleRef, User } from './types.ts';

function text(record: JsonRecord | undefined, name: string): string | null {
  return asString(record?.[name]) ?? null;
}

/** A point in time with its zone, which some of Keystone's answers leave out. */
function time(record: JsonRecord | undefined, name: string): string | null {
  const found = asString(record?.[name]);
  if (found === undefined) return null;
  return /(Z|[+-]\d\d:?\d\d)$/.test(found) ? found : `${found}Z`;
}

/** Reads a project. */
export function toProject(value: unknown): Project {
  const record = asRecord(value);
  return {
    id: text(record, 'id') ?? '',
    name: text(record, 'name') ?? '',
    domainId: text(record, 'domain_id'),
    description: text(record, 'description'),
    isEnabled: record?.['enabled'] !== false,
    parentId: text(record, 'parent_id'),
    tags: asArray(record?.['tags']).flatMap((tag) => asString(tag) ?? []),
  };
}

/** Reads a user. */
export function toUser(value: unknown): User {
  const record = asRecord(value);
  return {
    id: text(record, 'id') ?? '',
    name: text(record, 'name') ?? '',
    domainId: text(record, 'domain_id'),
    description: text(record, 'description'),
    email: text(record, 'email'),
    isEnabled: record?.['enabled'] !== false,
    defaultProjectId: text(record, 'default_project_id'),
    passwordExpiresAt: time(record, 'password_expires_at'),
  };
}

/** Reads a domain. */
export function toDomain(value: unknown): Domain {
  const record = asRecord(value);
  return {
    id: text(record, 'id') ?? '',
    name: text(record, 'name') ?? '',
    description: text(record, 'description'),
    isEnabled: record?.['enabled'] !== false,
  };
}

/** Reads an access rule. */
export function toAccessRule(value: unknown): AccessRule {
  const record = asRecord(value);
  return {
    id: text(record, 'id') ?? '',
    service: text(record, 'service') ?? '',
    method: text(record, 'method') ?? '',
    path: text(record, 'path') ?? '',
  };
}

function toRole(value: unknown): RoleRef {
  const record = asRecord(value);
  return { id: text(record, 'id') ?? '', name: text(record, 'name') ?? '' };
}

/** Reads an application credential. */
export function toApplicationCredential(value: unknown): ApplicationCredential {
  const record = asRecord(value);
  const rules = record?.['access_rules'];
  return {
    id: text(record, 'id') ?? '',
    name: text(record, 'name') ?? '',
    description: text(record, 'description'),
    userId: text(record, 'user_id'),
    projectId: text(record, 'project_id'),
    roles: asArray(record?.['roles']).map(toRole),
    isUnrestricted: record?.['unrestricted'] === true,
    expiresAt: time(record, 'expires_at'),
    accessRules: Array.isArray(rules) ? rules.map(toAccessRule) : null,
  };
}
