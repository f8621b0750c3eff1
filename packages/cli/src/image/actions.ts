import { type Connection, path } from '@ostk/sdk';

/** Puts a tag on an image, without touching the others. `PUT /v2/images/{id}/tags/{tag}`. */
export async function addTag(
  connection: Connection,
  id: string,
  tag: string,
  signal: AbortSignal,
): Promise<void> {
  await connection.session.call({
    service: 'image',
    method: 'PUT',
    path: path`/images/${id}/tags/${tag}`,
    signal,
  });
}

/** Takes a tag off an image. `DELETE /v2/images/{id}/tags/{tag}`. Throws a NotFound if it does not have it. */
export async function removeTag(
  connection: Connection,
  id: string,
  tag: string,
  signal: AbortSignal,
): Promise<void> {
  await connection.session.call({
    service: 'image',
    method: 'DELETE',
    path: path`/images/${id}/tags/${tag}`,
    signal,
  });
}

/** Lets the data of an image be used, or not. `POST /v2/images/{id}/actions/…`. */
export async function setActive(
  connection: Connection,
  id: string,
  active: boolean,
  signal: AbortSignal,
): Promise<void> {
  const action = active ? 'reactivate' : 'deactivate';
  await connection.session.call({
    service: 'image',
    method: 'POST',
    path: path`/images/${id}/actions/${action}`,
    signal,
  });
}

/** What a project makes of an image that is shared with it. `PUT /v2/images/{id}/members/{project}`. */
export async function setMembership(
  connection: Connection,
  id: string,
  project: string,
  status: 'accepted' | 'rejected' | 'pending',
  signal: AbortSignal,
): Promise<void> {
  await connection.session.json({
    service: 'image',
    method: 'PUT',
    path: path`/images/${id}/members/${project}`,
    json: { status },
    signal,
  });
}
