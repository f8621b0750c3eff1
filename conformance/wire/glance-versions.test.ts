import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cloud, suite } from '../harness/cloud.ts';
import { assertImageError, explained, unauthorized } from '../harness/errors.ts';
import { at, listAt } from '../harness/json.ts';
import { send } from '../harness/wire.ts';

const demo = await cloud.session('demo');
const minor = (id: unknown): number => Number(String(id).replace('v2.', ''));
const notFound = explained('The resource could not be found.');

suite('Glance: versions and paths', () => {
  const documents: readonly (readonly [string, number])[] = [
    ['', 300],
    ['/', 300],
    ['/versions', 200],
    ['/versions/', 200],
    ['/v9', 300],
    ['/v1/images', 300],
  ];
  for (const [path, code] of documents) {
    test(`"${path}" answers ${code} with all versions, to anybody`, async () => {
      const answer = await send({ method: 'GET', url: demo.imageUrl + path });
      assert.equal(answer.status, code);
      assert.equal(answer.headers['content-type'], 'application/json');
      const links = [{ rel: 'self', href: `${demo.imageUrl}/v2/` }];
      const versions = cloud.release.imageVersions.map(({ id, status }) => ({ id, status, links }));
      assert.deepEqual(answer.json, { versions });
    });
  }

  test('exactly one version is CURRENT, and it is the highest, not always the first', async () => {
    const answer = await demo.image('GET', '/versions');
    const versions = listAt(answer.json, 'versions');
    const current = versions.filter((version) => at(version, 'status') === 'CURRENT');
    assert.equal(current.length, 1);
    assert.equal(
      minor(at(current, 0, 'id')),
      Math.max(...versions.map((version) => minor(at(version, 'id')))),
    );
  });

  for (const path of ['/v2', '/v2/', '/v2/nothing', '/v2/images']) {
    test(`${path} without a token is a 401 that says where to get one`, async () => {
      const answer = await demo.image('GET', path, { headers: { 'X-Auth-Token': null } });
      assertImageError(answer, 401, unauthorized);
      assert.match(answer.headers['www-authenticate'] ?? '', /^Keystone uri="https?:\/\/[^"]+"$/);
    });
  }

  test('a token that is none is the same 401', async () => {
    const answer = await demo.image('GET', '/v2/images', { headers: { 'X-Auth-Token': 'none' } });
    assertImageError(answer, 401, unauthorized);
  });

  test('/v2 redirects to /v2/', async () => {
    const answer = await demo.image('GET', '/v2');
    assert.equal(answer.status, 302);
    assert.equal(answer.headers['location'], `${demo.imageUrl}/v2/`);
    assert.equal(answer.text, '');
  });

  for (const path of ['/v2/', '/v2/nothing', '/v2/schemas/nothing', '/v2/images/x/actions/nothing']) {
    test(`${path} is a 404`, async () => {
      const answer = await demo.image(path.includes('actions') ? 'POST' : 'GET', path);
      assertImageError(answer, 404, notFound);
    });
  }

  const methods: readonly (readonly [string, string, readonly string[]])[] = [
    ['PUT', '/v2/images', ['GET', 'POST']],
    ['PUT', '/v2/images/x', ['DELETE', 'GET', 'PATCH']],
    ['DELETE', '/v2/images/x/file', ['GET', 'PUT']],
    ['GET', '/v2/images/x/tags/y', ['DELETE', 'PUT']],
  ];
  for (const [method, path, allowed] of methods) {
    test(`${method} ${path} is a 405 that names the methods there are`, async () => {
      const answer = await demo.image(method, path);
      assertImageError(answer, 405, `The method ${method} is not allowed for this resource. <br /><br />\n`);
      assert.deepEqual((answer.headers['allow'] ?? '').split(', ').toSorted(), allowed);
    });
  }

  test('HEAD of an image is a 405: there is no cheaper way than GET', async () => {
    const answer = await demo.image('HEAD', '/v2/images/x');
    assert.equal(answer.status, 405);
  });
});
