import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { login, messageOf } from '../support/client.ts';
import { startCloud } from '../support/cloud.ts';

describe('image records', () => {
  test('properties stand beside the standard attributes', async (t) => {
    const demo = await login(await startCloud(t), 'demo');
    const image = await demo.createImage({ name: 'one', os_distro: 'debian', tags: ['a'] });
    assert.equal(image['os_distro'], 'debian');
    assert.equal(image['visibility'], 'shared');
    assert.deepEqual(image['tags'], ['a']);
    assert.deepEqual(await demo.getImage(image.id), image);
  });

  test('an id can be chosen once, and never again', async (t) => {
    const demo = await login(await startCloud(t), 'demo');
    const id = '11111111-2222-4333-8444-555555555555';
    await demo.createImage({ id });
    const again = (): ReturnType<typeof demo.call> =>
      demo.call('/v2/images', { method: 'POST', body: JSON.stringify({ id }) });
    assert.equal((await again()).status, 409);
    await demo.call(`/v2/images/${id}`, { method: 'DELETE' });
    assert.equal((await demo.call(`/v2/images/${id}`)).status, 404);
    assert.equal((await again()).status, 409, 'deleted ids stay taken');
  });

  test('a change that fails leaves nothing of the changes before it', async (t) => {
    const demo = await login(await startCloud(t), 'demo');
    const { id } = await demo.createImage({ name: 'before' });
    const answer = await demo.patch(id, [
      { op: 'replace', path: '/name', value: 'after' },
      { op: 'add', path: '/extra', value: 'x' },
      { op: 'remove', path: '/missing' },
    ]);
    assert.equal(answer.status, 409);
    const image = await demo.getImage(id);
    assert.equal(image['name'], 'before');
    assert.equal('extra' in image, false);
  });

  test('a name with a slash is escaped in a change', async (t) => {
    const demo = await login(await startCloud(t), 'demo');
    const { id } = await demo.createImage();
    await demo.patch(id, [{ op: 'add', path: '/a~1b~0c', value: 'x' }]);
    assert.equal((await demo.getImage(id))['a/b~c'], 'x');
  });

  test('a property may have any name, those of JavaScript included', async (t) => {
    const demo = await login(await startCloud(t), 'demo');
    const image = await demo.createImage({ constructor: 'x', name: 'odd' });
    await demo.patch(image.id, [{ op: 'add', path: '/toString', value: 'y' }]);
    await demo.patch(image.id, [{ op: 'add', path: '/__proto__', value: 'z' }]);
    const { text } = await demo.call(`/v2/images?constructor=x&toString=y&__proto__=z`);
    assert.equal(JSON.parse(text).images.length, 1);
    assert.match(text, /"constructor": "x", "toString": "y", "__proto__": "z", "name": "odd"/);
    assert.equal(JSON.parse((await demo.call('/v2/images?constructor=other')).text).images.length, 0);
  });

  test('a protected image is not deleted', async (t) => {
    const demo = await login(await startCloud(t), 'demo');
    const { id } = await demo.createImage({ protected: true });
    assert.equal((await demo.call(`/v2/images/${id}`, { method: 'DELETE' })).status, 403);
    await demo.patch(id, [{ op: 'replace', path: '/protected', value: false }]);
    assert.equal((await demo.call(`/v2/images/${id}`, { method: 'DELETE' })).status, 204);
  });

  test('an attribute of a wrong type is refused in the words of the schema', async (t) => {
    const demo = await login(await startCloud(t), 'demo');
    const answer = await demo.call('/v2/images', { method: 'POST', body: '{"name": 5}' });
    assert.equal(answer.status, 400);
    assert.equal(
      messageOf(answer),
      [
        "Provided object does not match schema 'image': 5 is not of type 'null', 'string'",
        '',
        "Failed validating 'type' in schema['properties']['name']:",
        "    {'description': 'Descriptive name for the image',",
        "     'maxLength': 255,",
        "     'type': ['null', 'string']}",
        '',
        "On instance['name']:",
        '    5',
      ].join('\n'),
    );
  });

  test('errors come as HTML, JSON or text, as Accept says', async (t) => {
    const demo = await login(await startCloud(t), 'demo');
    for (const [accept, type] of [
      ['*/*', 'text/html; charset=UTF-8'],
      ['application/json', 'application/json'],
      ['text/plain', 'text/plain; charset=UTF-8'],
    ] as const) {
      const answer = await demo.call('/v2/images/none', { headers: { Accept: accept } });
      assert.equal(answer.status, 404);
      assert.equal(answer.headers['content-type'], type);
      assert.match(answer.text, /No image found with ID none/);
    }
  });
});
