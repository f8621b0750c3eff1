import { jsonAnswer } from '../../http/answer.ts';
import type { Answer } from '../../http/answer.ts';
import { headerOf } from '../../http/exchange.ts';
import { isList, isObject } from '../../python/json.ts';
import { doneAnswer } from '../image-json.ts';
import { explain, fail } from '../request.ts';
import type { Request } from '../request.ts';
import { refuseMisfit } from '../schema-check.ts';
import { enforceAdmin, needNamespace, readBody, refuseProtected } from './access.ts';
import { tagJson } from './json.ts';
import type { MetadefTag, Namespace } from './model.ts';
import { newTag, tagClash } from './new-namespace.ts';
import { pageOf, readPageQuery } from '../page.ts';
import type { Columns } from '../page.ts';
import { needText } from './property-type.ts';
import { tagListSchema, tagSchema } from './schemas.ts';

const readOnly = ['created_at', 'updated_at'];

const columns: Columns<MetadefTag> = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  created_at: ({ createdAt }) => createdAt,
  updated_at: ({ updatedAt }) => updatedAt,
};

/** `POST /v2/metadefs/namespaces/{namespace}/tags/{tag}`. */
export function createTag(request: Request): Answer {
  const namespace = needNamespace(request);
  const name = request.params['tag'] ?? '';
  refuseMisfit(request, 'tag', { name }, tagSchema);
  enforceAdmin(request, 'add_metadef_tag');
  refuseTwin(request, namespace.tags, name, namespace.name);
  const tag = newTag(request.glance.metadefs, name, request.glance.now());
  namespace.tags.push(tag);
  return jsonAnswer(201, tagJson(tag));
}

/** `POST /v2/metadefs/namespaces/{namespace}/tags`: in place of those there are, or besides them. */
export async function createTags(request: Request): Promise<Answer> {
  const body = await readBody(request, 'tags', tagListSchema, readOnly);
  const namespace = needNamespace(request);
  enforceAdmin(request, 'add_metadef_tags');
  const { tags } = body;
  if (!isList(tags)) throw fail(request, 500);
  const names = tags.map((tag) => needText(isObject(tag) ? tag['name'] : undefined));
  // An empty list changes nothing: it does not even take the others away.
  if (names.length > 0) {
    const appends = isTrue(headerOf(request.exchange, 'x-openstack-append') ?? '');
    const next = appends ? [...namespace.tags] : [];
    for (const name of names) {
      refuseTwin(request, next, name, namespace.name);
      next.push(newTag(request.glance.metadefs, name, request.glance.now()));
    }
    namespace.tags = next;
  }
  return jsonAnswer(201, { tags: names.map((name) => ({ name })) });
}

function isTrue(text: string): boolean {
  return ['1', 't', 'true', 'on', 'y', 'yes'].includes(text.trim().toLowerCase());
}

function refuseTwin(request: Request, tags: readonly MetadefTag[], name: string, namespace: string): void {
  if (tags.some((tag) => tag.name === name)) throw explain(request, 409, tagClash(name, namespace));
}

/** `GET /v2/metadefs/namespaces/{namespace}/tags`. */
export function listTags(request: Request): Answer {
  const query = readPageQuery(request, ['public', 'private', 'shared']);
  const namespace = needNamespace(request);
  const marker = (query.marker ?? '') === '' ? undefined : needTag(request, namespace, query.marker ?? '');
  const page = pageOf(request, namespace.tags, columns, query, marker);
  return jsonAnswer(200, { tags: page.map(({ name }) => ({ name })) });
}

/** `GET /v2/metadefs/namespaces/{namespace}/tags/{tag}`. */
export function showTag(request: Request): Answer {
  return jsonAnswer(200, tagJson(needTag(request, needNamespace(request), request.params['tag'] ?? '')));
}

/** `PUT /v2/metadefs/namespaces/{namespace}/tags/{tag}`: gives it another name. */
export async function updateTag(request: Request): Promise<Answer> {
  const body = await readBody(request, 'tag', tagSchema, readOnly);
  const namespace = needNamespace(request);
  enforceAdmin(request, 'modify_metadef_tag');
  const tag = needTag(request, namespace, request.params['tag'] ?? '');
  const name = needText(body['name']);
  const others = namespace.tags.filter((each) => each !== tag);
  refuseTwin(request, others, name, namespace.name);
  tag.name = name;
  tag.updatedAt = request.glance.now();
  return jsonAnswer(200, tagJson(tag));
}

/** `DELETE /v2/metadefs/namespaces/{namespace}/tags/{tag}`. */
export function deleteTag(request: Request): Answer {
  const namespace = needNamespace(request);
  enforceAdmin(request, 'delete_metadef_tag');
  const tag = needTag(request, namespace, request.params['tag'] ?? '');
  refuseProtected(request, namespace, `tag ${tag.name}`);
  namespace.tags = namespace.tags.filter((each) => each !== tag);
  return doneAnswer;
}

function needTag(request: Request, { tags }: Namespace, wanted: string): MetadefTag {
  const tag = tags.find(({ name }) => name === wanted);
  if (tag === undefined) throw explain(request, 404, `Could not find metadata tag ${wanted}`);
  return tag;
}
