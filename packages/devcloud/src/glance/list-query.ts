import { readLimit } from './page.ts';
import { parseSort } from './sort.ts';
import type { SortKey } from './sort.ts';
import { explain } from './request.ts';
import type { Request } from './request.ts';

/** What `GET /v2/images` is asked. */
export interface ListQuery {
  /** Undefined for the default. */
  readonly limit: number | undefined;
  readonly marker: string | undefined;
  readonly memberStatus: string;
  readonly tags: readonly string[];
  readonly sort: readonly SortKey[];
  /** Everything else, the last value of each name. */
  readonly filters: ReadonlyMap<string, string>;
}

const ownNames = new Set(['limit', 'marker', 'member_status', 'tag', 'sort', 'sort_key', 'sort_dir']);

/** Reads the query of `GET /v2/images`. @throws 400 in Glance's words */
export function readListQuery(request: Request): ListQuery {
  const { query } = request.exchange;
  const filters = new Map([...query].filter(([name]) => !ownNames.has(name)));
  const visibility = filters.get('visibility') ?? '';
  if (!['', 'community', 'public', 'private', 'shared', 'all'].includes(visibility)) {
    throw explain(request, 400, `Invalid visibility value: ${visibility}`);
  }
  if ((filters.get('changes-since') ?? '') !== '') {
    throw explain(request, 400, 'The "changes-since" filter is no longer available on v2.');
  }
  const memberStatus = query.getAll('member_status').at(-1) ?? 'accepted';
  if (!['pending', 'accepted', 'rejected', 'all'].includes(memberStatus)) {
    throw explain(request, 400, `Invalid status: ${memberStatus}`);
  }
  return {
    limit: readLimit(request, query.getAll('limit').at(-1)),
    marker: query.getAll('marker').at(-1),
    memberStatus,
    tags: query.getAll('tag').map((tag) => tag.trim()),
    sort: parseSort(request, query),
    filters,
  };
}
