import { createHash } from 'node:crypto';

import { keystoneError, unauthorized } from '../errors.ts';
import { byId } from '../directory.ts';
import type { Keystone } from '../keystone.ts';
import type { Token, User } from '../model.ts';
import { assignmentsOf } from '../role-seed.ts';
import { federatedDomainId } from '../seed.ts';
import type { Claims } from './provider.ts';
import { protocol } from './seed.ts';
import type { FederationSeed } from './seed.ts';

/** A token without a scope for a provider's user, who is made when she comes for the first time. */
export function issueFederatedToken(keystone: Keystone, seed: FederationSeed, claims: Claims): Token {
  const { remoteIds = [seed.issuer], users } = seed;
  if (!remoteIds.includes(claims.issuer)) {
    throw keystoneError(403, 'You are not authorized to perform the requested action.');
  }
  // No rule of the mapping fits: the words tell nothing.
  if (users?.includes(claims.userName) === false) throw unauthorized(keystone.url);
  const user = shadowUser(keystone, seed, claims.userName);
  return keystone.tokens.issue({
    userId: user.id,
    methods: [protocol],
    scope: undefined,
    roles: [],
    applicationCredentialId: undefined,
    trust: undefined,
    accessRules: undefined,
  });
}

function shadowUser({ directory }: Keystone, seed: FederationSeed, name: string): User {
  const { identityProvider } = seed;
  const words = [identityProvider, protocol, name].join('\n');
  const id = createHash('sha256').update(words).digest('hex');
  const known = byId(directory.users, id);
  if (known !== undefined) return known;
  const user: User = {
    id,
    name,
    domainId: federatedDomainId(identityProvider),
    // Nobody knows it: such a user has no password.
    password: createHash('sha256').update(`${words}\nno password`).digest('hex'),
    enabled: true,
    defaultProjectId: undefined,
    options: {},
    identityProvider,
  };
  directory.users.push(user);
  const { roles, projects } = directory;
  directory.assignments.push(...assignmentsOf({ name, roles: seed.roles ?? [] }, user.id, roles, projects));
  return user;
}
