import { isNotFound, OptionError } from '../errors.ts';
import { path } from '../http/path.ts';
import type { Session } from '../http/session.ts';
import { checkOptions, type KeysOf } from '../options.ts';
import type { Page } from '../resource/paginator.ts';
import { callKeys, removeFrom, removeKeys, type RemoveOptions } from '../image/call.ts';
import type { CallOptions } from '../image/types.ts';
import { member, post, read } from './call.ts';
import { firstPage } from './list.ts';
import type { Keypair, ReadOptions } from './types.ts';
import { toKeypair } from './wire.ts';

/** A key pair that is to be known to Nova. */
export interface NewKeypair extends CallOptions {
  readonly name: string;
  /** As in `id_ed25519.pub`. The private key stays with you: Nova is not asked to make one. */
  readonly publicKey: string;
}

const newKeys: KeysOf<NewKeypair> = { name: true, publicKey: true, signal: true };

/** The first page of this user's key pairs; before microversion 2.35 it is the only one. */
export function listKeypairs(session: Session, options: CallOptions): Promise<Page<Keypair>> {
  return firstPage(session, {
    path: '/os-keypairs',
    query: [],
    member: 'keypairs',
    decode: toKeypair,
    need: { what: 'keypairs', prefer: '2.35' },
    signal: options.signal,
  });
}

/** Gets one key pair. */
export async function getKeypair(session: Session, name: string, options: ReadOptions): Promise<Keypair> {
  return toKeypair(member(await read(session, path`/os-keypairs/${name}`, options), 'keypair'));
}

/** Tells Nova a public key. */
export async function createKeypair(session: Session, options: NewKeypair): Promise<Keypair> {
  checkOptions('createKeypair', options, newKeys);
  const { name, publicKey, signal } = options;
  if (name === '' || publicKey === undefined || publicKey.trim() === '')
    throw new OptionError('createKeypair: name and publicKey are needed');
  const json = { keypair: { name, public_key: publicKey.trim() } };
  return toKeypair(member((await post(session, '/os-keypairs', json, { signal })).value, 'keypair'));
}

/** Has Nova forget a key pair. */
export async function deleteKeypair(session: Session, name: string, options: RemoveOptions): Promise<void> {
  checkOptions('deleteKeypair', options, removeKeys);
  await removeFrom('compute', session, path`/os-keypairs/${name}`, options);
}

/** The key pair of this name, `undefined` if there is none. */
export async function findKeypair(
  session: Session,
  name: string,
  options: CallOptions,
): Promise<Keypair | undefined> {
  checkOptions('findKeypair', options, callKeys);
  try {
    return await getKeypair(session, name, options);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
