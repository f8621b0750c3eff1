import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cloud, suite } from '../harness/cloud.ts';
import { assertAuthenticationRequired, assertIdentityError } from '../harness/errors.ts';
import { at, listAt, stringAt } from '../harness/json.ts';

const admin = await cloud.session('admin');
const demo = await cloud.session('demo');
const alt = await cloud.session('alt');
const demoConfig = cloud.config('demo');

suite('Keystone: catalog, projects, users and what else a client looks up', () => {
  test('the catalog lists three interfaces of identity and image', async () => {
    const answer = await demo.identity('GET', '/v3/auth/catalog');
    assert.equal(answer.status, 200);
    assert.deepEqual(at(answer.json, 'catalog'), at(demo.tokenBody, 'token', 'catalog'));
    for (const type of ['identity', 'image']) {
      const service = listAt(answer.json, 'catalog').find((each) => at(each, 'type') === type);
      const endpoints = listAt(service, 'endpoints');
      const interfaces = endpoints.map((each) => stringAt(each, 'interface'));
      assert.deepEqual(interfaces.toSorted(), ['admin', 'internal', 'public'], type);
      for (const endpoint of endpoints) {
        assert.equal(at(endpoint, 'region'), demoConfig.regionName);
        assert.equal(at(endpoint, 'region_id'), demoConfig.regionName);
        assert.equal(at(endpoint, 'url'), type === 'image' ? demo.imageUrl : `${demo.identityUrl}/v3`);
      }
    }
  });

  test('the catalog needs a token', async () => {
    assertAuthenticationRequired(
      await demo.identity('GET', '/v3/auth/catalog', { headers: { 'X-Auth-Token': null } }),
    );
  });

  test('a user sees the projects she has a role in', async () => {
    const answer = await demo.identity('GET', '/v3/auth/projects');
    assert.equal(answer.status, 200);
    assert.deepEqual(at(answer.json, 'projects'), [
      {
        id: demo.projectId,
        name: demoConfig.projectName,
        domain_id: 'default',
        description: '',
        enabled: true,
        parent_id: 'default',
        is_domain: false,
        tags: [],
        options: {},
        links: { self: `${demo.identityUrl}/v3/projects/${demo.projectId}` },
      },
    ]);
    const self = `${demo.identityUrl}/v3/auth/projects`;
    assert.deepEqual(at(answer.json, 'links'), { next: null, self, previous: null });
  });

  test('a member sees no domain', async () => {
    const answer = await demo.identity('GET', '/v3/auth/domains');
    assert.equal(answer.status, 200);
    assert.deepEqual(at(answer.json, 'domains'), []);
  });

  test('a member reads her own project and user', async () => {
    const project = await demo.identity('GET', `/v3/projects/${demo.projectId}`);
    assert.equal(project.status, 200);
    assert.equal(at(project.json, 'project', 'name'), demoConfig.projectName);
    const user = await demo.identity('GET', `/v3/users/${demo.userId}`);
    assert.equal(user.status, 200);
    assert.equal(at(user.json, 'user', 'name'), demoConfig.username);
    assert.equal(at(user.json, 'user', 'domain_id'), 'default');
  });

  test('a member reads no other project', async () => {
    const answer = await demo.identity('GET', `/v3/projects/${alt.projectId}`);
    assertIdentityError(
      answer,
      403,
      'You are not authorized to perform the requested action: identity:get_project.',
    );
  });

  test('a member does not list users', async () => {
    const answer = await demo.identity('GET', '/v3/users');
    assertIdentityError(
      answer,
      403,
      'You are not authorized to perform the requested action: identity:list_users.',
    );
  });

  test('a project that is not there is a 404', async () => {
    const answer = await admin.identity('GET', '/v3/projects/nowhere');
    assertIdentityError(answer, 404, 'Could not find project: nowhere.');
  });

  const lookups: readonly (readonly [string, string, string, string])[] = [
    ['projects', `name=${demoConfig.projectName}`, 'id', demo.projectId],
    ['users', `name=${demoConfig.username}`, 'id', demo.userId],
    ['domains', 'name=Default', 'id', 'default'],
    ['roles', 'name=member', 'name', 'member'],
    ['services', 'type=image', 'name', 'glance'],
    ['regions', '', 'id', demoConfig.regionName],
  ];
  for (const [kind, query, attribute, value] of lookups) {
    test(`an administrator finds one of the ${kind}`, async () => {
      const path = `/v3/${kind}${query && `?${query}`}`;
      const answer = await admin.identity('GET', path);
      assert.equal(answer.status, 200);
      assert.deepEqual(
        listAt(answer.json, kind).map((each) => at(each, attribute)),
        [value],
      );
      assert.deepEqual(at(answer.json, 'links'), {
        next: null,
        self: admin.identityUrl + path,
        previous: null,
      });
    });
  }

  test('an administrator lists endpoints by interface', async () => {
    const answer = await admin.identity('GET', '/v3/endpoints?interface=public');
    assert.equal(answer.status, 200);
    const urls = listAt(answer.json, 'endpoints').map((each) => stringAt(each, 'url'));
    // A cloud may have more services than these.
    const ours = urls.filter((url) => url === admin.imageUrl || url === `${admin.identityUrl}/v3`);
    assert.deepEqual(ours.toSorted(), [admin.imageUrl, `${admin.identityUrl}/v3`].toSorted());
  });
});
