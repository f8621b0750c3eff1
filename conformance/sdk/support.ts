import assert from 'node:assert/strict';

import { connect, OstkError } from '@ostk/sdk';
import type { Connection, Image, ImageAttributes, UploadImageOptions } from '@ostk/sdk';

import { file } from '../harness/cleanup.ts';
import type { Scope } from '../harness/cleanup.ts';
import { cloud } from '../harness/cloud.ts';
import type { Role } from '../harness/cloud.ts';
import { deleteAfter, uniqueName } from '../harness/images.ts';

/** Connects to the cloud under test as a user would: by a name in clouds.yaml. Closed when the file's tests are done. */
export async function connectAs(role: Role): Promise<Connection> {
  const connection = await connect({ cloud: cloud.config(role).cloud, configFile: cloud.cloudsYaml });
  file.after(() => connection.close());
  return connection;
}

/** Creates an image record (raw, bare, a unique name, unless `attributes` say otherwise). */
export async function create(
  scope: Scope,
  connection: Connection,
  attributes: ImageAttributes = {},
): Promise<Image> {
  const image = await connection.image.createImage({
    name: uniqueName(),
    diskFormat: 'raw',
    containerFormat: 'bare',
    ...attributes,
  });
  deleteAfter(scope, image.id);
  return image;
}

/** Uploads an image (raw, bare, a unique name, unless `options` say otherwise). */
export async function upload(
  scope: Scope,
  connection: Connection,
  options: Pick<UploadImageOptions, 'data'> & Partial<UploadImageOptions>,
): Promise<Image> {
  const image = await connection.image.uploadImage({
    name: uniqueName(),
    diskFormat: 'raw',
    containerFormat: 'bare',
    ...options,
  });
  deleteAfter(scope, image.id);
  return image;
}

type ErrorClass<T> = abstract new (...args: never[]) => T;

function checked<T extends Error>(error: unknown, kind: ErrorClass<T>): T {
  assert.ok(error !== undefined, `${kind.name} was expected, but there was no error`);
  if (!(error instanceof kind)) throw error;
  if (error instanceof OstkError) assert.match(error.message, /^[^\n]{10,}$/);
  return error;
}

/** The error of work that must fail: of the class, and with a message of one line that says something. */
export async function failure<T extends Error>(work: Promise<unknown>, kind: ErrorClass<T>): Promise<T> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return checked(error, kind);
}

/** The error of a call that must be refused before anything is sent. */
export function refusal<T extends Error>(work: () => unknown, kind: ErrorClass<T>): T {
  let thrown: unknown;
  try {
    work();
  } catch (error) {
    thrown = error;
  }
  return checked(thrown, kind);
}
