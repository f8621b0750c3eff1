import type { Client, ImageJson } from './client.ts';
import { eventually } from './raw.ts';
import type { WireAnswer } from './wire.ts';

/** A task of an image, as the image shows it. */
export interface TaskJson {
  readonly status: string;
  readonly message: string;
  readonly [key: string]: unknown;
}

/** Stages data. */
export function stage(client: Client, id: string, data: string): Promise<WireAnswer> {
  const headers = { 'Content-Type': 'application/octet-stream' };
  return client.call(`/v2/images/${id}/stage`, { method: 'PUT', headers, body: data });
}

/** Asks for an import. */
export function startImport(
  client: Client,
  id: string,
  request: Readonly<Record<string, unknown>>,
): Promise<WireAnswer> {
  return client.call(`/v2/images/${id}/import`, { method: 'POST', body: JSON.stringify(request) });
}

/** Waits until nothing imports an image any more. */
export function settled(client: Client, id: string): Promise<ImageJson> {
  return eventually(
    () => client.getImage(id),
    (image) => image['os_glance_import_task'] === undefined,
  );
}

/** The tasks of an image. */
export async function tasksOf(client: Client, id: string): Promise<readonly TaskJson[]> {
  const { tasks }: { readonly tasks: readonly TaskJson[] } = JSON.parse(
    (await client.call(`/v2/images/${id}/tasks`)).text,
  );
  return tasks;
}

/** The bodies of requests that tests use again and again. */
export const glanceDirect = { method: { name: 'glance-direct' } };
export const copyImage = { method: { name: 'copy-image' } };
export const webDownload = (uri: string): Readonly<Record<string, unknown>> => ({
  method: { name: 'web-download', uri },
});
