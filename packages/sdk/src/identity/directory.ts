import { path } from '../http/path.ts';
import type { Session } from '../http/session.ts';
import type { CallOptions } from '../image/types.ts';
import { type Page, Paginator } from '../resource/paginator.ts';
import { availableDomains, availableProjects } from './available.ts';
import { firstPage, given, read, userPath } from './call.ts';
import { find, type Item } from './find.ts';
import type {
  Domain,
  FindInDomainOptions,
  GetProjectOptions,
  Project,
  ProjectQuery,
  User,
  UserProjectQuery,
} from './types.ts';
import { toDomain, toProject, toUser } from './wire.ts';

/** What Keystone keeps a list of, of which each has a page of its own. */
export interface Kind<T> {
  readonly plural: 'domains' | 'projects' | 'users';
  readonly singular: 'domain' | 'project' | 'user';
  readonly decode: (value: unknown) => T;
}

/** Domains. */
export const domains: Kind<Domain> = { plural: 'domains', singular: 'domain', decode: toDomain };

/** Projects. */
export const projects: Kind<Project> = { plural: 'projects', singular: 'project', decode: toProject };

/** Users. */
export const users: Kind<User> = { plural: 'users', singular: 'user', decode: toUser };

/** The first page of a list, of all there are or of those at `where`; not every kind has every filter. */
export function list<T>(
  session: Session,
  { plural, decode }: Kind<T>,
  query: ProjectQuery,
  where: string = `/${plural}`,
): Promise<Page<T>> {
  return firstPage(session, {
    path: where,
    member: plural,
    decode,
    query: given({
      name: query.name,
      domain_id: query.domainId,
      parent_id: query.parentId,
      enabled: query.isEnabled,
      tags: query.tags?.join(','),
      'tags-any': query.tagsAny?.join(','),
      'not-tags': query.notTags?.join(','),
      'not-tags-any': query.notTagsAny?.join(','),
      limit: query.pageSize,
    }),
    signal: query.signal,
  });
}

/** The first page of the projects that a user has a role on. */
export async function listUserProjects(session: Session, query: UserProjectQuery): Promise<Page<Project>> {
  return list(session, projects, query, await userPath(session, '/projects', query));
}

/** Gets one of a kind. */
export async function get<T>(
  session: Session,
  { plural, singular, decode }: Kind<T>,
  id: string,
  options: CallOptions,
): Promise<T> {
  return decode(await read(session, `/${plural}` + path`/${id}`, singular, options));
}

/** Gets a project, and what it is part of or has parts. */
export async function getProject(
  session: Session,
  id: string,
  { withParents, withSubtree, signal }: GetProjectOptions,
): Promise<Project> {
  const query = given({ parents_as_ids: withParents, subtree_as_ids: withSubtree }).filter(
    ([, value]) => value === 'true',
  );
  return toProject(await read(session, path`/projects/${id}`, 'project', { query, signal }));
}

function findOf<T extends Item>(
  session: Session,
  kind: Kind<T>,
  nameOrId: string,
  { domainId, signal }: FindInDomainOptions,
  own: () => Promise<readonly T[]>,
): Promise<T | undefined> {
  return find(
    {
      kind: kind.plural,
      byId: (id) => get(session, kind, id, { signal }),
      byName: (name) => new Paginator(() => list(session, kind, { name, domainId, signal })).toArray(),
      own,
    },
    nameOrId,
  );
}

/** The project with this id or name. */
export function findProject(
  session: Session,
  nameOrId: string,
  options: FindInDomainOptions,
): Promise<Project | undefined> {
  const { domainId, signal } = options;
  return findOf(session, projects, nameOrId, options, async () => {
    const own = await availableProjects(session, { signal });
    return own.filter((project) => domainId === undefined || project.domainId === domainId);
  });
}

/** The user with this id or name. */
export function findUser(
  session: Session,
  nameOrId: string,
  options: FindInDomainOptions,
): Promise<User | undefined> {
  const { domainId, signal } = options;
  return findOf(session, users, nameOrId, options, async () => {
    const { user } = await session.token({ signal });
    const me = user === undefined ? undefined : await get(session, users, user.id, { signal });
    return me === undefined || (domainId !== undefined && me.domainId !== domainId) ? [] : [me];
  });
}

/** The domain with this id or name. */
export function findDomain(
  session: Session,
  nameOrId: string,
  { signal }: CallOptions,
): Promise<Domain | undefined> {
  return findOf(session, domains, nameOrId, { signal }, async () => {
    const { scope } = await session.token({ signal });
    const id = scope.kind === 'project' ? scope.domain?.id : undefined;
    const [available, mine] = await Promise.all([
      availableDomains(session, { signal }),
      id === undefined ? [] : get(session, domains, id, { signal }),
    ]);
    return [...new Map([...available, mine].flat().map((domain) => [domain.id, domain])).values()];
  });
}
