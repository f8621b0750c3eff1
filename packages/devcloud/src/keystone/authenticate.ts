import type { JsonObject } from '../python/json.ts';
import { byId, byName } from './directory.ts';
import type { Directory } from './directory.ts';
import { forbidden, keystoneError, missing, notFound, unauthorized } from './errors.ts';
import type { Keystone } from './keystone.ts';
import type { ApplicationCredential, Domain, Token, User } from './model.ts';
import { isPasscode } from './totp.ts';
import { objectIn, textIn } from './token-request.ts';
import type { AuthRequest } from './token-request.ts';

/** Who stands behind a request for a token. */
export interface Identity {
  readonly user: User;
  readonly methods: readonly string[];
  /** The token this one is made from. */
  readonly parent: Token | undefined;
  readonly applicationCredential: ApplicationCredential | undefined;
}

/**
 * Checks the credentials of every method of a request.
 * @throws 401 when one is wrong or they name different users, 400 or 404 as Keystone does
 */
export function authenticate(keystone: Keystone, request: AuthRequest): Identity {
  const found = request.methods.map((method) => byMethod(keystone, request, method));
  const [first] = found;
  if (first === undefined || found.some(({ user }) => user.id !== first.user.id || !user.enabled)) {
    throw unauthorized(keystone.url);
  }
  return {
    user: first.user,
    methods: inKeystonesOrder([...request.methods, ...found.flatMap((one) => one.methods)]),
    parent: found.find(({ parent }) => parent !== undefined)?.parent,
    applicationCredential: found.find((one) => one.applicationCredential !== undefined)
      ?.applicationCredential,
  };
}

/** The methods a real cloud names, though nobody has configured what some of them need. */
export const knownMethods: readonly string[] = [
  'external',
  'password',
  'token',
  'oauth1',
  'mapped',
  'application_credential',
  'totp',
];

/** A token keeps its methods as bits of a number, the highest first. */
function inKeystonesOrder(methods: readonly string[]): readonly string[] {
  return knownMethods.filter((method) => methods.includes(method)).toReversed();
}

function byMethod(keystone: Keystone, request: AuthRequest, method: string): Identity {
  const payload = objectIn(request.identity, method, 'identity');
  switch (method) {
    case 'password':
      return byPassword(keystone, payload);
    case 'token':
      return byToken(keystone, payload, request);
    case 'totp':
      return byTotp(keystone, payload);
    case 'application_credential':
      return byApplicationCredential(keystone, payload, request);
    default:
      throw unauthorized(keystone.url, 'Attempted to authenticate with an unsupported method.', {
        methods: knownMethods,
      });
  }
}

function byPassword(keystone: Keystone, payload: JsonObject): Identity {
  const wanted = objectIn(payload, 'user', 'None');
  // The target is what the real one says: it formats a variable that nobody has set.
  const user = findUser(keystone, wanted);
  if (user === undefined || user.password !== textIn(wanted, 'password')) throw unauthorized(keystone.url);
  return { user, methods: [], parent: undefined, applicationCredential: undefined };
}

function byTotp(keystone: Keystone, payload: JsonObject): Identity {
  const wanted = objectIn(payload, 'user', 'None');
  const user = findUser(keystone, wanted);
  const passcode = textIn(wanted, 'passcode');
  const keys = [...keystone.directory.credentials.values()].filter(
    ({ type, userId }) => type === 'totp' && userId === user?.id,
  );
  const fits =
    passcode !== undefined && keys.some(({ blob }) => isPasscode(blob, passcode, keystone.clock.now()));
  if (user === undefined || !fits) throw unauthorized(keystone.url);
  return { user, methods: [], parent: undefined, applicationCredential: undefined };
}

function byToken(keystone: Keystone, payload: JsonObject, request: AuthRequest): Identity {
  const id = textIn(payload, 'id');
  if (id === undefined) throw missing('id', 'token');
  const parent = keystone.tokens.valid(id);
  if (parent === undefined) throw unknownToken(keystone, id);
  if (parent.trust !== undefined) {
    throw forbidden(
      'Using trust-scoped token to create another token. Create a new trust-scoped token instead',
    );
  }
  if (parent.applicationCredentialId !== undefined) {
    throw forbidden('Using a delegated token to create another token is not allowed.');
  }
  const wanted = request.scope;
  const narrower =
    typeof wanted === 'object' && wanted !== null && ('project' in wanted || 'domain' in wanted);
  if (parent.scope?.kind === 'system' && narrower) {
    throw forbidden(
      'Using a system-scoped token to create a project-scoped or domain-scoped token is not allowed.',
    );
  }
  const user = byId(keystone.directory.users, parent.userId);
  if (user === undefined) throw unauthorized(keystone.url);
  return { user, methods: parent.methods, parent, applicationCredential: undefined };
}

/** 404 for a token that is no token, or no longer one. */
export function unknownToken(keystone: Keystone, id: string): Error {
  const token = keystone.tokens.find(id);
  const credential = token?.applicationCredentialId;
  if (credential !== undefined && !keystone.directory.applicationCredentials.has(credential)) {
    return notFound('Application Credential', credential);
  }
  return keystoneError(
    404,
    token !== undefined ? 'Failed to validate token' : 'Could not recognize Fernet token',
  );
}

function byApplicationCredential(keystone: Keystone, payload: JsonObject, request: AuthRequest): Identity {
  if (request.scope !== undefined) {
    throw unauthorized(
      keystone.url,
      'Error authenticating with application credential: Application credentials cannot request a scope.',
    );
  }
  const credential = findApplicationCredential(keystone, payload);
  const expired = credential.expiresAt !== undefined && credential.expiresAt <= keystone.clock.now();
  const user = byId(keystone.directory.users, credential.userId);
  if (user === undefined || expired || credential.secret !== textIn(payload, 'secret')) {
    throw unauthorized(keystone.url);
  }
  return { user, methods: [], parent: undefined, applicationCredential: credential };
}

function findApplicationCredential(keystone: Keystone, payload: JsonObject): ApplicationCredential {
  const all = keystone.directory.applicationCredentials;
  const id = textIn(payload, 'id');
  if (id !== undefined) {
    const credential = all.get(id);
    if (credential === undefined) throw notFound('Application Credential', id);
    return credential;
  }
  const name = textIn(payload, 'name');
  if (name === undefined) throw missing('name or ID', 'application credential');
  const user = findUser(keystone, objectIn(payload, 'user', 'application credential'));
  const credential = [...all.values()].find((one) => one.userId === user?.id && one.name === name);
  if (credential === undefined) throw unauthorized(keystone.url);
  return credential;
}

function findUser(keystone: Keystone, wanted: JsonObject): User | undefined {
  const { users } = keystone.directory;
  const id = textIn(wanted, 'id');
  if (id !== undefined) return byId(users, id);
  const name = textIn(wanted, 'name');
  if (name === undefined) return undefined;
  const domain = findDomain(keystone.directory, objectIn(wanted, 'domain', 'user'));
  return domain === undefined ? undefined : byName(users, name, domain.id);
}

/** Finds a domain by the `id` or `name` of a request. */
export function findDomain(directory: Directory, wanted: JsonObject): Domain | undefined {
  const id = textIn(wanted, 'id');
  const name = textIn(wanted, 'name');
  return directory.domains.find((domain) => (name === undefined ? domain.id === id : domain.name === name));
}
