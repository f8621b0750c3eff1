import { jsonAnswer } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import type { Glance } from './glance.ts';

/** The list of versions: with 300 wherever no version was asked for, with 200 at `/versions`. */
export function versionsAnswer({ release, url }: Glance, status: 200 | 300): Answer {
  const links = [{ rel: 'self', href: `${url}/v2/` }];
  const versions = release.imageVersions.map(({ id, status: state }) => ({ id, status: state, links }));
  return { ...jsonAnswer(status, { versions }), reason: status === 300 ? 'Multiple Choices' : 'OK' };
}

/**
 * Turns the version in a path into the one that answers it: `/v2.7/images` is `/v2/images`.
 * @returns undefined when the path asks for no version there is
 */
export function withoutMinor({ release }: Glance, path: string): string | undefined {
  const [, version = '', rest = ''] = /^\/+([^/]*)(.*)$/s.exec(path) ?? [];
  const known = version === 'v2' || release.imageVersions.some(({ id }) => id === version);
  return known ? `/v2${rest}` : undefined;
}
