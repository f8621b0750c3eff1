import { jsonAnswer } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { isObject } from '../python/json.ts';
import type { Schema } from '../python/json-schema.ts';
import { jsonBody } from './body.ts';
import { enforceWrite, needImage, notAuthorized } from './policy.ts';
import { explain } from './request.ts';
import type { Request } from './request.ts';
import { refuseMisfit } from './schema-check.ts';

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

/** `POST /v2/images/{id}/locations`: refused, since this cloud has no store that takes URLs. */
export async function addLocation(request: Request): Promise<Answer> {
  const body = await jsonBody(request);
  refuseMisfit(request, 'location', { add_location: isObject(body) ? body : [...body] }, locationSchema);
  const image = needImage(request);
  if (image.status !== 'queued') {
    throw explain(request, 409, `It's not allowed to add locations if image status is ${image.status}.`);
  }
  enforceWrite(request, image, 'add_image_location');
  throw explain(request, 403, 'http store must be enabled to use location API by normal user.');
}
