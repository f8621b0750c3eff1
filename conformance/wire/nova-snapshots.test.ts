import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

import type { Scope } from '../harness/cleanup.ts';
import { file } from '../harness/cleanup.ts';
import { cloud, suite } from '../harness/cloud.ts';
import { createActiveImage, deleteAfter, showImage, uniqueName } from '../harness/images.ts';
import { at, listAt, stringAt } from '../harness/json.ts';
import type { Json } from '../harness/json.ts';
import { act, createServer, lacksNova, novaTest, settled } from '../harness/servers.ts';

const demo = await cloud.session('demo');
const admin = await cloud.session('admin');
const base =
  lacksNova === false
    ? await createActiveImage(file, demo, 'a disk', {
        os_distro: 'debian',
        min_ram: 16,
        disk_format: 'raw',
        img_signature: 'not handed on',
      })
    : '';
const id = lacksNova === false ? await createServer(file, demo, { imageRef: base }) : '';

/** Begins an image of the server, which is gone when the scope has ended. What becomes of it depends on the hypervisor. */
async function begin(scope: Scope, action: Json, session = demo): Promise<string> {
  await settled(demo, id);
  const answer = await act(session, id, action);
  assert.equal(answer.status, 202, answer.text);
  assert.deepEqual(Object.keys(Object(answer.json)), ['image_id']);
  return deleteAfter(scope, stringAt(answer.json, 'image_id'));
}

/** What Nova writes on every image of the server. */
const marks = {
  base_image_ref: base,
  instance_uuid: id,
  os_distro: 'debian',
  owner_user_name: 'demo',
  owner_project_name: 'demo',
  min_ram: 16,
  min_disk: 1,
};

function partOf(image: Json, names: readonly string[]): unknown {
  return Object.fromEntries(names.map((name) => [name, at(image, name)]));
}

/** Waits until an image is not there any more: backups are thinned out when the server is already idle again. */
async function imageGone(image: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  while ((await demo.image('GET', `/v2/images/${image}`)).status !== 404) {
    assert.ok(Date.now() < deadline, `image ${image} is still there`);
    await delay(100);
  }
}

suite('Nova: images of servers', () => {
  novaTest('a snapshot is private, and knows where it comes from', async (t) => {
    const name = uniqueName();
    const metadata = { purpose: 'test', os_distro: 'mine' };
    const image = await showImage(demo, await begin(t, { createImage: { name, metadata } }));
    const wanted = {
      ...marks,
      ...metadata,
      name,
      image_type: 'snapshot',
      user_id: demo.userId,
      visibility: 'private',
      owner: demo.projectId,
      img_signature: undefined,
    };
    assert.deepEqual(partOf(image, Object.keys(wanted)), wanted);
    assert.deepEqual(stringAt(image, 'boot_roles').split(',').toSorted(), ['member', 'reader']);
    await settled(demo, id);
  });

  novaTest('until 2.44 a header tells which image it is', async (t) => {
    await settled(demo, id);
    const answer = await act(demo, id, { createImage: { name: uniqueName() } }, '2.44');
    assert.equal(answer.status, 202, answer.text);
    assert.equal(answer.text, '');
    const location = String(answer.headers['location']);
    assert.ok(location.startsWith(`${demo.imageUrl}/images/`), location);
    const image = deleteAfter(t, location.split('/').at(-1) ?? '');
    assert.equal(stringAt(await showImage(demo, image), 'instance_uuid'), id);
    await settled(demo, id);
  });

  novaTest('one at a time: the server is busy until the hypervisor is done', async (t) => {
    await begin(t, { createImage: { name: uniqueName() } });
    // The hypervisor may have been quick.
    const again = await act(demo, id, { createImage: { name: uniqueName() } });
    if (again.status === 202) deleteAfter(t, stringAt(again.json, 'image_id'));
    else {
      assert.equal(again.status, 409, again.text);
      const message = stringAt(again.json, 'conflictingRequest', 'message');
      assert.ok(
        message.startsWith(`Cannot 'createImage' instance ${id} while it is in task_state image_`),
        message,
      );
    }
    await settled(demo, id);
  });

  novaTest('an admin who takes one of a server of others shares it with them', async (t) => {
    const image = await begin(t, { createImage: { name: uniqueName() } }, admin);
    const shown = await showImage(admin, image);
    assert.deepEqual([at(shown, 'visibility'), at(shown, 'owner')], ['shared', admin.projectId]);
    const members = await admin.image('GET', `/v2/images/${image}/members`);
    assert.deepEqual(
      listAt(members.json, 'members').map((member) => [at(member, 'member_id'), at(member, 'status')]),
      [[demo.projectId, 'pending']],
    );
    await settled(demo, id);
  });

  novaTest('backups have the formats of the image, and only the newest of a type stay', async (t) => {
    const type = uniqueName('nova');
    const backup = async (rotation: number): Promise<string> => {
      const wanted = { name: uniqueName(), backup_type: type, rotation };
      const image = await begin(t, { createBackup: wanted });
      await settled(demo, id);
      return image;
    };
    const first = await backup(1);
    const shown = await showImage(demo, first);
    const wanted = { ...marks, image_type: 'backup', backup_type: type, container_format: 'bare' };
    assert.deepEqual(partOf(shown, Object.keys(wanted)), wanted);
    const second = await backup(1);
    await imageGone(first);
    assert.equal((await demo.image('GET', `/v2/images/${second}`)).status, 200);
    const third = await backup(0);
    await imageGone(second);
    await imageGone(third);
  });

  novaTest('a server that is off can be copied as well', async (t) => {
    await settled(demo, id);
    assert.equal((await act(demo, id, { 'os-stop': null })).status, 202);
    await settled(demo, id);
    await begin(t, { createImage: { name: uniqueName() } });
    assert.equal(stringAt(await settled(demo, id), 'status'), 'SHUTOFF');
    assert.equal((await act(demo, id, { 'os-start': null })).status, 202);
    await settled(demo, id);
  });
});
