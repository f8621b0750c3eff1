import type { AuthSettings } from '../config/types.ts';
import { ConfigError } from '../errors.ts';
import { identityRoot } from './identity-url.ts';
import { makeToken } from './make-token.ts';
import type { MethodParts } from './method.ts';
import { scopeOf } from './scope.ts';
import type { AuthPlugin } from './types.ts';

function given(headers: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function scopeHeaders(auth: AuthSettings): Readonly<Record<string, string>> {
  // Refuses two scopes at once, and a project name without its domain.
  scopeOf(auth);
  const { projectId, projectName, domainId, domainName } = auth;
  if (projectId !== undefined) return { 'X-Project-Id': projectId };
  if (projectName !== undefined) {
    const id = auth.projectDomainId;
    const domain =
      id === undefined ? { 'X-Project-Domain-Name': auth.projectDomainName } : { 'X-Project-Domain-Id': id };
    return given({ 'X-Project-Name': projectName, ...domain });
  }
  if (domainId !== undefined) return { 'X-Domain-Id': domainId };
  if (domainName !== undefined) return { 'X-Domain-Name': domainName };
  throw new ConfigError('auth: v3tokenlessauth needs a scope: a project, or a domain');
}

/** `v3tokenlessauth`: the client certificate is the proof, the scope stands in headers. For the identity service only. */
export function tokenlessPlugin({ auth, config }: MethodParts): AuthPlugin {
  identityRoot(auth);
  if (config.tls.cert === undefined) {
    throw new ConfigError('auth_type v3tokenlessauth needs a client certificate: set cert (and key)');
  }
  const headers = scopeHeaders(auth);
  return { authenticate: async () => makeToken({ id: '' }), headers: () => headers };
}
