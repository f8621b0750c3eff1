import { textOf, timeOf } from '../image/call.ts';
import { asArray, asRecord, asString, type JsonRecord } from '../json.ts';
import type { AccessRule, ApplicationCredential, Domain, Project, RoleRef, User } from './types.ts';

function named(record: JsonRecord): RoleRef {
  return { id: textOf(record, 'id') ?? '', name: textOf(record, 'name') ?? '' };
}

/** What domains, projects and users have in common. */
function listed(record: JsonRecord): Domain {
  return {
    ...named(record),
    description: textOf(record, 'description'),
    isEnabled: record['enabled'] !== false,
  };
}

/** Reads a domain. */
export function toDomain(value: unknown): Domain {
  return listed(asRecord(value) ?? {});
}

const projectNames: ReadonlySet<string> = new Set([
  'id',
  'name',
  'description',
  'enabled',
  'domain_id',
  'parent_id',
  'is_domain',
  'tags',
  'options',
  'links',
]);

/** Reads a project. */
export function toProject(value: unknown): Project {
  const record = asRecord(value) ?? {};
  return {
    ...listed(record),
    domainId: textOf(record, 'domain_id'),
    parentId: textOf(record, 'parent_id'),
    isDomain: record['is_domain'] === true,
    tags: asArray(record['tags']).flatMap((tag) => asString(tag) ?? []),
    options: asRecord(record['options']) ?? {},
    properties: Object.fromEntries(Object.entries(record).filter(([name]) => !projectNames.has(name))),
  };
}

/** Reads a user. */
export function toUser(value: unknown): User {
  const record = asRecord(value) ?? {};
  return {
    ...listed(record),
    domainId: textOf(record, 'domain_id'),
    email: textOf(record, 'email'),
    defaultProjectId: textOf(record, 'default_project_id'),
    passwordExpiresAt: timeOf(record, 'password_expires_at'),
  };
}

/** Reads an access rule. */
export function toAccessRule(value: unknown): AccessRule {
  const record = asRecord(value) ?? {};
  const member = (name: string): string => textOf(record, name) ?? '';
  return { id: member('id'), service: member('service'), path: member('path'), method: member('method') };
}

/** Reads an application credential. */
export function toApplicationCredential(value: unknown): ApplicationCredential {
  const record = asRecord(value) ?? {};
  const rules = record['access_rules'];
  return {
    ...named(record),
    description: textOf(record, 'description'),
    userId: textOf(record, 'user_id'),
    projectId: textOf(record, 'project_id'),
    roles: asArray(record['roles']).map((role) => named(asRecord(role) ?? {})),
    isUnrestricted: record['unrestricted'] === true,
    expiresAt: timeOf(record, 'expires_at'),
    accessRules: Array.isArray(rules) ? rules.map(toAccessRule) : null,
  };
}
