import type { Image } from './image.ts';
import { explain, fail } from './request.ts';
import type { Request } from './request.ts';

/** Whether an image exists for a caller at all: this is checked before any policy. */
export function isVisible(
  { caller }: { readonly caller: Pick<Request['caller'], 'isAdmin' | 'projectId'> },
  image: Image,
): boolean {
  if (caller.isAdmin || image.owner === null) return true;
  if (image.visibility === 'public' || image.visibility === 'community') return true;
  if (caller.projectId === undefined) return false;
  if (image.owner === caller.projectId) return true;
  return image.visibility === 'shared' && image.members.has(caller.projectId);
}

/** Finds an image the caller can see. @returns undefined when there is none for her */
export function findImage(request: Request, id: string): Image | undefined {
  const image = request.glance.images.get(id);
  return image === undefined || image.deleted || !isVisible(request, image) ? undefined : image;
}

/** The image of the route. @throws 404 in the words of the API for images */
export function needImage(request: Request, words: (id: string) => string = noImage): Image {
  const id = request.params['id'] ?? '';
  const image = findImage(request, id);
  if (image === undefined) throw explain(request, 404, words(id));
  enforceGet(request);
  return image;
}

const noImage = (id: string): string => `No image found with ID ${id}`;

/** With secure RBAC, seeing anything takes the role `reader` in a project. */
export function mayRead({ glance, caller }: Request): boolean {
  if (!glance.release.secureRbac) return true;
  return caller.projectId !== undefined && (caller.isAdmin || caller.roles.has('reader'));
}

function enforceGet(request: Request): void {
  if (!mayRead(request)) throw fail(request, 404);
}

/** Lets only those list images who may. @throws 403 */
export function enforceList(request: Request): void {
  if (!mayRead(request)) throw notAuthorized(request, 'get_images');
}

/** The 403 of a policy. @param action its name, such as `modify_image` */
export function notAuthorized(request: Request, action: string): Error {
  return explain(request, 403, `You are not authorized to complete ${action} action.`);
}

/** Whether the caller may change an image: its owner with the role `member`, or an admin. */
function mayWrite({ glance, caller }: Request, owner: string | null): boolean {
  if (glance.release.secureRbac && caller.projectId === undefined) return false;
  if (caller.isAdmin) return true;
  const owns = owner !== null && owner === caller.projectId;
  return owns && (!glance.release.secureRbac || caller.roles.has('member'));
}

/**
 * Lets only those change an image who may.
 * @param action name of the policy, which newer releases tell
 * @param words what older releases tell
 * @throws 403
 */
export function enforceWrite(
  request: Request,
  image: Image,
  action: string,
  words = 'You do not own this image',
): void {
  if (mayWrite(request, image.owner)) return;
  if (request.glance.release.secureRbac) throw notAuthorized(request, action);
  throw explain(request, 403, words);
}

/** Lets only services and owners add locations by the route for it: not even admins. @throws 403 */
export function enforceAddLocation(request: Request, image: Image): void {
  const { caller } = request;
  const owns = image.owner !== null && image.owner === caller.projectId && caller.roles.has('member');
  if (!owns && !caller.roles.has('service')) throw notAuthorized(request, 'add_image_location');
}

/** Lets only admins copy images between stores. @throws 403 */
export function enforceCopy(request: Request): void {
  if (!request.caller.isAdmin) throw notAuthorized(request, 'copy_image');
}

/** Lets only those take a location away who may: admins, and before secure RBAC owners. @throws 403 */
export function enforceDeleteLocation(request: Request, image: Image): void {
  const { caller, glance } = request;
  if (glance.release.secureRbac && !caller.isAdmin) throw notAuthorized(request, 'delete_image_location');
  enforceWrite(request, image, 'delete_image_location');
}

/** Lets only admins make images public. @throws 403 */
export function enforceVisibility(request: Request, visibility: unknown): void {
  if (visibility === 'public' && !request.caller.isAdmin) throw notAuthorized(request, 'publicize_image');
}

/** Lets a caller create images for her own project only, unless she is an admin. @throws 403 */
export function enforceCreate(request: Request, owner: string | null, visibility: unknown): void {
  const { glance, caller } = request;
  const { secureRbac } = glance.release;
  const project = caller.projectId ?? null;
  if (secureRbac && !mayWrite(request, owner)) {
    if (owner === project) throw notAuthorized(request, 'add_image');
    const detail = `You are not permitted to create images owned by '${owner ?? 'None'}'`;
    throw fail(request, 403, { detail });
  }
  enforceVisibility(request, visibility);
  if (!secureRbac && !caller.isAdmin && owner !== project) {
    throw explain(request, 403, `You are not permitted to create images owned by '${owner ?? 'None'}'.`);
  }
}

/** Lets only those download who may. @throws 403 */
export function enforceDownload(request: Request, image: Image): void {
  const { glance, caller } = request;
  if (image.status === 'deactivated' && !caller.isAdmin) {
    throw explain(
      request,
      403,
      'The requested image has been deactivated. Image data download is forbidden.',
    );
  }
  if (glance.release.secureRbac && !caller.isAdmin && !caller.roles.has('member')) {
    throw notAuthorized(request, 'download_image');
  }
}
