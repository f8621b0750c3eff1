import type { Session } from '../http/session.ts';
import type { CallOptions } from '../image/types.ts';
import { Paginator } from '../resource/paginator.ts';
import { firstPage } from './call.ts';
import type { Domain, Project } from './types.ts';
import { toDomain, toProject } from './wire.ts';

function list<T>(
  session: Session,
  member: string,
  decode: (value: unknown) => T,
  { signal }: CallOptions,
): Promise<readonly T[]> {
  const what = { path: `/auth/${member}`, member, decode, signal };
  return new Paginator(() => firstPage(session, what)).toArray();
}

/** The projects that the token's holder has a role on. */
export function availableProjects(session: Session, options: CallOptions): Promise<readonly Project[]> {
  return list(session, 'projects', toProject, options);
}

/** The domains that the token's holder has a role on. */
export function availableDomains(session: Session, options: CallOptions): Promise<readonly Domain[]> {
  return list(session, 'domains', toDomain, options);
}

/** Whether the token's holder has a role on the system. */
export async function hasSystemScope(session: Session, options: CallOptions): Promise<boolean> {
  const scopes = await list(session, 'system', (value) => value, options);
  return scopes.length > 0;
}
