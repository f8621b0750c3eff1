import { novaAnswer } from './answer.ts';
import type { Answer } from '../http/answer.ts';
import type { Json, JsonObject } from '../python/json.ts';

const legacy = { id: 'v2.0', status: 'SUPPORTED', version: '', min_version: '' } as const;

/** The two APIs of Nova: the one without microversions, and the one with them. */
function versions(newest: number): readonly JsonObject[] {
  return [
    { ...legacy, updated: '2011-01-21T11:33:21Z' },
    {
      id: 'v2.1',
      status: 'CURRENT',
      version: `2.${newest}`,
      min_version: '2.1',
      updated: '2013-07-23T11:33:21Z',
    },
  ];
}

function pathOf(id: Json | undefined): string {
  return id === 'v2.0' ? 'v2' : 'v2.1';
}

function mediaTypes(id: Json | undefined): Json {
  const type = `application/vnd.openstack.compute+json;version=${pathOf(id).slice(1)}`;
  return [{ base: 'application/json', type }];
}

/** `GET /`: all versions. @param root URL of the service */
export function versionsAnswer(root: string, newest: number): Answer {
  const all = versions(newest).map((version): JsonObject =>
    Object.assign({}, version, { links: [{ rel: 'self', href: `${root}/${pathOf(version['id'])}/` }] }),
  );
  return novaAnswer(200, { versions: all });
}

/** What every path gets that belongs to no version: where it could be meant. */
export function choicesAnswer(root: string, newest: number, path: string): Answer {
  const choices = versions(newest).map(({ id = null, status = null }) => ({
    id,
    status,
    links: [{ rel: 'self', href: `${root}/${pathOf(id)}${path}` }],
    'media-types': mediaTypes(id),
  }));
  return { ...novaAnswer(300, { choices }), reason: 'Multiple Choices' };
}

/** `GET /v2.1` and `GET /v2`: one version. */
export function versionAnswer(root: string, newest: number, which: 'v2' | 'v2.1'): Answer {
  const version = versions(newest).find(({ id }) => pathOf(id) === which);
  const links = [
    { rel: 'self', href: `${root}/${which}/` },
    { rel: 'describedby', type: 'text/html', href: 'http://docs.openstack.org/' },
  ];
  return novaAnswer(200, { version: { ...version, links, 'media-types': mediaTypes(version?.['id']) } });
}
