import assert from 'node:assert/strict';

import { cloud, suite } from '../harness/cloud.ts';
import { assertFault, nova, novaTest } from '../harness/servers.ts';

const demo = await cloud.session('demo');
const newest = cloud.release.computeVersion;

suite('Nova: microversions', () => {
  const told = [
    ['none is asked for', {}, '2.1'],
    ['one is asked for', { 'OpenStack-API-Version': 'compute 2.45' }, '2.45'],
    ['the newest is asked for', { 'OpenStack-API-Version': 'compute latest' }, newest],
    ['one of several services', { 'OpenStack-API-Version': 'volume 3.1, compute 2.30' }, '2.30'],
    ['of other services only', { 'OpenStack-API-Version': 'volume 3.1' }, '2.1'],
    ['in the header of old', { 'X-OpenStack-Nova-API-Version': '2.26' }, '2.26'],
  ] as const;
  for (const [title, headers, version] of told) {
    novaTest(`${title}: ${version} is told in both headers`, async () => {
      const answer = await nova(demo, 'GET', '/servers?limit=1', { headers });
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.headers['openstack-api-version'], `compute ${version}`);
      assert.equal(answer.headers['x-openstack-nova-api-version'], version);
      assert.equal(answer.headers.vary, 'OpenStack-API-Version, X-OpenStack-Nova-API-Version');
    });
  }

  for (const version of ['2.0', '1.9', '3.1', '2.9999']) {
    novaTest(`${version} is out of range: 406, which tells the range`, async () => {
      const answer = await nova(demo, 'GET', '/servers', { version });
      const message = `Version ${version} is not supported by the API. Minimum is 2.1 and maximum is ${newest}.`;
      assertFault(answer, 406, message);
      assert.equal(answer.headers['openstack-api-version'], `compute ${version}`);
    });
  }

  for (const version of ['2', '2.x', '2.01', 'two']) {
    novaTest(`${version} is no version: 400`, async () => {
      const answer = await nova(demo, 'GET', '/servers', { version });
      const message = `API Version String ${version} is of invalid format. Must be of format MajorNum.MinorNum.`;
      assertFault(answer, 400, message);
      assert.equal(answer.headers['openstack-api-version'], undefined);
    });
  }
});
