import assert from 'node:assert/strict';

import type { Scope } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { uniqueName } from '../harness/images.ts';
import { at, listAt, stringAt } from '../harness/json.ts';
import { assertFault, noPolicy, nova, novaTest } from '../harness/servers.ts';

const demo = await cloud.session('demo');
const alt = await cloud.session('alt');
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHB4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4 somebody';
const fingerprint = 'b5:33:21:6e:0c:3c:80:37:1f:6b:3c:11:b5:3b:18:c6';

/** A name that key pairs of all microversions may have, gone when the scope has ended. */
function keyName(scope: Scope): string {
  const name = uniqueName('nova');
  scope.after(async () => void (await nova(demo, 'DELETE', `/os-keypairs/${name}`)));
  return name;
}

suite('Nova: key pairs', () => {
  novaTest(
    '2.1 answers a new one with 200 and without a type, later ones with 201 and with it',
    async (t) => {
      const [old, later] = [keyName(t), keyName(t)];
      const first = await nova(demo, 'POST', '/os-keypairs', {
        json: { keypair: { name: old, public_key: key } },
      });
      assert.equal(first.status, 200, first.text);
      assert.deepEqual(first.json, {
        keypair: { name: old, public_key: key, fingerprint, user_id: demo.userId },
      });
      const json = { keypair: { name: later, public_key: key } };
      const second = await nova(demo, 'POST', '/os-keypairs', { json, version: '2.2' });
      assert.equal(second.status, 201, second.text);
      assert.equal(stringAt(second.json, 'keypair', 'type'), 'ssh');
    },
  );

  novaTest('Nova makes a key until 2.91', async (t) => {
    const json = { keypair: { name: keyName(t) } };
    const answer = await nova(demo, 'POST', '/os-keypairs', { json, version: '2.91' });
    assert.equal(answer.status, 201, answer.text);
    assert.match(
      stringAt(answer.json, 'keypair', 'private_key'),
      /^-----BEGIN (RSA |OPENSSH )?PRIVATE KEY-----\n/,
    );
    assert.match(stringAt(answer.json, 'keypair', 'public_key'), /^ssh-\w+ .* Generated-by-Nova$/);
    const refused = await nova(demo, 'POST', '/os-keypairs', {
      json: { keypair: { name: 'x' } },
      version: '2.92',
    });
    const message =
      "Invalid input for field/attribute keypair. Value: {'name': 'x'}. 'public_key' is a required property";
    assertFault(refused, 400, message);
  });

  novaTest('shown with its dates, listed without', async (t) => {
    const name = keyName(t);
    await nova(demo, 'POST', '/os-keypairs', { json: { keypair: { name, public_key: key } } });
    const shown = await nova(demo, 'GET', `/os-keypairs/${name}`, { version: '2.2' });
    assert.equal(shown.status, 200);
    assert.deepEqual(Object.keys(Object(at(shown.json, 'keypair'))), [
      'name',
      'public_key',
      'fingerprint',
      'user_id',
      'created_at',
      'deleted',
      'deleted_at',
      'id',
      'updated_at',
      'type',
    ]);
    const list = await nova(demo, 'GET', '/os-keypairs', { version: '2.2' });
    const listed = listAt(list.json, 'keypairs').find((item) => at(item, 'keypair', 'name') === name);
    assert.deepEqual(listed, { keypair: { name, public_key: key, fingerprint, type: 'ssh' } });
    const page = await nova(demo, 'GET', '/os-keypairs?limit=1', { version: '2.35' });
    const last = stringAt(page.json, 'keypairs', 0, 'keypair', 'name');
    assert.equal(
      stringAt(page.json, 'keypairs_links', 0, 'href'),
      `${demo.computeUrl}/os-keypairs?limit=1&marker=${last}`,
    );
  });

  novaTest('deleting is 202 in 2.1 and 204 later', async (t) => {
    for (const [version, status] of [
      [undefined, 202],
      ['2.2', 204],
    ] as const) {
      const name = keyName(t);
      await nova(demo, 'POST', '/os-keypairs', { json: { keypair: { name, public_key: key } } });
      assert.equal((await nova(demo, 'DELETE', `/os-keypairs/${name}`, { version })).status, status);
      const missing = `Keypair ${name} not found for user ${demo.userId}`;
      assertFault(await nova(demo, 'GET', `/os-keypairs/${name}`), 404, missing);
      assertFault(await nova(demo, 'DELETE', `/os-keypairs/${name}`), 404, missing);
    }
  });

  novaTest('a name is taken once, by each user', async (t) => {
    const name = keyName(t);
    const json = { keypair: { name, public_key: key } };
    assert.equal((await nova(demo, 'POST', '/os-keypairs', { json })).status, 200);
    const message = `Key pair '${name}' already exists.`;
    assertFault(await nova(demo, 'POST', '/os-keypairs', { json }), 409, message);
    const missing = `Keypair ${name} not found for user ${alt.userId}`;
    assertFault(await nova(alt, 'GET', `/os-keypairs/${name}`), 404, missing);
  });

  novaTest('what is refused', async () => {
    const post = async (keypair: Readonly<Record<string, string>>, version = '2.2') =>
      await nova(demo, 'POST', '/os-keypairs', { json: { keypair }, version });
    assertFault(
      await post({ name: 'nova', public_key: 'bad' }),
      400,
      'Keypair data is invalid: failed to generate fingerprint',
    );
    const letters = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
    assertFault(
      await post({ name: 'a.b', public_key: key }),
      400,
      `An invalid 'name' value was provided. The name must be: Only expected characters: [_- ${letters}]`,
    );
    assertFault(
      await nova(demo, 'GET', `/os-keypairs?user_id=${alt.userId}`, { version: '2.10' }),
      403,
      noPolicy('os-keypairs:index'),
    );
  });
});
