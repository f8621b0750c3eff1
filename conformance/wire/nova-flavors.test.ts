import assert from 'node:assert/strict';

import type { Scope } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { uniqueName } from '../harness/images.ts';
import { at, listAt, stringAt } from '../harness/json.ts';
import type { Json } from '../harness/json.ts';
import { assertFault, nanoFlavor, noPolicy, nova, novaTest } from '../harness/servers.ts';

const demo = await cloud.session('demo');
const admin = await cloud.session('admin');
const root = (demo.computeUrl ?? '').replace(/\/v2\.1$/, '');
const small = { ram: 64, disk: 1, vcpus: 1 };

/** Makes a flavor that is gone when the scope has ended; its id. */
async function createFlavor(scope: Scope, wanted: Readonly<Record<string, Json>> = {}): Promise<string> {
  const json = { flavor: { name: uniqueName(), ...small, ...wanted } };
  const answer = await nova(admin, 'POST', '/flavors', { json, version: '2.61' });
  assert.equal(answer.status, 200, answer.text);
  const id = stringAt(answer.json, 'flavor', 'id');
  scope.after(async () => void (await nova(admin, 'DELETE', `/flavors/${id}`)));
  return id;
}

/** The ids of the flavors an admin finds. */
async function ids(query: string): Promise<readonly (Json | undefined)[]> {
  const { json } = await nova(admin, 'GET', `/flavors${query}`);
  return listAt(json, 'flavors').map((flavor) => at(flavor, 'id'));
}

suite('Nova: flavors', () => {
  novaTest('shown as the microversion has them', async () => {
    const id = await nanoFlavor();
    const links = [
      { rel: 'self', href: `${demo.computeUrl}/flavors/${id}` },
      { rel: 'bookmark', href: `${root}/flavors/${id}` },
    ];
    const old = {
      id,
      name: 'm1.nano',
      ...small,
      swap: '',
      'OS-FLV-EXT-DATA:ephemeral': 0,
      'OS-FLV-DISABLED:disabled': false,
      'os-flavor-access:is_public': true,
      rxtx_factor: 1,
      links,
    };
    const shown = async (version: string): Promise<Json | undefined> =>
      at((await nova(demo, 'GET', `/flavors/${id}`, { version })).json, 'flavor');
    assert.deepEqual(await shown('2.54'), old);
    assert.deepEqual(await shown('2.55'), { ...old, description: null });
    assert.deepEqual(await shown('2.61'), { ...old, description: null, extra_specs: {} });
    assert.deepEqual(await shown('2.75'), { ...old, swap: 0, description: null, extra_specs: {} });
  });

  novaTest('listed, with and without details, in pages', async (t) => {
    const id = await createFlavor(t);
    const page = await nova(demo, 'GET', `/flavors?limit=1`);
    const [first] = listAt(page.json, 'flavors');
    assert.deepEqual(Object.keys(Object(first)), ['id', 'name', 'links']);
    const marker = stringAt(first, 'id');
    assert.equal(
      stringAt(page.json, 'flavors_links', 0, 'href'),
      `${demo.computeUrl}/flavors?limit=1&marker=${marker}`,
    );
    const detailed = await nova(demo, 'GET', `/flavors/detail?sort_key=created_at&sort_dir=desc&limit=5`);
    assert.ok(listAt(detailed.json, 'flavors').some((flavor) => at(flavor, 'id') === id));
  });

  novaTest('only admins make and delete them', async (t) => {
    const json = { flavor: { name: uniqueName(), ...small } };
    const refused = await nova(demo, 'POST', '/flavors', { json });
    assertFault(refused, 403, noPolicy('os-flavor-manage:create'));
    const id = await createFlavor(t, { description: 'small', ram: '64' });
    const again = await nova(admin, 'POST', '/flavors', {
      json: { flavor: { name: uniqueName(), ...small, id } },
    });
    assertFault(again, 409, `Flavor with ID ${id} already exists.`);
    const shown = await nova(demo, 'GET', `/flavors/${id}`, { version: '2.61' });
    assert.deepEqual(
      [at(shown.json, 'flavor', 'ram'), at(shown.json, 'flavor', 'description')],
      [64, 'small'],
    );
    const name = stringAt(shown.json, 'flavor', 'name');
    const same = await nova(admin, 'POST', '/flavors', { json: { flavor: { ...small, name } } });
    assertFault(same, 409, `Flavor with name ${name} already exists.`);
    assertFault(await nova(demo, 'DELETE', `/flavors/${id}`), 403, noPolicy('os-flavor-manage:delete'));
    assert.equal((await nova(admin, 'DELETE', `/flavors/${id}`)).status, 202);
    assertFault(await nova(admin, 'GET', `/flavors/${id}`), 404, `Flavor ${id} could not be found.`);
  });

  novaTest('one that is not public is not there for others', async (t) => {
    const id = await createFlavor(t, { 'os-flavor-access:is_public': false });
    assertFault(await nova(demo, 'GET', `/flavors/${id}`), 404, `Flavor ${id} could not be found.`);
    assert.equal((await ids('')).includes(id), false);
    assert.equal((await ids('?is_public=None')).includes(id), true);
    assert.equal((await ids('?is_public=false')).includes(id), true);
  });

  novaTest('extra specs are set by admins and read by all', async (t) => {
    const id = await createFlavor(t);
    const json = { extra_specs: { 'hw:cpu_policy': 'dedicated' } };
    const path = `/flavors/${id}/os-extra_specs`;
    assertFault(await nova(demo, 'POST', path, { json }), 403, noPolicy('os-flavor-extra-specs:create'));
    assert.deepEqual((await nova(admin, 'POST', path, { json })).json, json);
    assert.deepEqual((await nova(demo, 'GET', path)).json, json);
    assert.deepEqual((await nova(demo, 'GET', `${path}/hw:cpu_policy`)).json, json.extra_specs);
    assert.equal((await nova(admin, 'DELETE', `${path}/hw:cpu_policy`)).status, 200);
    const message = `Flavor ${id} has no extra specs with key hw:cpu_policy.`;
    assertFault(await nova(demo, 'GET', `${path}/hw:cpu_policy`), 404, message);
  });

  const refused = [
    ['?marker=nobody', undefined, 'marker [nobody] not found'],
    ['?minRam=x', undefined, 'Invalid minRam filter [x]'],
    [
      '?limit=-1',
      undefined,
      "Invalid input for query parameters limit. Value: -1. '-1' does not match '^[0-9]*$'",
    ],
    [
      '?sort_dir=up',
      undefined,
      "Invalid input for query parameters sort_dir. Value: up. 'up' is not one of ['asc', 'desc']",
    ],
    ['?colour=red', '2.75', "Additional properties are not allowed ('colour' was unexpected)"],
  ] as const;
  for (const [query, version, message] of refused) {
    novaTest(`GET /flavors${query} is a 400`, async () => {
      assertFault(await nova(demo, 'GET', `/flavors${query}`, { version }), 400, message);
    });
  }

  const wrong = [
    [{ ram: 0 }, 'Invalid input for field/attribute ram. Value: 0. 0 is less than the minimum of 1'],
    [
      { name: ' x' },
      "An invalid 'name' value was provided. The name must be: printable characters. Can not start or end with whitespace.",
    ],
    [
      { vcpus: 'many' },
      "Invalid input for field/attribute vcpus. Value: many. 'many' does not match '^[0-9]+$'",
    ],
  ] as const;
  for (const [part, message] of wrong) {
    novaTest(`a flavor with ${JSON.stringify(part)} is a 400`, async () => {
      const json = { flavor: { name: 'nova', ...small, ...part } };
      assertFault(await nova(admin, 'POST', '/flavors', { json }), 400, message);
    });
  }
});
