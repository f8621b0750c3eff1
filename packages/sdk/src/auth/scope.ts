import type { AuthSettings } from '../config/types.ts';
import { ConfigError } from '../errors.ts';

/** A domain by id or by name, as Keystone takes it; `undefined` if neither is given. */
export function domainRef(id: string | undefined, name: string | undefined): object | undefined {
  if (id !== undefined) return { id };
  return name === undefined ? undefined : { name };
}

function projectScope(auth: AuthSettings): object {
  if (auth.projectId !== undefined) return { project: { id: auth.projectId } };
  const domain = domainRef(auth.projectDomainId, auth.projectDomainName);
  if (domain === undefined) {
    throw new ConfigError(
      'auth: project_name needs project_domain_name or project_domain_id (often "Default")',
    );
  }
  return { project: { name: auth.projectName, domain } };
}

/**
 * The `scope` of a token request, or `undefined` to leave it to Keystone (the user's default project).
 *
 * @throws ConfigError if more than one scope is given, or one that cannot be.
 */
export function scopeOf(auth: AuthSettings): object | 'unscoped' | undefined {
  const given = {
    project: auth.projectId ?? auth.projectName,
    domain: auth.domainId ?? auth.domainName,
    system_scope: auth.systemScope,
    trust_id: auth.trustId,
    unscoped: auth.unscoped || undefined,
  };
  const names = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (names.length > 1) {
    throw new ConfigError(
      `auth: a token has one scope, but ${names.join(' and ')} are given: remove all but one`,
    );
  }
  if (auth.unscoped) return 'unscoped';
  if (given.project !== undefined) return projectScope(auth);
  if (given.domain !== undefined) return { domain: domainRef(auth.domainId, auth.domainName) };
  if (auth.trustId !== undefined) return { 'OS-TRUST:trust': { id: auth.trustId } };
  if (auth.systemScope === undefined) return undefined;
  if (auth.systemScope !== 'all')
    throw new ConfigError(`auth: system_scope must be all, not ${auth.systemScope}`);
  return { system: { all: true } };
}

/** What the scope is called in a message. */
export function scopeName(auth: AuthSettings): string {
  const project = auth.projectName ?? auth.projectId;
  if (project !== undefined) return `project ${project}`;
  const domain = auth.domainName ?? auth.domainId;
  if (domain !== undefined) return `domain ${domain}`;
  if (auth.trustId !== undefined) return `trust ${auth.trustId}`;
  return auth.systemScope === undefined ? 'no scope' : 'the system';
}
