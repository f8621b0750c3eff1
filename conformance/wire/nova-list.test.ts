import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { file } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { createActiveImage, uniqueName } from '../harness/images.ts';
import { at, listAt, stringAt } from '../harness/json.ts';
import type { Session } from '../harness/session.ts';
import {
  assertFault,
  createServer,
  lacksNova,
  noPolicy,
  nova,
  novaTest,
  showServer,
} from '../harness/servers.ts';

// The quota of servers of demo is left to the other tests.
const owner = await cloud.session('alt');
const other = await cloud.session('demo');
const admin = await cloud.session('admin');
const run = uniqueName('nova');
const image = lacksNova === false ? await createActiveImage(file, owner, 'a disk') : '';
const ids: string[] = [];
if (lacksNova === false) {
  for (const leaf of ['c', 'a', 'b']) {
    // Nova knows to the second when a server was made, and the newest is to be known by that.
    if (ids.length > 0) await delay(1000);
    ids.push(
      await createServer(file, owner, { name: `${run}-${leaf}`, imageRef: image, tags: [run, leaf] }, '2.52'),
    );
  }
}
const [first = '', second = '', third = ''] = ids;

/** The ids of a list of this run's servers. */
async function list(query: string, version?: string, session: Session = owner): Promise<readonly string[]> {
  const answer = await nova(session, 'GET', `/servers?name=${run}&${query}`, { version });
  assert.equal(answer.status, 200, answer.text);
  return listAt(answer.json, 'servers').map((server) => stringAt(server, 'id'));
}

/** The ids of the servers with a name that matches. */
async function named(pattern: string): Promise<readonly string[]> {
  const { json } = await nova(owner, 'GET', `/servers?name=${encodeURIComponent(pattern)}`);
  return listAt(json, 'servers').map((server) => stringAt(server, 'id'));
}

suite('Nova: lists of servers', () => {
  novaTest('the newest is first', async () => {
    assert.deepEqual(await list(''), [third, second, first]);
  });

  novaTest('sorted by one key or several', async () => {
    assert.deepEqual(await list('sort_key=display_name&sort_dir=asc'), [second, third, first]);
    assert.deepEqual(await list('sort_key=image_ref&sort_key=display_name&sort_dir=asc&sort_dir=desc'), [
      first,
      third,
      second,
    ]);
  });

  novaTest('filtered', async () => {
    assert.deepEqual(await list(`image=${image}`), [third, second, first]);
    assert.deepEqual(await list(`image=${randomUUID()}`), []);
    assert.deepEqual(await list('status=ACTIVE'), [third, second, first]);
    assert.deepEqual(await list('status=SHUTOFF&status=active'), [third, second, first]);
    assert.deepEqual(await list('status=SHUTOFF'), []);
    assert.deepEqual(await list('tags=a', '2.26'), [second]);
    assert.deepEqual(await list('tags-any=a,b', '2.26'), [third, second]);
    assert.deepEqual(await list('not-tags-any=a,b', '2.26'), [first]);
    assert.deepEqual(await list('locked=true', '2.73'), []);
    assert.deepEqual(await list('changes-since=2100-01-01T00:00:00Z'), []);
    assert.deepEqual(await list('marker='), [third, second, first], 'an empty marker is none');
  });

  novaTest('a filter that comes later, or is for admins, is passed over', async () => {
    assert.deepEqual(await list('tags=a', '2.25'), [third, second, first]);
    assert.deepEqual(await list('vm_state=stopped', '2.82'), [third, second, first]);
    assert.deepEqual(await list('vm_state=stopped', '2.83'), []);
    assert.deepEqual(await list('host=nobody'), [third, second, first]);
  });

  novaTest('names are matched as regular expressions, whatever the case', async () => {
    assert.deepEqual(await named(`^${run}-[ab]$`), [third, second]);
    assert.deepEqual(await named(`^${run}-(a|b)$`), [], 'but for bars, which stand for themselves');
    assert.deepEqual(await named(`${run}-A$`), [second]);
  });

  novaTest('pages lead to the next one, which keeps the query in the order of its names', async () => {
    const page = await nova(owner, 'GET', `/servers?name=${run}&limit=2`);
    const href = `${owner.computeUrl}/servers?limit=2&name=${run}&marker=${second}`;
    assert.deepEqual(at(page.json, 'servers_links'), [{ rel: 'next', href }]);
    const last = await nova(owner, 'GET', `/servers?name=${run}&limit=2&marker=${second}`);
    assert.deepEqual(
      listAt(last.json, 'servers').map((server) => stringAt(server, 'id')),
      [first],
    );
    assert.equal(at(last.json, 'servers_links'), undefined);
    const detail = await nova(owner, 'GET', `/servers/detail?name=${run}&limit=1`);
    const next = `${owner.computeUrl}/servers/detail?limit=1&name=${run}&marker=${third}`;
    assert.equal(stringAt(detail.json, 'servers_links', 0, 'href'), next);
  });

  novaTest('details are those of the server itself', async () => {
    const { json } = await nova(owner, 'GET', `/servers/detail?name=${run}-a`, { version: '2.70' });
    assert.deepEqual(at(json, 'servers', 0), await showServer(owner, second, '2.70'));
    const brief = await nova(owner, 'GET', `/servers?name=${run}-a`);
    assert.deepEqual(Object.keys(Object(at(brief.json, 'servers', 0))), ['id', 'name', 'links']);
  });

  novaTest('others see none of it; only admins see all projects', async () => {
    assert.deepEqual(await list('', undefined, other), []);
    assert.deepEqual(await list('', undefined, admin), []);
    assert.deepEqual(await list('all_tenants=1', undefined, admin), [third, second, first]);
    assert.deepEqual(await list(`all_tenants=1&tenant_id=${other.projectId}`, undefined, admin), []);
    assertFault(
      await nova(other, 'GET', '/servers?all_tenants=1'),
      403,
      noPolicy('servers:index:get_all_tenants'),
    );
    assertFault(
      await nova(other, 'GET', '/servers/detail?all_tenants=1'),
      403,
      noPolicy('servers:detail:get_all_tenants'),
    );
  });

  novaTest('a status there is not: nothing until 2.37, a 400 since', async () => {
    assert.deepEqual(await list('status=HAPPY', '2.37'), []);
    assertFault(
      await nova(owner, 'GET', '/servers?status=HAPPY', { version: '2.38' }),
      400,
      'Invalid status value',
    );
  });

  const refused = [
    [
      'limit=x',
      undefined,
      400,
      "Invalid input for query parameters limit. Value: x. 'x' does not match '^[0-9]*$'",
    ],
    ['marker=nobody', undefined, 400, 'marker [nobody] not found'],
    ['sort_key=host', undefined, 403, 'Only administrators can sort servers by host'],
    [
      'sort_dir=up',
      undefined,
      400,
      "Invalid input received: Unknown sort direction, must be 'desc' or 'asc'",
    ],
    ['name=*', undefined, 400, "Invalid input for query parameters name. Value: *. '*' is not a 'regex'"],
    [
      'changes-since=then',
      undefined,
      400,
      "Invalid input for query parameters changes-since. Value: then. 'then' is not a 'date-time'",
    ],
    [
      'locked=perhaps',
      '2.73',
      400,
      "Unrecognized value 'perhaps', acceptable values are: '0', '1', 'f', 'false', 'n', 'no', 'off', 'on', 't', 'true', 'y', 'yes'",
    ],
    [
      'changes-since=2020-01-02&changes-before=2020-01-01',
      '2.66',
      400,
      'The value of changes-since must be less than or equal to changes-before.',
    ],
    ['status=DELETED', undefined, 403, 'Only administrators may list deleted instances'],
    ['colour=red', '2.75', 400, "'colour' does not match any of the regexes: '^_'"],
  ] as const;
  for (const [query, version, status, message] of refused) {
    novaTest(`${query} is a ${status}`, async () => {
      assertFault(await nova(owner, 'GET', `/servers?${query}`, { version }), status, message);
    });
  }
});
