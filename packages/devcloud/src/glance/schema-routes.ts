import { jsonAnswer } from '../http/answer.ts';
import type { Json, JsonObject } from '../python/json.ts';
import { imageSchema } from './image-schema.ts';
import type { Schema } from '../python/json-schema.ts';
import { memberSchema } from './member-schema.ts';
import { metadefSchemas } from './metadefs/schemas.ts';
import type { ReleaseProfile } from '../releases/release.ts';
import type { GlanceRoutes } from './routes.ts';
import { shownTaskSchema, stubTaskSchema } from './tasks/task-schema.ts';

const text = { type: 'string' };
const describedBy = { rel: 'describedby', href: '{schema}' };

function listSchema(name: string, item: Schema, paged: boolean): JsonObject {
  const pages = paged ? { first: text, next: text } : {};
  const links: readonly Json[] = paged
    ? [{ rel: 'first', href: '{first}' }, { rel: 'next', href: '{next}' }, describedBy]
    : [describedBy];
  return { name, properties: { [name]: { type: 'array', items: item }, ...pages, schema: text }, links };
}

function schemasOf({ taskTypes }: ReleaseProfile): Readonly<Record<string, JsonObject>> {
  const metadefs = Object.entries(metadefSchemas).map(
    ([name, schema]) => [`metadefs/${name}`, schema] as const,
  );
  return {
    image: imageSchema,
    images: listSchema('images', imageSchema, true),
    member: memberSchema,
    members: listSchema('members', memberSchema, false),
    task: shownTaskSchema(taskTypes),
    tasks: listSchema('tasks', stubTaskSchema(taskTypes), false),
    ...Object.fromEntries(metadefs),
  };
}

/** `GET /v2/schemas/…`, as a release has them. */
export function schemaRoutes(release: ReleaseProfile): GlanceRoutes {
  const routes = Object.entries(schemasOf(release)).map(([name, schema]) => {
    const answer = jsonAnswer(200, schema);
    return [`/v2/schemas/${name}`, { GET: () => answer }] as const;
  });
  return Object.fromEntries(routes);
}
