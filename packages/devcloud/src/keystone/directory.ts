import type {
  AccessRule,
  ApplicationCredential,
  Assignment,
  CatalogService,
  Credential,
  Domain,
  Endpoint,
  Project,
  Role,
  Scope,
  Trust,
  User,
} from './model.ts';

/** Everything Keystone knows but the tokens. Lists keep their order; nothing here knows HTTP. */
export interface Directory {
  readonly domains: readonly Domain[];
  readonly projects: readonly Project[];
  /** Federated users are added when they come. */
  readonly users: User[];
  readonly roles: readonly Role[];
  /** Roles that `admin` implies, each implying those behind it. */
  readonly impliedByAdmin: readonly string[];
  readonly assignments: Assignment[];
  readonly regionId: string;
  readonly services: readonly CatalogService[];
  readonly endpoints: readonly Endpoint[];
  readonly applicationCredentials: Map<string, ApplicationCredential>;
  readonly trusts: Map<string, Trust>;
  readonly credentials: Map<string, Credential>;
  readonly accessRules: Map<string, AccessRule>;
}

/** Finds by id. */
export function byId<Item extends { readonly id: string }>(
  items: readonly Item[],
  id: string | undefined,
): Item | undefined {
  return items.find((item) => item.id === id);
}

/** Finds by name within a domain. */
export function byName<Item extends { readonly name: string; readonly domainId: string }>(
  items: readonly Item[],
  name: string,
  domainId: string,
): Item | undefined {
  return items.find((item) => item.name === name && item.domainId === domainId);
}

/** Tells whether two scopes are the same. */
export function sameScope(one: Scope, other: Scope): boolean {
  if (one.kind === 'system' || other.kind === 'system') return one.kind === other.kind;
  return one.kind === other.kind && one.id === other.id;
}

/** A user's roles somewhere, with those they imply; empty when she has none. */
export function rolesOf(directory: Directory, userId: string, scope: Scope): readonly Role[] {
  const given = directory.assignments
    .filter((assignment) => assignment.userId === userId && sameScope(assignment.scope, scope))
    .map((assignment) => byId(directory.roles, assignment.roleId)?.name ?? '');
  return withImplied(directory, given);
}

/** The roles of these names, and those they imply. */
export function withImplied(directory: Directory, names: readonly string[]): readonly Role[] {
  const chain = ['admin', ...directory.impliedByAdmin];
  const all = new Set(
    names.flatMap((name) => (chain.includes(name) ? chain.slice(chain.indexOf(name)) : [name])),
  );
  return directory.roles.filter((role) => all.has(role.name));
}

/** The projects in which a user has a role. */
export function projectsOf(directory: Directory, userId: string): readonly Project[] {
  return directory.projects.filter(
    (project) => rolesOf(directory, userId, { kind: 'project', id: project.id }).length > 0,
  );
}
