import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cloud, suite } from '../harness/cloud.ts';
import { at } from '../harness/json.ts';
import { send } from '../harness/wire.ts';

const { identityUrl, identity } = await cloud.session('demo');

suite('Keystone: version documents', () => {
  test('the root answers 300 with the versions it has', async () => {
    const answer = await send({ method: 'GET', url: `${identityUrl}/` });
    assert.equal(answer.status, 300);
    assert.equal(answer.headers['content-type'], 'application/json');
    assert.equal(answer.headers['location'], `${identityUrl}/v3/`);
    const version = at(answer.json, 'versions', 'values', 0);
    assert.equal(at(version, 'id'), cloud.release.identityVersion);
    assert.equal(at(version, 'status'), 'stable');
    assert.deepEqual(at(version, 'links'), [{ rel: 'self', href: `${identityUrl}/v3/` }]);
    assert.deepEqual(at(version, 'media-types'), [
      { base: 'application/json', type: 'application/vnd.openstack.identity-v3+json' },
    ]);
    assert.equal(at(answer.json, 'versions', 'values', 1), undefined);
  });

  for (const path of ['/v3', '/v3/']) {
    test(`${path} answers 200 with its own version`, async () => {
      const answer = await send({ method: 'GET', url: identityUrl + path });
      assert.equal(answer.status, 200);
      assert.equal(at(answer.json, 'version', 'id'), cloud.release.identityVersion);
      assert.equal(at(answer.json, 'version', 'status'), 'stable');
      assert.deepEqual(at(answer.json, 'version', 'links'), [{ rel: 'self', href: `${identityUrl}/v3/` }]);
    });
  }

  for (const path of ['/v9', '/v3/nothing']) {
    test(`${path} is a 404 in HTML, whatever the client accepts`, async () => {
      const answer = await identity('GET', path);
      assert.equal(answer.status, 404);
      assert.equal(answer.headers['content-type'], 'text/html; charset=utf-8');
      assert.match(
        answer.text,
        /^<!doctype html>\n<html lang=en>\n<title>404 Not Found<\/title>\n<h1>Not Found<\/h1>\n/,
      );
    });
  }

  test('a method that a resource does not have is a 405 that names those it has', async () => {
    const answer = await identity('PUT', '/v3/auth/tokens', { json: {} });
    assert.equal(answer.status, 405);
    assert.deepEqual((answer.headers['allow'] ?? '').split(', ').toSorted(), [
      'DELETE',
      'GET',
      'HEAD',
      'OPTIONS',
      'POST',
    ]);
    assert.deepEqual(answer.json, { message: 'The method is not allowed for the requested URL.' });
  });
});
