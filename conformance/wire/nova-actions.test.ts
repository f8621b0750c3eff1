import assert from 'node:assert/strict';

import { file } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { createActiveImage, createImage, uniqueName } from '../harness/images.ts';
import { at, stringAt } from '../harness/json.ts';
import type { Json } from '../harness/json.ts';
import {
  act,
  assertFault,
  createServer,
  lacksNova,
  noPolicy,
  nova,
  novaTest,
  settled,
  showServer,
} from '../harness/servers.ts';

// The quota of servers of demo is left to the other tests.
const owner = await cloud.session('alt');
const admin = await cloud.session('admin');
const image = lacksNova === false ? await createActiveImage(file, owner, 'a disk') : '';
const id = lacksNova === false ? await createServer(file, owner, { imageRef: image }) : '';

const inState = (action: string, attribute: string, state: string): string =>
  `Cannot '${action}' instance ${id} while it is in ${attribute} ${state}`;

/** Does something, and waits until it is done; how the server is then. */
async function done(action: Json): Promise<string> {
  const answer = await act(owner, id, action);
  assert.equal(answer.status, 202, answer.text);
  assert.equal(answer.text, '');
  const server = await settled(owner, id);
  return `${stringAt(server, 'status')} ${JSON.stringify(at(server, 'OS-EXT-STS:power_state'))}`;
}

suite('Nova: actions', () => {
  novaTest('stop and start, each only in its state', async () => {
    assert.equal(await done({ 'os-stop': null }), 'SHUTOFF 4');
    assertFault(await act(owner, id, { 'os-stop': null }), 409, inState('stop', 'vm_state', 'stopped'));
    const soft = await act(owner, id, { reboot: { type: 'SOFT' } });
    assertFault(soft, 409, inState('reboot', 'vm_state', 'stopped'));
    assert.equal(await done({ 'os-start': null }), 'ACTIVE 1');
    assertFault(await act(owner, id, { 'os-start': null }), 409, inState('start', 'vm_state', 'active'));
  });

  novaTest('reboot, soft and hard', async () => {
    assert.equal(await done({ reboot: { type: 'SOFT' } }), 'ACTIVE 1');
    assert.equal(await done({ reboot: { type: 'hard' } }), 'ACTIVE 1');
    const message =
      "Invalid input for field/attribute type. Value: x. 'x' is not one of ['HARD', 'Hard', 'hard', 'SOFT', 'Soft', 'soft']";
    assertFault(await act(owner, id, { reboot: { type: 'x' } }), 400, message);
  });

  novaTest('admins say in which state a server is', async () => {
    const error = { 'os-resetState': { state: 'error' } };
    assertFault(await act(owner, id, error), 403, noPolicy('os-admin-actions:reset_state'));
    assert.equal((await act(admin, id, error)).status, 202);
    const broken = await showServer(owner, id);
    assert.equal(stringAt(broken, 'status'), 'ERROR');
    assert.equal(at(broken, 'progress'), undefined);
    const snapshot = await act(owner, id, { createImage: { name: 'x' } });
    assertFault(snapshot, 409, inState('createImage', 'vm_state', 'error'));
    assert.equal((await act(admin, id, { 'os-resetState': { state: 'active' } })).status, 202);
    assert.equal(stringAt(await showServer(owner, id), 'status'), 'ACTIVE');
    const message =
      "Invalid input for field/attribute state. Value: lost. 'lost' is not one of ['active', 'error']";
    assertFault(await act(admin, id, { 'os-resetState': { state: 'lost' } }), 400, message);
  });

  novaTest('locked: only admins may', async () => {
    assert.equal((await act(owner, id, { lock: { locked_reason: 'mine' } }, '2.73')).status, 202);
    const server = await showServer(owner, id, '2.73');
    assert.deepEqual([at(server, 'locked'), at(server, 'locked_reason')], [true, 'mine']);
    assertFault(await act(owner, id, { 'os-stop': null }), 409, `Instance ${id} is locked`);
    const wrong = await act(owner, id, { lock: { locked_reason: 5 } }, '2.73');
    const message = "Invalid input for field/attribute locked_reason. Value: 5. 5 is not of type 'string'";
    assertFault(wrong, 400, message);
    assert.equal((await act(owner, id, { unlock: null })).status, 202);
    assert.equal(at(await showServer(owner, id, '2.9'), 'locked'), false);
  });

  novaTest('rebuild answers with the server, in REBUILD', async (t) => {
    const other = await createActiveImage(t, owner, 'another disk');
    const name = uniqueName();
    const answer = await act(owner, id, { rebuild: { imageRef: other, name, metadata: { a: 'b' } } });
    assert.equal(answer.status, 202, answer.text);
    assert.equal(answer.headers['location'], `${owner.computeUrl}/servers/${id}`);
    const server = at(answer.json, 'server');
    assert.deepEqual(
      [at(server, 'status'), at(server, 'name'), at(server, 'image', 'id'), at(server, 'metadata')],
      ['REBUILD', name, other, { a: 'b' }],
    );
    assert.match(stringAt(server, 'adminPass'), /^[A-Za-z0-9]{12}$/);
    assert.equal(at(server, 'OS-EXT-STS:task_state'), undefined);
    assert.equal(at(await settled(owner, id), 'image', 'id'), other);
    const whole = await act(owner, id, { rebuild: { imageRef: other } }, '2.75');
    assert.equal(at(whole.json, 'server', 'OS-EXT-STS:task_state'), 'rebuilding');
    assert.equal(at(whole.json, 'server', 'user_data'), null);
    await settled(owner, id);
  });

  novaTest('rebuild looks at the image first', async (t) => {
    const rebuild = async (imageRef: string) => await act(owner, id, { rebuild: { imageRef } });
    const queued = await createImage(t, owner);
    assertFault(await rebuild(queued), 400, `Image ${queued} is not active.`);
    const ram = await createActiveImage(t, owner, 'a disk', { min_ram: 65 });
    assertFault(await rebuild(ram), 400, "Flavor's memory is too small for requested image.");
    const nobody = '11111111-2222-3333-4444-555555555555';
    assertFault(await rebuild(nobody), 400, 'Cannot find image for rebuild');
    assertFault(
      await rebuild('x'),
      400,
      "Invalid input for field/attribute imageRef. Value: x. 'x' is not a 'uuid'",
    );
  });

  const malformed: readonly (readonly [Json, string])[] = [
    [{}, 'Malformed request body'],
    [{ 'os-stop': null, 'os-start': null }, 'Malformed request body'],
    [{ dance: {} }, 'There is no such action: dance'],
    [
      { createImage: null },
      "Invalid input for field/attribute createImage. Value: None. None is not of type 'object'",
    ],
    [
      { createImage: {} },
      "Invalid input for field/attribute createImage. Value: {}. 'name' is a required property",
    ],
    [
      { createBackup: { name: 'x', backup_type: 'daily', rotation: -1 } },
      'Invalid input for field/attribute rotation. Value: -1. -1 is less than the minimum of 0',
    ],
  ];
  for (const [body, message] of malformed) {
    novaTest(`${JSON.stringify(body)} is a 400`, async () => {
      assertFault(await nova(owner, 'POST', `/servers/${id}/action`, { json: body }), 400, message);
    });
  }
});
