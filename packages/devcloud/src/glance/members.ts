import { glanceTime } from '../clock.ts';
import { jsonAnswer } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { isObject } from '../python/json.ts';
import type { JsonObject } from '../python/json.ts';
import { jsonBody } from './body.ts';
import { limits } from './glance.ts';
import type { Image, Member } from './image.ts';
import { needImage, notAuthorized } from './policy.ts';
import { refuseWideCharacters } from './property-rules.ts';
import { explain } from './request.ts';
import type { Request } from './request.ts';

const notFound = (id: string): string => `Image ${id} not found.`;

/** `GET /v2/images/{id}/members`. */
export function listMembers(request: Request): Answer {
  const image = needImage(request, notFound);
  const words = `Not allowed to list members for image ${image.id}: `;
  if (image.visibility !== 'shared') throw explain(request, 403, `${words}Only shared images have members.`);
  enforceRead(request, image, 'get_members');
  const members = visibleMembers(request, image).map((member) => memberJson(image, member));
  return jsonAnswer(200, { members, schema: '/v2/schemas/members' });
}

/** `GET /v2/images/{id}/members/{member}`. */
export function showMember(request: Request): Answer {
  const image = needImage(request, notFound);
  if (image.visibility !== 'shared') throw explain(request, 404, 'Only shared images have members.');
  return jsonAnswer(200, memberJson(image, needMember(request, image)));
}

/** `POST /v2/images/{id}/members`. */
export async function addMember(request: Request): Promise<Answer> {
  const projectId = await wantedMember(request);
  const image = needImage(request, notFound);
  const words = `Not allowed to create members for image ${image.id}.`;
  if (image.visibility !== 'shared') throw explain(request, 403, words);
  enforceOwner(request, image, 'add_member', words);
  if (image.members.has(projectId)) {
    throw explain(request, 409, `Member ${projectId} is duplicated for image ${image.id}`);
  }
  if (image.members.size >= limits.members) throw tooMany(request, image);
  refuseWideCharacters(request, { member: projectId });
  const now = request.glance.now();
  const member: Member = { projectId, status: 'pending', createdAt: now, updatedAt: now };
  image.members.set(projectId, member);
  return jsonAnswer(200, memberJson(image, member));
}

/** `PUT /v2/images/{id}/members/{member}`: the project it is shared with accepts or rejects it. */
export async function updateMember(request: Request): Promise<Answer> {
  const status = await wantedStatus(request);
  const { caller, glance } = request;
  const image = needImage(request, notFound);
  const words = `Not allowed to update members for image ${image.id}.`;
  if (image.visibility !== 'shared') throw explain(request, 403, words);
  const owns = caller.projectId === image.owner;
  if (owns && !caller.isAdmin && !glance.release.secureRbac) throw explain(request, 403, words);
  const member = needMember(request, image);
  if (!caller.isAdmin && (owns || caller.projectId !== member.projectId)) {
    throw glance.release.secureRbac ? notAuthorized(request, 'modify_member') : explain(request, 403, words);
  }
  if (status !== 'pending' && status !== 'accepted' && status !== 'rejected') {
    throw explain(request, 400, 'Incorrect request: Status must be "pending", "accepted" or "rejected".');
  }
  member.status = status;
  member.updatedAt = glance.now();
  return jsonAnswer(200, memberJson(image, member));
}

/** `DELETE /v2/images/{id}/members/{member}`. */
export function removeMember(request: Request): Answer {
  const image = needImage(request, notFound);
  const words = `Not allowed to delete members for image ${image.id}.`;
  if (image.visibility !== 'shared') throw explain(request, 403, words);
  if (!request.glance.release.secureRbac) enforceOwner(request, image, 'delete_member', words);
  const member = needMember(request, image);
  enforceOwner(request, image, 'delete_member', words);
  image.members.delete(member.projectId);
  return { status: 204, headers: [], body: '' };
}

function enforceOwner(request: Request, image: Image, action: string, words: string): void {
  const { caller, glance } = request;
  if (caller.isAdmin) return;
  const owns = image.owner !== null && image.owner === caller.projectId;
  if (owns && (!glance.release.secureRbac || caller.roles.has('member'))) return;
  throw glance.release.secureRbac ? notAuthorized(request, action) : explain(request, 403, words);
}

function enforceRead({ caller, glance, ...rest }: Request, image: Image, action: string): void {
  const involved =
    image.owner === caller.projectId ||
    (caller.projectId !== undefined && image.members.has(caller.projectId));
  if (caller.isAdmin || involved || !glance.release.secureRbac) return;
  throw notAuthorized({ caller, glance, ...rest }, action);
}

/** The owner sees all members, a member only itself. */
function visibleMembers({ caller }: Request, image: Image): readonly Member[] {
  return [...image.members.values()].filter(
    ({ projectId }) => caller.isAdmin || image.owner === caller.projectId || projectId === caller.projectId,
  );
}

function needMember(request: Request, image: Image): Member {
  const id = request.params['member'] ?? '';
  const member = visibleMembers(request, image).find(({ projectId }) => projectId === id);
  if (member !== undefined) return member;
  throw explain(request, 404, `${id} not found in the member list of the image ${image.id}.`);
}

async function wantedMember(request: Request): Promise<string> {
  const body = await jsonBody(request);
  if (!isObject(body)) throw explain(request, 400, 'Expected a member in the form: {"member": "image_id"}');
  const member = body['member'];
  if (member === undefined) throw explain(request, 400, 'Member to be added not specified');
  if (typeof member !== 'string' || member === '') throw explain(request, 400, "Member can't be empty");
  return member;
}

async function wantedStatus(request: Request): Promise<unknown> {
  const body = await jsonBody(request);
  if (!isObject(body)) throw explain(request, 400, 'Expected a status in the form: {"status": "status"}');
  const status = body['status'];
  if (status === undefined) throw explain(request, 400, 'Status not specified');
  return status;
}

function tooMany(request: Request, image: Image): Error {
  const reason = `The limit has been exceeded on the number of allowed image members for this image. Attempted: ${image.members.size + 1}, Maximum: ${limits.members}`;
  return explain(request, 413, `Image member limit exceeded for image ${image.id}: ${reason}:`);
}

function memberJson(image: Image, member: Member): JsonObject {
  return {
    member_id: member.projectId,
    image_id: image.id,
    status: member.status,
    created_at: glanceTime(member.createdAt),
    updated_at: glanceTime(member.updatedAt),
    schema: '/v2/schemas/member',
  };
}
