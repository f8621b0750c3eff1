import { jsonAnswer } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { own } from '../own.ts';
import { isObject } from '../python/json.ts';
import type { Json } from '../python/json.ts';
import type { Schema } from '../python/json-schema.ts';
import { jsonBody } from './body.ts';
import { breakStaleLock } from './imports/import-lock.ts';
import { lockKey } from './imports/store-lists.ts';
import { enforceAddLocation, needImage, notAuthorized } from './policy.ts';
import { explain } from './request.ts';
import type { Request } from './request.ts';
import { refuseMisfit } from './schema-check.ts';
import { newTask } from './tasks/new-task.ts';
import { beginTask, fail, internalError } from './tasks/task.ts';

const locationSchema: Schema = {
  name: 'location',
  properties: {
    add_location: {
      type: 'object',
      description: 'Values of location url, do_secure_hash and validation_data for new add location API',
      properties: {
        url: {
          type: 'string',
          readOnly: true,
          description: 'The URL of the new location to be added in the image.',
        },
        validation_data: {
          description:
            'Values to be used to populate the corresponding image properties.do_secure_hash is not True then image checksum and hash will not be calculated so it is the responsibility of the consumer of location ADD API to provide the correct values in the validation_data parameter',
          type: 'object',
          writeOnly: true,
          additionalProperties: false,
          properties: {
            os_hash_algo: { type: 'string', maxLength: 64, enum: ['sha1', 'sha256', 'sha512', 'md5'] },
            os_hash_value: { type: 'string', maxLength: 128 },
          },
          dependentRequired: { os_hash_value: ['os_hash_algo'], os_hash_algo: ['os_hash_value'] },
        },
      },
      required: ['url'],
    },
  },
  additionalProperties: { type: 'string' },
};

/** `GET /v2/images/{id}/locations`, for other services only. */
export function listLocations(request: Request): Answer {
  const image = needImage(request);
  if (!request.caller.roles.has('service')) throw notAuthorized(request, 'fetch_image_location');
  return jsonAnswer(
    200,
    image.locations.map(({ url, store }) => ({ url, metadata: { store } })),
  );
}

const accepted: Answer = {
  status: 202,
  reason: 'Accepted',
  headers: [['Content-Type', 'text/html; charset=UTF-8']],
  body: '',
};

/**
 * `POST /v2/images/{id}/locations`: for other services only, since this cloud has no store that takes URLs from users;
 * and the task it makes fails, since it has none that takes them from services either.
 */
export async function addLocation(request: Request): Promise<Answer> {
  const body = await jsonBody(request);
  refuseMisfit(request, 'location', { add_location: isObject(body) ? body : [...body] }, locationSchema);
  const image = needImage(request);
  if (image.status !== 'queued') {
    throw explain(request, 409, `It's not allowed to add locations if image status is ${image.status}.`);
  }
  enforceAddLocation(request, image);
  const { url = null, validation_data: data = {} } = isObject(body) ? body : {};
  if (!request.caller.roles.has('service')) {
    throw explain(request, 403, 'http store must be enabled to use location API by normal user.');
  }
  refuseHash(request, data);
  breakStaleLock(request, image);
  const input = { image_id: image.id, loc_url: url, validation_data: data };
  const task = newTask(request, 'location_import', input, image.id);
  const { glance } = request;
  image.properties.set(lockKey, task.id);
  glance.tasks.set(task.id, task);
  glance.jobs.start(async () => {
    beginTask(task, glance.now());
    await Promise.resolve();
    image.properties.delete(lockKey);
    fail(task, internalError, glance.now());
  });
  return accepted;
}

const hashSizes: Readonly<Record<string, number>> = { md5: 16, sha1: 20, sha256: 32, sha512: 64 };

/** Refuses a hash that cannot be one. @throws 400 */
function refuseHash(request: Request, data: Json): void {
  const { os_hash_value: value, os_hash_algo: algorithm } = isObject(data) ? data : {};
  if (typeof value !== 'string' || typeof algorithm !== 'string') return;
  if (!/^(?:[0-9a-f]{2})*$/i.test(value)) {
    throw explain(request, 400, `os_hash_value (${value}) is not a valid hexadecimal value`);
  }
  const size = own(hashSizes, algorithm) ?? 0;
  if (value.length !== size * 2) {
    throw explain(
      request,
      400,
      `os_hash_value: (${value}) is not the correct size for (${algorithm}) (should be (${size}) bytes)`,
    );
  }
}
