import { isObject } from '../python/json.ts';
import type { Json, JsonObject } from '../python/json.ts';
import type { Identity } from './authenticate.ts';
import { findDomain } from './authenticate.ts';
import { byId, byName, rolesOf, withImplied } from './directory.ts';
import { keystoneError, missing, unauthorized, unexpected } from './errors.ts';
import type { Keystone } from './keystone.ts';
import type { Project, Role, Scope, Trust } from './model.ts';
import { objectIn, textIn } from './token-request.ts';

/** What a token is made for. */
export interface Grant {
  readonly scope: Scope | undefined;
  readonly roles: readonly Role[];
  readonly trust: Trust | undefined;
}

const unscoped: Grant = { scope: undefined, roles: [], trust: undefined };
const kinds = ['project', 'domain', 'unscoped', 'system', 'OS-TRUST:trust'];

/**
 * Works out the scope a request asks for.
 * @throws 401 when the user has no role there or there is no such thing, 400 when the request says too much or too little
 */
export function grantScope(keystone: Keystone, identity: Identity, wanted: Json | undefined): Grant {
  const { user, applicationCredential } = identity;
  if (applicationCredential !== undefined) {
    const { projectId, roles } = applicationCredential;
    return { scope: { kind: 'project', id: projectId }, roles, trust: undefined };
  }
  if (wanted === undefined) {
    const home = user.defaultProjectId;
    return home === undefined ? unscoped : withRoles(keystone, identity, { kind: 'project', id: home });
  }
  if (wanted === 'unscoped') return unscoped;
  if (!isObject(wanted) || kinds.filter((kind) => kind in wanted).length !== 1) {
    throw missing('system, project, domain, OS-TRUST:trust or unscoped', 'scope');
  }
  if ('unscoped' in wanted) return unscoped;
  if ('system' in wanted) return withRoles(keystone, identity, { kind: 'system' });
  if ('OS-TRUST:trust' in wanted) {
    return byTrust(keystone, identity, objectIn(wanted, 'OS-TRUST:trust', 'scope'));
  }
  if ('domain' in wanted) {
    const domain = findDomain(keystone.directory, objectIn(wanted, 'domain', 'scope'));
    if (domain === undefined) throw unauthorized(keystone.url);
    return withRoles(keystone, identity, { kind: 'domain', id: domain.id });
  }
  const project = findProject(keystone, objectIn(wanted, 'project', 'scope'));
  if (project === undefined) throw unauthorized(keystone.url);
  return withRoles(keystone, identity, { kind: 'project', id: project.id });
}

function withRoles(keystone: Keystone, identity: Identity, scope: Scope): Grant {
  // Whoever she is: no Fernet token has room for the system and for where she comes from.
  if (scope.kind === 'system' && identity.user.identityProvider !== undefined) throw unexpected();
  const roles = rolesOf(keystone.directory, identity.user.id, scope);
  if (roles.length === 0) throw unauthorized(keystone.url);
  return { scope, roles, trust: undefined };
}

function findProject(keystone: Keystone, wanted: JsonObject): Project | undefined {
  const { projects } = keystone.directory;
  const name = textIn(wanted, 'name');
  if (name === undefined) return byId(projects, textIn(wanted, 'id'));
  const domain = findDomain(keystone.directory, objectIn(wanted, 'domain', 'project'));
  return domain === undefined ? undefined : byName(projects, name, domain.id);
}

function byTrust(keystone: Keystone, identity: Identity, wanted: JsonObject): Grant {
  const trust = keystone.directory.trusts.get(textIn(wanted, 'id') ?? '');
  const over = trust?.expiresAt !== undefined && trust.expiresAt <= keystone.clock.now();
  if (trust === undefined || over) throw unauthorized(keystone.url);
  if (trust.trusteeId !== identity.user.id) {
    throw keystoneError(403, 'You are not authorized to perform the requested action.');
  }
  const names = trust.roles.map((role) => role.name);
  return {
    scope: { kind: 'project', id: trust.projectId },
    roles: withImplied(keystone.directory, names),
    trust,
  };
}
