import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Conflict, Forbidden, NotFound, OptionError, StateError } from '@ostk/sdk';

import { cloud, suite } from '../harness/cloud.ts';
import { connectAs, create, failure } from './support.ts';

const demo = await connectAs('demo');
const alt = await connectAs('alt');
const admin = await connectAs('admin');
const altProject = (await cloud.session('alt')).projectId;
const adminProject = (await cloud.session('admin')).projectId;

/** Whether the other project lists the image, among the shares that it has decided on in this way. */
async function altLists(id: string, memberStatus?: 'pending' | 'rejected' | 'all'): Promise<boolean> {
  const images = await alt.image.images({ visibility: 'shared', id, memberStatus }).toArray();
  return images.length === 1;
}

suite('SDK: sharing images', () => {
  test('a member is added, listed, got and removed', async (t) => {
    const image = await create(t, demo, { visibility: 'shared' });
    assert.deepEqual(await demo.image.members(image), []);
    const member = await demo.image.addMember(image, altProject);
    assert.equal(member.imageId, image.id);
    assert.equal(member.memberId, altProject);
    assert.equal(member.status, 'pending');
    assert.match(member.createdAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.deepEqual(await demo.image.members(image.id), [member]);
    assert.deepEqual(await demo.image.getMember(image, altProject), member);
    await demo.image.removeMember(image, altProject);
    assert.deepEqual(await demo.image.members(image), []);
  });

  test('a share is pending, accepted, rejected: the lists of the other project follow', async (t) => {
    const image = await create(t, demo, { visibility: 'shared' });
    await demo.image.addMember(image, altProject);
    assert.deepEqual([await altLists(image.id), await altLists(image.id, 'pending')], [false, true]);
    const accepted = await alt.image.acceptImage(image);
    assert.deepEqual([accepted.memberId, accepted.status], [altProject, 'accepted']);
    assert.deepEqual([await altLists(image.id), await altLists(image.id, 'pending')], [true, false]);
    assert.equal((await alt.image.rejectImage(image.id)).status, 'rejected');
    assert.deepEqual([await altLists(image.id), await altLists(image.id, 'rejected')], [false, true]);
    assert.equal(await altLists(image.id, 'all'), true);
    const pending = await alt.image.updateMember(image, altProject, 'pending');
    assert.equal(pending.status, 'pending');
  });

  test('shareImage shares a private image, and keeps the members that there are', async (t) => {
    const image = await create(t, demo, { visibility: 'private' });
    await demo.image.shareImage(image, [altProject]);
    assert.equal((await demo.image.getImage(image)).visibility, 'shared');
    await alt.image.acceptImage(image);
    const members = await demo.image.shareImage(image, [altProject, adminProject, altProject]);
    assert.deepEqual(
      members.map(({ memberId, status }) => [memberId, status]),
      [
        [altProject, 'accepted'],
        [adminProject, 'pending'],
      ],
    );
    assert.equal((await demo.image.members(image)).length, 2);
  });

  test('shareImage does not hide from the rest what everybody sees', async (t) => {
    const image = await create(t, admin, { visibility: 'community' });
    const error = await failure(admin.image.shareImage(image, [altProject]), StateError);
    assert.equal(error.actual, 'community');
    assert.equal((await admin.image.getImage(image)).visibility, 'community');
  });

  test('accepting does not change the owner', async (t) => {
    const image = await create(t, demo, { visibility: 'shared' });
    await demo.image.addMember(image, altProject);
    await alt.image.acceptImage(image);
    assert.equal((await alt.image.getImage(image)).owner, image.owner);
  });

  test('a private image takes no members: Forbidden', async (t) => {
    const image = await create(t, demo, { visibility: 'private' });
    await failure(demo.image.addMember(image, altProject), Forbidden);
  });

  test('a member is one once: Conflict', async (t) => {
    const image = await create(t, demo, { visibility: 'shared' });
    await demo.image.addMember(image, altProject);
    await failure(demo.image.addMember(image, altProject), Conflict);
  });

  test('who is no member: NotFound, or nothing to do', async (t) => {
    const image = await create(t, demo, { visibility: 'shared' });
    await failure(demo.image.getMember(image, altProject), NotFound);
    await failure(demo.image.removeMember(image, altProject), NotFound);
    await demo.image.removeMember(image, altProject, { ignoreMissing: true });
    await failure(alt.image.acceptImage(image), NotFound);
  });

  test('the owner does not decide for the member: Forbidden', async (t) => {
    const image = await create(t, demo, { visibility: 'shared' });
    await demo.image.addMember(image, altProject);
    await failure(demo.image.updateMember(image, altProject, 'accepted'), Forbidden);
    assert.equal((await demo.image.getMember(image, altProject)).status, 'pending');
  });

  test('a project needs an id, options exist', async (t) => {
    const image = await create(t, demo, { visibility: 'shared' });
    await failure(demo.image.addMember(image, ''), OptionError);
    await failure(demo.image.removeMember(image, '..'), OptionError);
    const options: object = { ignoremissing: true };
    const error = await failure(demo.image.removeMember(image, altProject, options), OptionError);
    assert.match(error.message, /did you mean ignoreMissing\?/);
  });
});
