import { keystoneTime } from '../clock.ts';
import { jsonAnswer } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import type { Exchange } from '../http/exchange.ts';
import { dumps } from '../python/json.ts';
import type { Json, JsonObject } from '../python/json.ts';
import type { Keystone } from './keystone.ts';
import type { Domain, Project, Role, User } from './model.ts';

/** One resource in JSON with the link to itself. @param path behind `/v3`, such as `/projects/ID` */
export function linked(keystone: Keystone, resource: JsonObject, path: string): JsonObject {
  return { ...resource, links: { self: `${keystone.url}${path}` } };
}

/** The answer with a list. Keystone gives it in one page here. */
export function listAnswer(
  keystone: Keystone,
  exchange: Exchange,
  key: string,
  items: readonly Json[],
): Answer {
  const path = exchange.path.replace(/^\/v3/, '');
  const self = `${keystone.url}${path}${exchange.search === '' ? '' : `?${exchange.search}`}`;
  return okAnswer({ [key]: items, links: { next: null, self, previous: null } });
}

/** 200 (or another status) with JSON the way Flask-RESTful writes it. */
export function okAnswer(value: JsonObject, status = 200): Answer {
  const body = `${dumps(value, { ascii: true })}\n`;
  return { ...jsonAnswer(status, null), body };
}

/** 204 without any header of its own. */
export const emptyAnswer: Answer = { status: 204, headers: [], body: '' };

/** A project as the API shows it. */
export function projectJson(project: Project): JsonObject & { readonly id: string } {
  return {
    id: project.id,
    name: project.name,
    domain_id: project.domainId,
    description: project.description,
    enabled: true,
    parent_id: project.domainId,
    is_domain: false,
    tags: [],
    options: {},
  };
}

/** A user as the API shows it. */
export function userJson(user: User): JsonObject & { readonly id: string } {
  return {
    id: user.id,
    name: user.name,
    domain_id: user.domainId,
    enabled: user.enabled,
    ...(user.defaultProjectId === undefined ? {} : { default_project_id: user.defaultProjectId }),
    password_expires_at: null,
    options: { ...user.options },
  };
}

/** A domain as the API shows it. */
export function domainJson(domain: Domain): JsonObject & { readonly id: string } {
  return {
    id: domain.id,
    name: domain.name,
    description: domain.description,
    enabled: true,
    tags: [],
    options: {},
  };
}

/** The project that acts as a domain. */
export function domainAsProject(domain: Domain): JsonObject & { readonly id: string } {
  return { ...domainJson(domain), domain_id: null, parent_id: null, is_domain: true };
}

/** A role as the API shows it. */
export function roleJson(role: Role): JsonObject & { readonly id: string } {
  return { id: role.id, name: role.name, domain_id: null, description: null, options: { immutable: true } };
}

/** A time that may be missing. */
export function timeOrNull(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : keystoneTime(milliseconds);
}
