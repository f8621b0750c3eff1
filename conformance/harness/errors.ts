import assert from 'node:assert/strict';

import { stringAt } from './json.ts';
import type { WireAnswer } from './wire.ts';

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  415: 'Unsupported Media Type',
  416: 'Request Range Not Satisfiable',
  500: 'Internal Server Error',
};

/** The message of a Glance error as JSON carries it: an explanation and a detail, with the marks of the HTML form. */
export function explained(explanation: string, detail = ''): string {
  return `${explanation}<br /><br />\n${detail}\n\n`;
}

/** The message of a 403 whose reason stands in the detail. */
export function denied(detail: string): string {
  return explained('Access was denied to this resource.', detail);
}

/** The message of a 415. */
export function unsupported(mediaType: string): string {
  return `The request media type ${mediaType} is not supported by this server.\n<br /><br />\n`;
}

/** The message of a 404 for an image that is not there or not visible. */
export function noImage(id: string): string {
  return explained(`No image found with ID ${id}`);
}

/** The message of a 401 of the middleware that stands before Glance. */
export const unauthorized: string = explained(
  'This server could not verify that you are authorized to access the document you requested. Either you supplied ' +
    'the wrong credentials (e.g., bad password), or your browser does not understand how to supply the credentials ' +
    'required.',
);

/** Asserts a Glance error in its JSON form, to the last character. */
export function assertImageError(answer: WireAnswer, status: number, message: string): void {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.headers['content-type'], 'application/json');
  const title = titles[status];
  assert.deepEqual(answer.json, { message, code: `${status} ${title}`, title });
}

/** Asserts a 400 for a body that does not match the image schema. What follows the first line is a dump of the schema. */
export function assertSchemaError(answer: WireAnswer, firstLine: string): void {
  assert.equal(answer.status, 400, answer.text);
  const [first] = stringAt(answer.json, 'message').split('\n');
  assert.equal(first, `Provided object does not match schema 'image': ${firstLine}`);
  assert.equal(stringAt(answer.json, 'code'), '400 Bad Request');
}

/** Asserts a Keystone error, to the last character. */
export function assertIdentityError(answer: WireAnswer, status: number, message: string): void {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.headers['content-type'], 'application/json');
  assert.deepEqual(answer.json, { error: { code: status, message, title: titles[status] } });
}

/** Keystone's message for each 401 that has no reason to tell. */
export const authenticationRequired = 'The request you have made requires authentication.';

/** Asserts a 401 of Keystone that tells nothing but where to log in. */
export function assertAuthenticationRequired(answer: WireAnswer): void {
  assertIdentityError(answer, 401, authenticationRequired);
  assert.match(answer.headers['www-authenticate'] ?? '', /^Keystone uri="https?:\/\/[^"]+\/v3"$/);
}

/** Keystone's message for each 400 that misses something in the request. */
export function expecting(what: string): string {
  return (
    `Expecting to find ${what}. The server could not comply with the request since it is either malformed or ` +
    'otherwise incorrect. The client is assumed to be in error.'
  );
}
