import type { JsonObject } from '../python/json.ts';
import type { Glance } from './glance.ts';
import type { Image } from './image.ts';
import type { Limits } from './project-limits.ts';
import { explain } from './request.ts';
import type { Request } from './request.ts';

/** The resources that are limited, by their names in the API. */
export type Resource =
  | 'image_size_total'
  | 'image_stage_total'
  | 'image_count_total'
  | 'image_count_uploading';

interface Rule {
  readonly limit: (limits: Limits) => number | undefined;
  readonly usage: (images: readonly Image[]) => number;
}

const mebibyte = 2 ** 20;

const rules: Readonly<Record<Resource, Rule>> = {
  image_size_total: {
    limit: ({ imageSizeTotal }) => imageSizeTotal,
    usage: (images) =>
      Math.floor(sum(images, ({ size, locations }) => (size ?? 0) * locations.length) / mebibyte),
  },
  image_stage_total: {
    limit: ({ imageStageTotal }) => imageStageTotal,
    usage: (images) => Math.floor(sum(images.filter(isStaged), ({ size }) => size ?? 0) / mebibyte),
  },
  image_count_total: {
    limit: ({ imageCountTotal }) => imageCountTotal,
    usage: (images) => images.length,
  },
  image_count_uploading: {
    limit: ({ imageCountUploading }) => imageCountUploading,
    usage: (images) => images.filter((image) => image.status === 'saving' || isStaged(image)).length,
  },
};

function sum(images: readonly Image[], amount: (image: Image) => number): number {
  return images.reduce((total, image) => total + amount(image), 0);
}

function isStaged({ status, properties }: Image): boolean {
  const copies = (properties.get('os_glance_importing_to_stores') ?? '') !== '';
  return status === 'uploading' || status === 'importing' || copies;
}

function imagesOf(glance: Glance, project: string | undefined): readonly Image[] {
  return [...glance.images.values()].filter(({ deleted, owner }) => !deleted && owner === project);
}

/** `GET /v2/info/usage`: what a project has, and may have (-1 for any amount); empty when nothing is limited. */
export function usageJson(glance: Glance, project: string | undefined): JsonObject {
  const { limits } = glance;
  if (limits === undefined) return {};
  const images = imagesOf(glance, project);
  return Object.fromEntries(
    Object.entries(rules).map(([name, { limit, usage }]) => [
      name,
      { usage: usage(images), limit: limit(limits) ?? -1 },
    ]),
  );
}

/**
 * Finds out whether a project has more than it may.
 * @param delta how much more it wants
 * @returns what Glance says then, or undefined
 */
export function overLimit(
  glance: Glance,
  project: string | undefined,
  name: Resource,
  delta: number,
): string | undefined {
  const limit = glance.limits === undefined ? undefined : rules[name].limit(glance.limits);
  if (limit === undefined || limit < 0) return undefined;
  const usage = rules[name].usage(imagesOf(glance, project));
  if (usage + delta <= limit) return undefined;
  const reason = `Resource ${name} is over limit of ${limit} due to current usage ${usage} and delta ${delta}`;
  return `The request returned a 413 Request Entity Too Large. This generally means that rate limiting or a quota threshold was breached.\n\nThe response body:\nProject ${project ?? 'None'} is over a limit for [${reason}]`;
}

/** Refuses a request of a project that has more than it may. @param delta how much more it wants @throws 413 */
export function enforceLimit(request: Request, name: Resource, delta = 0): void {
  const over = overLimit(request.glance, request.caller.projectId, name, delta);
  if (over !== undefined) throw explain(request, 413, over);
}
