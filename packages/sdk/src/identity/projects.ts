import { path } from '../http/path.ts';
import type { Session } from '../http/session.ts';
import type { CallOptions } from '../image/types.ts';
import { type Page, Paginator } from '../resource/paginator.ts';
import { availableProjects } from './available.ts';
import { firstPage, given, read } from './call.ts';
import { find } from './find.ts';
import type { FindInDomainOptions, Project, ProjectQuery } from './types.ts';
import { toProject } from './wire.ts';

/** The first page of a list of projects. */
export function listProjects(session: Session, query: ProjectQuery): Promise<Page<Project>> {
  return firstPage(session, {
    path: '/projects',
    member: 'projects',
    decode: toProject,
    query: given({
      name: query.name,
      domain_id: query.domainId,
      parent_id: query.parentId,
      enabled: query.isEnabled,
      limit: query.pageSize,
    }),
    signal: query.signal,
  });
}

/** Gets one project. */
export async function getProject(session: Session, id: string, options: CallOptions): Promise<Project> {
  return toProject(await read(session, path`/projects/${id}`, 'project', options));
}

/** The project with this id or name. */
export function findProject(
  session: Session,
  nameOrId: string,
  options: FindInDomainOptions,
): Promise<Project | undefined> {
  const { domainId, signal } = options;
  const isThere = (project: Project): boolean => domainId === undefined || project.domainId === domainId;
  return find(
    {
      kind: 'projects',
      byId: (id) => getProject(session, id, { signal }),
      byName: (name) => new Paginator(() => listProjects(session, { name, domainId, signal })).toArray(),
      own: async () => (await availableProjects(session, { signal })).filter(isThere),
    },
    nameOrId,
  );
}
