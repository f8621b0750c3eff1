import { isConflict, OptionError, StateError } from '../errors.ts';
import { path } from '../http/path.ts';
import type { Session } from '../http/session.ts';
import { asArray } from '../json.ts';
import { checkOptions } from '../options.ts';
import { answerOf, callKeys, ownProject, read, remove, type RemoveOptions, textOf, timeOf } from './call.ts';
import { getImage, imageId, updateImage } from './images.ts';
import type { CallOptions, ImageRef } from './types.ts';

/** What a project that an image is shared with has decided: `pending` images are not in its lists by default. */
export type MemberStatus = 'pending' | 'accepted' | 'rejected';

/** A project that an image is shared with. Stands for the `member` entity of the Image API v2. */
export interface ImageMember {
  readonly imageId: string;
  /** The id of the project. */
  readonly memberId: string;
  readonly status: MemberStatus | (string & {});
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** ISO 8601, UTC. */
  readonly updatedAt: string;
}

function toMember(value: unknown): ImageMember {
  const record = answerOf(value, 'member_id', 'a member of an image');
  return {
    imageId: textOf(record, 'image_id') ?? '',
    memberId: textOf(record, 'member_id') ?? '',
    status: textOf(record, 'status') ?? 'pending',
    createdAt: timeOf(record, 'created_at') ?? '',
    updatedAt: timeOf(record, 'updated_at') ?? '',
  };
}

/** Lists the projects that an image is shared with; the service makes no pages of them. */
export async function listMembers(
  session: Session,
  image: ImageRef,
  options: CallOptions,
): Promise<readonly ImageMember[]> {
  checkOptions('members', options, callKeys);
  const value = await read(session, path`/images/${imageId(image)}/members`, options);
  return asArray(answerOf(value, 'members', 'a list of members')['members']).map(toMember);
}

/** Gets one project's membership. */
export async function getMember(
  session: Session,
  image: ImageRef,
  project: string,
  options: CallOptions,
): Promise<ImageMember> {
  checkOptions('getMember', options, callKeys);
  return toMember(await read(session, path`/images/${imageId(image)}/members/${project}`, options));
}

/** Shares an image with a project. */
export async function addMember(
  session: Session,
  image: ImageRef,
  project: string,
  options: CallOptions,
): Promise<ImageMember> {
  checkOptions('addMember', options, callKeys);
  if (project === '') throw new OptionError("addMember: a project's id is needed");
  try {
    const { value } = await session.json({
      service: 'image',
      method: 'POST',
      path: path`/images/${imageId(image)}/members`,
      json: { member: project },
      idempotent: true,
      signal: options.signal,
    });
    return toMember(value);
  } catch (error) {
    // In a later attempt it may be our own first one that did it.
    if (isConflict(error) && error.attempts > 1) return getMember(session, image, project, options);
    throw error;
  }
}

/** Sets what a project has decided. */
export async function updateMember(
  session: Session,
  image: ImageRef,
  project: string,
  status: MemberStatus,
  options: CallOptions,
): Promise<ImageMember> {
  checkOptions('updateMember', options, callKeys);
  const { value } = await session.json({
    service: 'image',
    method: 'PUT',
    path: path`/images/${imageId(image)}/members/${project}`,
    json: { status },
    signal: options.signal,
  });
  return toMember(value);
}

/** Ends the sharing of an image with a project. */
export async function removeMember(
  session: Session,
  image: ImageRef,
  project: string,
  options: RemoveOptions,
): Promise<void> {
  await remove(session, 'removeMember', path`/images/${imageId(image)}/members/${project}`, options);
}

/** Sees to it that an image is shared with projects; those that it is shared with already stay as they are. */
export async function shareImage(
  session: Session,
  image: ImageRef,
  projects: readonly string[],
  options: CallOptions,
): Promise<readonly ImageMember[]> {
  checkOptions('shareImage', options, callKeys);
  await makeShareable(session, image, options);
  const members = new Map(
    (await listMembers(session, image, options)).map((member) => [member.memberId, member]),
  );
  const shared: ImageMember[] = [];
  for (const project of new Set(projects)) {
    shared.push(members.get(project) ?? (await addMember(session, image, project, options)));
  }
  return shared;
}

/** Only an image of visibility `shared` has members. */
async function makeShareable(session: Session, image: ImageRef, options: CallOptions): Promise<void> {
  const { id, visibility } = await getImage(session, image, options);
  if (visibility === 'shared') return;
  if (visibility === 'private') {
    await updateImage(session, id, { visibility: 'shared' }, options);
    return;
  }
  // Others see it as it is: to share it with some would hide it from the rest.
  throw new StateError(
    `image ${id} is ${visibility}: everybody has it already, so it is not shared with some`,
    {
      expected: 'shared',
      actual: visibility,
    },
  );
}

/** Decides on a shared image as the project that is signed in. */
export async function decide(
  session: Session,
  where: string,
  image: ImageRef,
  status: MemberStatus,
  options: CallOptions,
): Promise<ImageMember> {
  checkOptions(where, options, callKeys);
  return updateMember(session, image, await ownProject(session, options.signal), status, options);
}
