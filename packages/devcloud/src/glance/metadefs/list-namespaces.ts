import { jsonAnswer } from '../../http/answer.ts';
import type { Answer } from '../../http/answer.ts';
import { limits } from '../glance.ts';
import { explain, fail } from '../request.ts';
import type { Request } from '../request.ts';
import { pageLinks } from '../page-links.ts';
import { enforceRead, isVisible, missing } from './access.ts';
import { associationJson, filled, namespaceJson } from './json.ts';
import type { Namespace } from './model.ts';
import { pageOf, readPageQuery } from '../page.ts';
import type { Columns } from '../page.ts';

const columns: Columns<Namespace> = {
  id: ({ id }) => id,
  namespace: ({ name }) => name,
  display_name: ({ displayName }) => displayName,
  description: ({ description }) => description,
  visibility: ({ visibility }) => visibility,
  protected: (namespace) => namespace.protected,
  owner: ({ owner }) => owner,
  created_at: ({ createdAt }) => createdAt,
  updated_at: ({ updatedAt }) => updatedAt,
};

/** `GET /v2/metadefs/namespaces`. */
export function listNamespaces(request: Request): Answer {
  const { exchange, glance } = request;
  // Glance reads the number before it looks whether it is one.
  if (!/^\s*[+-]?\d+\s*$/.test(exchange.query.get('limit') ?? '0')) throw fail(request, 500);
  const query = readPageQuery(request, ['public', 'private']);
  enforceRead(request);
  const limit = Math.min(query.limit ?? limits.defaultPage, limits.largestPage);
  const marker = query.marker === undefined ? undefined : findMarker(request, query.marker);
  const wanted = glance.metadefs.namespaces.filter(
    (namespace) => isVisible(request, namespace) && isWanted(exchange.query, namespace),
  );
  const page = pageOf(request, wanted, columns, { ...query, limit }, marker);
  const last = page.length === limit ? page.at(-1) : undefined;
  const { first, next } = pageLinks('/v2/metadefs/namespaces', exchange.query, last?.name);
  return jsonAnswer(200, {
    namespaces: page.map((namespace) =>
      namespaceJson(
        namespace,
        filled({ resource_type_associations: namespace.associations.map(associationJson) }),
      ),
    ),
    ...(next === undefined ? {} : { next }),
    schema: '/v2/schemas/metadefs/namespaces',
    first,
  });
}

function findMarker(request: Request, name: string): Namespace {
  const namespace = request.glance.metadefs.namespaces.find((each) => each.name === name);
  if (namespace === undefined) throw missing(request, name);
  if (isVisible(request, namespace)) return namespace;
  throw explain(request, 403, `Forbidding request, metadata definition namespace=${name} is not visible.`);
}

function isWanted(query: URLSearchParams, namespace: Namespace): boolean {
  const visibility = query.get('visibility');
  if (visibility !== null && namespace.visibility !== visibility) return false;
  const types = query.get('resource_types')?.split(',');
  return types === undefined || namespace.associations.some(({ name }) => types.includes(name));
}
