import type { Assignment, Project, Role, Scope } from './model.ts';

/** A role of a seeded user: in a project, or in the whole system. */
export type RoleSeed =
  | { readonly role: string; readonly project: string }
  | { readonly role: string; readonly domain: string }
  | { readonly role: string; readonly system: 'all' };

/**
 * The roles that a user is given.
 * @throws TypeError when one names a project or role that is not there
 */
export function assignmentsOf(
  user: { readonly name: string; readonly roles?: readonly RoleSeed[] },
  userId: string,
  roles: readonly Role[],
  projects: readonly Project[],
): readonly Assignment[] {
  return (user.roles ?? []).map((role): Assignment => ({
    userId,
    roleId: needNamed(roles, role.role, `role of user "${user.name}"`).id,
    scope: scopeOf(role, projects),
  }));
}

function scopeOf(seed: RoleSeed, projects: readonly Project[]): Scope {
  if ('system' in seed) return { kind: 'system' };
  if ('domain' in seed) return { kind: 'domain', id: seed.domain };
  return { kind: 'project', id: needNamed(projects, seed.project, `role "${seed.role}"`).id };
}

/** The item of a name. @param where what names it, for the error @throws TypeError when there is none */
export function needNamed<Item extends { readonly name: string }>(
  items: readonly Item[],
  name: string,
  where: string,
): Item {
  const found = items.find((item) => item.name === name);
  if (found === undefined) throw new TypeError(`The ${where} names "${name}", which is not seeded`);
  return found;
}
