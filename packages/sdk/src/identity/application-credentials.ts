import { DiscoveryError, OptionError } from '../errors.ts';
import { path } from '../http/path.ts';
import type { Session } from '../http/session.ts';
import { removeFrom, type RemoveOptions } from '../image/call.ts';
import { asRecord, asString, type JsonRecord } from '../json.ts';
import { checkOptions, type KeysOf } from '../options.ts';
import { type Page, Paginator } from '../resource/paginator.ts';
import { firstPage, given, member, read, userPath } from './call.ts';
import { find } from './find.ts';
import type {
  AccessRule,
  ApplicationCredential,
  CreatedApplicationCredential,
  NewApplicationCredential,
  OfUserOptions,
} from './types.ts';
import { toAccessRule, toApplicationCredential } from './wire.ts';

const newKeys: KeysOf<NewApplicationCredential> = {
  name: true,
  description: true,
  secret: true,
  roles: true,
  expiresAt: true,
  isUnrestricted: true,
  accessRules: true,
  signal: true,
};

async function credentialPath(session: Session, id: string, options: OfUserOptions): Promise<string> {
  return userPath(session, path`/application_credentials/${id}`, options);
}

/** The first page of a user's application credentials. */
export async function listApplicationCredentials(
  session: Session,
  options: OfUserOptions & { readonly name?: string },
): Promise<Page<ApplicationCredential>> {
  return firstPage(session, {
    path: await userPath(session, '/application_credentials', options),
    member: 'application_credentials',
    decode: toApplicationCredential,
    query: given({ name: options.name }),
    signal: options.signal,
  });
}

/** Gets one application credential. */
export async function getApplicationCredential(
  session: Session,
  id: string,
  options: OfUserOptions,
): Promise<ApplicationCredential> {
  const where = await credentialPath(session, id, options);
  return toApplicationCredential(await read(session, where, 'application_credential', options));
}

/** The application credential with this id or name. */
export function findApplicationCredential(
  session: Session,
  nameOrId: string,
  options: OfUserOptions,
): Promise<ApplicationCredential | undefined> {
  const all = (name?: string): Promise<readonly ApplicationCredential[]> =>
    new Paginator(() =>
      listApplicationCredentials(session, { ...options, ...(name !== undefined && { name }) }),
    ).toArray();
  return find(
    {
      kind: 'application credentials',
      byId: (id) => getApplicationCredential(session, id, options),
      byName: all,
      own: () => all(),
    },
    nameOrId,
  );
}

function onWire(credential: NewApplicationCredential): JsonRecord {
  const { roles, expiresAt, accessRules } = credential;
  const ends = typeof expiresAt === 'string' ? new Date(expiresAt) : expiresAt;
  if (ends !== undefined && Number.isNaN(ends.getTime())) {
    throw new OptionError(`createApplicationCredential: expiresAt ${String(expiresAt)} is no point in time`);
  }
  return {
    name: credential.name,
    description: credential.description,
    secret: credential.secret,
    roles: roles?.map((role) => (typeof role === 'string' ? { name: role } : { id: role.id })),
    // Keystone takes microseconds, and no other form.
    expires_at: ends?.toISOString().replace('Z', '000'),
    unrestricted: credential.isUnrestricted,
    access_rules: accessRules,
  };
}

/** Makes an application credential of the user who is signed in, for the project of the token. */
export async function createApplicationCredential(
  session: Session,
  credential: NewApplicationCredential,
): Promise<CreatedApplicationCredential> {
  checkOptions('createApplicationCredential', credential, newKeys);
  if (credential.name === '') throw new OptionError('createApplicationCredential: name must not be empty');
  const { signal } = credential;
  const json = { application_credential: onWire(credential) };
  const where = await userPath(session, '/application_credentials', { signal });
  const { value } = await session.json({ service: 'identity', method: 'POST', path: where, json, signal });
  const created = member(value, 'application_credential');
  const secret = asString(asRecord(created)?.['secret']);
  if (secret !== undefined) return { ...toApplicationCredential(created), secret };
  throw new DiscoveryError(
    'the identity service made an application credential, but does not tell its secret',
  );
}

/** Deletes an application credential; its tokens end at once. */
export async function deleteApplicationCredential(
  session: Session,
  id: string,
  options: OfUserOptions & RemoveOptions,
): Promise<void> {
  await removeFrom('identity', session, await credentialPath(session, id, options), options);
}

/** The first page of a user's access rules. */
export async function listAccessRules(session: Session, options: OfUserOptions): Promise<Page<AccessRule>> {
  return firstPage(session, {
    path: await userPath(session, '/access_rules', options),
    member: 'access_rules',
    decode: toAccessRule,
    signal: options.signal,
  });
}

/** Deletes an access rule. */
export async function deleteAccessRule(
  session: Session,
  id: string,
  options: OfUserOptions & RemoveOptions,
): Promise<void> {
  await removeFrom('identity', session, await userPath(session, path`/access_rules/${id}`, options), options);
}
