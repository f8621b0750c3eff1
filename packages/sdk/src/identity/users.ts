import { path } from '../http/path.ts';
import type { Session } from '../http/session.ts';
import type { CallOptions } from '../image/types.ts';
import { type Page, Paginator } from '../resource/paginator.ts';
import { firstPage, given, read } from './call.ts';
import { find } from './find.ts';
import type { FindInDomainOptions, User, UserQuery } from './types.ts';
import { toUser } from './wire.ts';

/** The first page of a list of users. */
export function listUsers(session: Session, query: UserQuery): Promise<Page<User>> {
  return firstPage(session, {
    path: '/users',
    member: 'users',
    decode: toUser,
    query: given({
      name: query.name,
      domain_id: query.domainId,
      enabled: query.isEnabled,
      limit: query.pageSize,
    }),
    signal: query.signal,
  });
}

/** Gets one user. */
export async function getUser(session: Session, id: string, options: CallOptions): Promise<User> {
  return toUser(await read(session, path`/users/${id}`, 'user', options));
}

/** The user with this id or name. */
export function findUser(
  session: Session,
  nameOrId: string,
  options: FindInDomainOptions,
): Promise<User | undefined> {
  const { domainId, signal } = options;
  const own = async (): Promise<readonly User[]> => {
    const { user } = await session.token({ signal });
    const me = user === undefined ? undefined : await getUser(session, user.id, { signal });
    return me === undefined || (domainId !== undefined && me.domainId !== domainId) ? [] : [me];
  };
  return find(
    {
      kind: 'users',
      byId: (id) => getUser(session, id, { signal }),
      byName: (name) => new Paginator(() => listUsers(session, { name, domainId, signal })).toArray(),
      own,
    },
    nameOrId,
  );
}
