import assert from 'node:assert/strict';

import { cloud, suite } from '../harness/cloud.ts';
import { at, listAt, stringAt } from '../harness/json.ts';
import { novaTest } from '../harness/servers.ts';
import { send } from '../harness/wire.ts';

const demo = await cloud.session('demo');
const root = (demo.computeUrl ?? '').replace(/\/v2\.1$/, '');
const newest = cloud.release.computeVersion;

suite('Nova: versions', () => {
  novaTest('the root lists both APIs, to anybody', async () => {
    const answer = await send({ method: 'GET', url: `${root}/` });
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.json, {
      versions: [
        {
          id: 'v2.0',
          status: 'SUPPORTED',
          version: '',
          min_version: '',
          updated: '2011-01-21T11:33:21Z',
          links: [{ rel: 'self', href: `${root}/v2/` }],
        },
        {
          id: 'v2.1',
          status: 'CURRENT',
          version: newest,
          min_version: '2.1',
          updated: '2013-07-23T11:33:21Z',
          links: [{ rel: 'self', href: `${root}/v2.1/` }],
        },
      ],
    });
  });

  for (const path of ['/v2.1', '/v2.1/']) {
    novaTest(`${path} tells the range of microversions, to anybody`, async () => {
      const answer = await send({ method: 'GET', url: root + path });
      assert.equal(answer.status, 200);
      const version = at(answer.json, 'version');
      assert.deepEqual([at(version, 'min_version'), at(version, 'version')], ['2.1', newest]);
      assert.deepEqual(at(version, 'links', 0), { rel: 'self', href: `${root}/v2.1/` });
      assert.deepEqual(at(version, 'media-types'), [
        { base: 'application/json', type: 'application/vnd.openstack.compute+json;version=2.1' },
      ]);
      assert.equal(answer.headers['openstack-api-version'], 'compute 2.1');
    });
  }

  novaTest('the API of old tells no microversions', async () => {
    const answer = await send({ method: 'GET', url: `${root}/v2/` });
    assert.equal(stringAt(answer.json, 'version', 'id'), 'v2.0');
    assert.equal(answer.headers['openstack-api-version'], undefined);
  });

  novaTest('any other path is answered with choices', async () => {
    const answer = await send({ method: 'GET', url: `${root}/nowhere` });
    assert.equal(answer.status, 300);
    const hrefs = listAt(answer.json, 'choices').map((choice) => stringAt(choice, 'links', 0, 'href'));
    assert.deepEqual(hrefs, [`${root}/v2/nowhere`, `${root}/v2.1/nowhere`]);
  });
});
