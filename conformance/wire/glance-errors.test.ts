import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { cloud, suite } from '../harness/cloud.ts';
import { assertImageError, noImage } from '../harness/errors.ts';

const demo = await cloud.session('demo');
const id = randomUUID();

const html = (title: string, text: string): string =>
  `<html>\n <head>\n  <title>${title}</title>\n </head>\n <body>\n  <h1>${title}</h1>\n  ${text}<br /><br />\n\n\n\n </body>\n</html>`;

suite('Glance: the form of an error follows Accept', () => {
  for (const accept of ['application/json', 'application/*', 'application/json, text/html;q=0.5']) {
    test(`Accept: ${accept} gives JSON, with the marks of HTML in its message`, async () => {
      const answer = await demo.image('GET', `/v2/images/${id}`, { headers: { Accept: accept } });
      assertImageError(answer, 404, noImage(id));
    });
  }

  for (const accept of ['*/*', 'text/html']) {
    test(`Accept: ${accept} gives HTML`, async () => {
      const answer = await demo.image('GET', `/v2/images/${id}`, { headers: { Accept: accept } });
      assert.equal(answer.status, 404);
      assert.equal(answer.headers['content-type'], 'text/html; charset=UTF-8');
      assert.equal(answer.text, html('404 Not Found', `No image found with ID ${id}`));
    });
  }

  for (const accept of [null, 'text/plain', 'image/png']) {
    test(`${accept === null ? 'no Accept' : `Accept: ${accept}`} gives plain text`, async () => {
      const answer = await demo.image('GET', `/v2/images/${id}`, { headers: { Accept: accept } });
      assert.equal(answer.status, 404);
      assert.equal(answer.headers['content-type'], 'text/plain; charset=UTF-8');
      assert.equal(answer.text, `404 Not Found\n\nNo image found with ID ${id}\n\n   `);
    });
  }

  test('HTML is escaped, JSON is not', async () => {
    const path = `/v2/images/a'%3Cb%3E&`;
    const page = await demo.image('GET', path, { headers: { Accept: 'text/html' } });
    assert.equal(page.text, html('404 Not Found', 'No image found with ID a&#x27;&lt;b&gt;&amp;'));
    assertImageError(await demo.image('GET', path), 404, noImage("a'<b>&"));
  });

  test('the 401 of the middleware follows Accept as well', async () => {
    const answer = await demo.image('GET', '/v2/images', {
      headers: { Accept: '*/*', 'X-Auth-Token': null },
    });
    assert.equal(answer.status, 401);
    assert.equal(answer.headers['content-type'], 'text/html; charset=UTF-8');
    assert.match(answer.text, /<h1>401 Unauthorized<\/h1>\n  This server could not verify/);
  });

  test('the data route gives errors as JSON too', async () => {
    const answer = await demo.image('GET', `/v2/images/${id}/file`);
    assertImageError(answer, 404, noImage(id));
  });

  test('each answer has a request id of its own', async () => {
    const first = await demo.image('GET', `/v2/images/${id}`);
    const second = await demo.image('GET', '/v2/images?limit=1');
    const pattern = /^req-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
    assert.match(String(first.headers['x-openstack-request-id']), pattern);
    assert.match(String(second.headers['x-openstack-request-id']), pattern);
    assert.notEqual(first.headers['x-openstack-request-id'], second.headers['x-openstack-request-id']);
  });

  test('a request id that the client sends comes back', async () => {
    const sent = `req-${randomUUID()}`;
    const answer = await demo.image('GET', '/v2/images?limit=1', {
      headers: { 'X-Openstack-Request-Id': sent },
    });
    assert.equal(answer.headers['x-openstack-request-id'], sent);
  });

  test('nothing is allowed across origins unless the operator says so', async () => {
    const answer = await demo.image('GET', '/v2/images?limit=1', {
      headers: { Origin: 'http://app.example' },
    });
    assert.equal(answer.status, 200);
    const names = Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'));
    assert.deepEqual(names, []);
  });
});
