import { jsonAnswer } from '../http/answer.ts';
import type { Routes } from '../http/router.ts';
import type { Keystone } from './keystone.ts';

/** The documents by which a client finds the API: 300 at the root, 200 at `/v3`. */
export function versionRoutes(keystone: Keystone): Routes {
  const version = {
    id: 'v3.14',
    status: 'stable',
    updated: '2020-04-07T00:00:00Z',
    links: [{ rel: 'self', href: `${keystone.url}/` }],
    'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.identity-v3+json' }],
  };
  const all = jsonAnswer(300, { versions: { values: [version] } }, [['Location', `${keystone.url}/`]]);
  const one = jsonAnswer(200, { version });
  return {
    '/': { GET: () => all },
    '/v3': { GET: () => one },
    '/v3/': { GET: () => one },
  };
}
