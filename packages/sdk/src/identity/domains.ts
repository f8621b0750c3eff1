import { path } from '../http/path.ts';
import type { Session } from '../http/session.ts';
import type { CallOptions } from '../image/types.ts';
import { type Page, Paginator } from '../resource/paginator.ts';
import { availableDomains } from './available.ts';
import { firstPage, given, read } from './call.ts';
import { find } from './find.ts';
import type { Domain, DomainQuery } from './types.ts';
import { toDomain } from './wire.ts';

/** The first page of a list of domains. */
export function listDomains(session: Session, query: DomainQuery): Promise<Page<Domain>> {
  return firstPage(session, {
    path: '/domains',
    member: 'domains',
    decode: toDomain,
    query: given({ name: query.name, enabled: query.isEnabled, limit: query.pageSize }),
    signal: query.signal,
  });
}

/** Gets one domain. */
export async function getDomain(session: Session, id: string, options: CallOptions): Promise<Domain> {
  return toDomain(await read(session, path`/domains/${id}`, 'domain', options));
}

/** The domain with this id or name. */
export function findDomain(
  session: Session,
  nameOrId: string,
  options: CallOptions,
): Promise<Domain | undefined> {
  const { signal } = options;
  const own = async (): Promise<readonly Domain[]> => {
    const { scope } = await session.token({ signal });
    const id = scope.kind === 'project' ? scope.domain?.id : undefined;
    const [available, mine] = await Promise.all([
      availableDomains(session, { signal }),
      id === undefined ? [] : getDomain(session, id, { signal }),
    ]);
    return [...new Map([...available, mine].flat().map((domain) => [domain.id, domain])).values()];
  };
  return find(
    {
      kind: 'domains',
      byId: (id) => getDomain(session, id, { signal }),
      byName: (name) => new Paginator(() => listDomains(session, { name, signal })).toArray(),
      own,
    },
    nameOrId,
  );
}
