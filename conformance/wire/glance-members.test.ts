import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { cloud, suite } from '../harness/cloud.ts';
import { assertImageError, explained, noImage } from '../harness/errors.ts';
import { createActiveImage, createImage, patch, uniqueName } from '../harness/images.ts';
import { at, listAt, stringAt } from '../harness/json.ts';
import type { Json } from '../harness/json.ts';
import type { WireAnswer } from '../harness/wire.ts';

const demo = await cloud.session('demo');
const alt = await cloud.session('alt');
const { denials } = cloud.release;
const members = (id: string, member = ''): string => `/v2/images/${id}/members${member && `/${member}`}`;
const invite = async (id: string, member: Json = alt.projectId): Promise<WireAnswer> =>
  await demo.image('POST', members(id), { json: { member } });
const decide = async (id: string, status: Json): Promise<WireAnswer> =>
  await alt.image('PUT', members(id, alt.projectId), { json: { status } });

/** The ids of the images that the other project's list shows of those with the tag. */
async function seenBy(session: typeof alt, tag: string, query = ''): Promise<readonly string[]> {
  const answer = await session.image('GET', `/v2/images?tag=${tag}${query}`);
  assert.equal(answer.status, 200, answer.text);
  return listAt(answer.json, 'images').map((image) => stringAt(image, 'id'));
}

suite('Glance: members of shared images', () => {
  test('an invited project is a pending member', async (t) => {
    const id = await createImage(t, demo);
    assert.deepEqual((await demo.image('GET', members(id))).json, {
      members: [],
      schema: '/v2/schemas/members',
    });
    const answer = await invite(id);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['content-type'], 'application/json');
    const created_at = stringAt(answer.json, 'created_at');
    assert.match(created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const member = {
      image_id: id,
      member_id: alt.projectId,
      status: 'pending',
      created_at,
      updated_at: created_at,
      schema: '/v2/schemas/member',
    };
    assert.deepEqual(answer.json, member);
    assert.deepEqual((await demo.image('GET', members(id, alt.projectId))).json, member);
    assert.deepEqual((await demo.image('GET', members(id))).json, {
      members: [member],
      schema: '/v2/schemas/members',
    });
  });

  test('a pending member gets the image by id, but its list shows it only when asked', async (t) => {
    const tag = uniqueName();
    const id = await createActiveImage(t, demo, 'data', { tags: [tag] });
    await invite(id);
    assert.equal((await alt.image('GET', `/v2/images/${id}`)).status, 200);
    assert.equal((await alt.image('GET', `/v2/images/${id}/file`)).text, 'data');
    assert.deepEqual(await seenBy(alt, tag), []);
    assert.deepEqual(await seenBy(alt, tag, '&visibility=shared'), []);
    for (const query of [
      'member_status=pending',
      'member_status=all',
      'visibility=shared&member_status=pending',
    ]) {
      assert.deepEqual(await seenBy(alt, tag, `&${query}`), [id], query);
    }
  });

  test('an accepted image is in the list, a rejected one is not', async (t) => {
    const tag = uniqueName();
    const id = await createImage(t, demo, { tags: [tag] });
    await invite(id);
    const accepted = await decide(id, 'accepted');
    assert.equal(accepted.status, 200);
    assert.equal(at(accepted.json, 'status'), 'accepted');
    assert.deepEqual(await seenBy(alt, tag), [id]);
    assert.deepEqual(await seenBy(alt, tag, '&visibility=shared'), [id]);
    assert.deepEqual(await seenBy(alt, tag, '&member_status=pending'), []);
    assert.equal((await decide(id, 'rejected')).status, 200);
    assert.deepEqual(await seenBy(alt, tag), []);
    assert.deepEqual(await seenBy(alt, tag, '&member_status=rejected'), [id]);
    assert.equal((await alt.image('GET', `/v2/images/${id}`)).status, 200);
  });

  test('a member sees itself, not its fellows', async (t) => {
    const id = await createImage(t, demo);
    await invite(id);
    await invite(id, 'another');
    const own = await alt.image('GET', members(id));
    assert.deepEqual(
      listAt(own.json, 'members').map((each) => at(each, 'member_id')),
      [alt.projectId],
    );
    assert.equal((await alt.image('GET', members(id, alt.projectId))).status, 200);
    const all = await demo.image('GET', members(id));
    assert.equal(listAt(all.json, 'members').length, 2);
  });

  test('a removed member sees nothing any more', async (t) => {
    const id = await createImage(t, demo);
    await invite(id);
    const answer = await demo.image('DELETE', members(id, alt.projectId));
    assert.equal(answer.status, 204);
    assert.equal(answer.text, '');
    const missing = explained(`${alt.projectId} not found in the member list of the image ${id}.`);
    assertImageError(await demo.image('DELETE', members(id, alt.projectId)), 404, missing);
    assertImageError(await demo.image('GET', members(id, alt.projectId)), 404, missing);
    assertImageError(await alt.image('GET', `/v2/images/${id}`), 404, noImage(id));
  });

  test('a member is invited once: 409', async (t) => {
    const id = await createImage(t, demo);
    await invite(id);
    const reason = `Member ${alt.projectId} is duplicated for image ${id}`;
    assertImageError(await invite(id), 409, explained(reason));
  });

  test('any text may be a member: it is not looked up', async (t) => {
    const id = await createImage(t, demo);
    assert.equal((await invite(id, 'no project at all')).status, 200);
  });

  for (const [what, body, reason] of [
    ['no member', { x: 1 }, 'Member to be added not specified'],
    ['an empty member', { member: '' }, "Member can't be empty"],
  ] as const) {
    test(`${what} is a 400`, async (t) => {
      const id = await createImage(t, demo);
      assertImageError(await demo.image('POST', members(id), { json: body }), 400, explained(reason));
    });
  }

  test('a status is one of three: 400', async (t) => {
    const id = await createImage(t, demo);
    await invite(id);
    const reason = 'Incorrect request: Status must be "pending", "accepted" or "rejected".';
    assertImageError(await decide(id, 'nonsense'), 400, explained(reason));
    const none = await alt.image('PUT', members(id, alt.projectId), { json: { x: 1 } });
    assertImageError(none, 400, explained('Status not specified'));
  });

  test('the owner invites and removes, the member decides, and neither does what the other does: 403', async (t) => {
    const id = await createImage(t, demo);
    await invite(id);
    const owner = await demo.image('PUT', members(id, alt.projectId), { json: { status: 'accepted' } });
    assertImageError(owner, 403, explained(denials.modifyMember(id)));
    const invited = await alt.image('POST', members(id), { json: { member: 'another' } });
    assertImageError(invited, 403, explained(denials.addMember(id)));
    const left = await alt.image('DELETE', members(id, alt.projectId));
    assertImageError(left, 403, explained(denials.deleteMember(id)));
  });

  test('an owner may be a member of its own image, but has nothing to decide then: 403', async (t) => {
    const id = await createImage(t, demo);
    assert.equal((await invite(id, demo.projectId)).status, 200);
    const answer = await demo.image('PUT', members(id, demo.projectId), { json: { status: 'accepted' } });
    assertImageError(answer, 403, explained(denials.modifyMember(id)));
    const member = await demo.image('GET', members(id, demo.projectId));
    assert.equal(at(member.json, 'status'), 'pending');
  });

  test('only shared images have members: 403; they are kept until the image is shared again', async (t) => {
    const id = await createImage(t, demo);
    await invite(id);
    await patch(demo, id, [{ op: 'replace', path: '/visibility', value: 'private' }]);
    const list = `Not allowed to list members for image ${id}: Only shared images have members.`;
    assertImageError(await demo.image('GET', members(id)), 403, explained(list));
    const add = `Not allowed to create members for image ${id}.`;
    assertImageError(await invite(id, 'another'), 403, explained(add));
    assertImageError(await alt.image('GET', `/v2/images/${id}`), 404, noImage(id));
    await patch(demo, id, [{ op: 'replace', path: '/visibility', value: 'shared' }]);
    assert.equal(listAt((await demo.image('GET', members(id))).json, 'members').length, 1);
    assert.equal((await alt.image('GET', `/v2/images/${id}`)).status, 200);
  });

  test('an image that is not there, or not visible, is a 404', async (t) => {
    const nobody = randomUUID();
    assertImageError(await demo.image('GET', members(nobody)), 404, explained(`Image ${nobody} not found.`));
    const id = await createImage(t, demo);
    assertImageError(await alt.image('GET', members(id)), 404, explained(`Image ${id} not found.`));
  });
});
