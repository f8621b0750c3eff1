import assert from 'node:assert/strict';

import { cloud, suite } from '../harness/cloud.ts';
import { stringAt } from '../harness/json.ts';
import { assertFault, nova, novaTest } from '../harness/servers.ts';

const demo = await cloud.session('demo');
const alt = await cloud.session('alt');
const root = (demo.computeUrl ?? '').replace(/\/v2\.1$/, '');

suite('Nova: what comes before it', () => {
  novaTest('without a token: 401 in the words of Keystone', async () => {
    const answer = await nova(demo, 'GET', '/servers', { headers: { 'X-Auth-Token': null } });
    assert.equal(answer.status, 401);
    const message = 'The request you have made requires authentication.';
    assert.deepEqual(answer.json, { error: { code: 401, title: 'Unauthorized', message } });
    assert.match(answer.headers['www-authenticate'] ?? '', /^Keystone uri="/);
  });

  for (const [method, path] of [
    ['GET', '/nowhere'],
    ['PUT', '/servers'],
    ['PATCH', '/servers'],
  ] as const) {
    novaTest(`${method} ${path} is not there, in the words of WebOb`, async () => {
      const answer = await nova(demo, method, path);
      assert.equal(answer.status, 404);
      const message = 'The resource could not be found.<br /><br />\n\n\n';
      assert.deepEqual(answer.json, { message, code: '404 Not Found', title: 'Not Found' });
      assert.equal(answer.headers['openstack-api-version'], undefined);
    });
  }

  novaTest('every answer has the id of its request twice', async () => {
    const { headers } = await nova(demo, 'GET', '/servers?limit=1');
    assert.match(String(headers['x-openstack-request-id']), /^req-/);
    assert.equal(headers['x-compute-request-id'], headers['x-openstack-request-id']);
  });

  novaTest('the project may stand in the path, and then stands in the links', async () => {
    const answer = await nova(demo, 'GET', `/${demo.projectId}/flavors?limit=1`);
    assert.equal(answer.status, 200, answer.text);
    const href = stringAt(answer.json, 'flavors', 0, 'links', 0, 'href');
    assert.ok(href.startsWith(`${root}/v2.1/${demo.projectId}/flavors/`), href);
  });

  novaTest('another project may not', async () => {
    const answer = await nova(demo, 'GET', `/${alt.projectId}/flavors`);
    const message = `Malformed request URL: URL's project_id '${alt.projectId}' doesn't match Context's project_id '${demo.projectId}'`;
    assertFault(answer, 400, message);
  });

  novaTest('a body of another type is a 415', async () => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    assertFault(
      await nova(demo, 'POST', '/servers', { body: 'a=1', headers }),
      415,
      'Unsupported Content-Type',
    );
  });
});
