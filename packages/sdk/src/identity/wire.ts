import { asArray, asRecord, asString, type JsonRecord } from '../json.ts';
import type { AccessRule, ApplicationCredential, Domain, Project, RoleRef, User } from './types.ts';

function text(record: JsonRecord, name: string): string | null {
  return asString(record[name]) ?? null;
}

/** A point in time with its zone, which some of Keystone's answers leave out. */
function time(record: JsonRecord, name: string): string | null {
  const found = text(record, name);
  return found === null || /(Z|[+-]\d\d:?\d\d)$/.test(found) ? found : `${found}Z`;
}

function named(record: JsonRecord): RoleRef {
  return { id: text(record, 'id') ?? '', name: text(record, 'name') ?? '' };
}

/** What domains, projects and users have in common. */
function listed(record: JsonRecord): Domain {
  return {
    ...named(record),
    description: text(record, 'description'),
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
    domainId: text(record, 'domain_id'),
    parentId: text(record, 'parent_id'),
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
    domainId: text(record, 'domain_id'),
    email: text(record, 'email'),
    defaultProjectId: text(record, 'default_project_id'),
    passwordExpiresAt: time(record, 'password_expires_at'),
  };
}

/** Reads an access rule. */
export function toAccessRule(value: unknown): AccessRule {
  const record = asRecord(value) ?? {};
  const member = (name: string): string => text(record, name) ?? '';
  return { id: member('id'), service: member('service'), path: member('path'), method: member('method') };
}

/** Reads an application credential. */
export function toApplicationCredential(value: unknown): ApplicationCredential {
  const record = asRecord(value) ?? {};
  const rules = record['access_rules'];
  return {
    ...named(record),
    description: text(record, 'description'),
    userId: text(record, 'user_id'),
    projectId: text(record, 'project_id'),
    roles: asArray(record['roles']).map((role) => named(asRecord(role) ?? {})),
    isUnrestricted: record['unrestricted'] === true,
    expiresAt: time(record, 'expires_at'),
    accessRules: Array.isArray(rules) ? rules.map(toAccessRule) : null,
  };
}
