import { keystoneTime } from '../clock.ts';
import { accessRuleJson } from './access-rules.ts';
import type { Json, JsonObject } from '../python/json.ts';
import { catalogJson } from './catalog.ts';
import { seededId } from '../ids.ts';
import { byId } from './directory.ts';
import type { Directory } from './directory.ts';
import { protocol } from './federation/seed.ts';
import type { Role, Token, User } from './model.ts';
import { roleJson } from './resources.ts';

/** A token as the API shows it. @param withCatalog false for `?nocatalog` */
export function tokenJson(directory: Directory, token: Token, withCatalog: boolean): JsonObject {
  return {
    token: {
      methods: token.methods,
      user: userJson(directory, shownUser(directory, token)),
      audit_ids: token.auditIds,
      expires_at: keystoneTime(token.expiresAt),
      issued_at: keystoneTime(token.issuedAt),
      ...scopeJson(directory, token),
      ...(withCatalog && token.scope !== undefined ? { catalog: catalogJson(directory) } : {}),
      ...applicationCredentialJson(directory, token),
    },
  };
}

function shownUser(directory: Directory, token: Token): User | undefined {
  const impersonated = token.trust?.impersonation === true ? token.trust.trustorId : undefined;
  return byId(directory.users, impersonated ?? token.userId);
}

function userJson(directory: Directory, user: User | undefined): Json {
  return {
    domain: domainJson(directory, user?.domainId),
    id: user?.id ?? '',
    name: user?.name ?? '',
    ...(user?.identityProvider === undefined
      ? { password_expires_at: null }
      : { 'OS-FEDERATION': federationJson(user.identityProvider) }),
  };
}

function federationJson(identityProvider: string): Json {
  return {
    groups: [{ id: seededId('group', identityProvider) }],
    identity_provider: { id: identityProvider },
    protocol: { id: protocol },
  };
}

function domainJson(directory: Directory, id: string | undefined): Json {
  const domain = byId(directory.domains, id);
  return { id: domain?.id ?? '', name: domain?.name ?? '' };
}

const shortRole = ({ id, name }: Role): Json => ({ id, name });

function scopeJson(directory: Directory, token: Token): JsonObject {
  const { scope, roles, trust } = token;
  if (scope === undefined) return {};
  if (scope.kind === 'system') return { roles: roles.map(shortRole), system: { all: true } };
  if (scope.kind === 'domain') {
    return { domain: domainJson(directory, scope.id), roles: roles.map(shortRole) };
  }
  const project = byId(directory.projects, scope.id);
  const shown = {
    domain: domainJson(directory, project?.domainId),
    id: scope.id,
    name: project?.name ?? '',
  };
  if (trust === undefined) return { project: shown, is_domain: false, roles: roles.map(shortRole) };
  const { id, trustorId, trusteeId, impersonation } = trust;
  return {
    'OS-TRUST:trust': { id, trustor_user: { id: trustorId }, trustee_user: { id: trusteeId }, impersonation },
    project: shown,
    roles: roles.map(roleJson),
  };
}

function applicationCredentialJson(directory: Directory, token: Token): JsonObject {
  const credential = directory.applicationCredentials.get(token.applicationCredentialId ?? '');
  if (credential === undefined) return {};
  const { id, name, unrestricted, accessRules } = credential;
  const rules = accessRules === undefined ? {} : { access_rules: accessRules.map(accessRuleJson) };
  return { application_credential: { id, name, restricted: unrestricted !== true, ...rules } };
}
