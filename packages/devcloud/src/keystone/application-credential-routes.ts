import type { Answer } from '../http/answer.ts';
import type { Exchange, Params } from '../http/exchange.ts';
import type { Routes } from '../http/router.ts';
import { newHexId, newSecret } from '../ids.ts';
import { isList, isObject, parseJson } from '../python/json.ts';
import type { Json, JsonObject } from '../python/json.ts';
import { repr } from '../python/repr.ts';
import { accessRuleJson, wantedAccessRules } from './access-rules.ts';
import { rolesOf, withImplied } from './directory.ts';
import { forbidden, keystoneError, missing, notFound } from './errors.ts';
import { enforce } from './keystone.ts';
import type { Keystone } from './keystone.ts';
import type { ApplicationCredential, Role, Token } from './model.ts';
import { emptyAnswer, linked, listAnswer, okAnswer, roleJson, timeOrNull } from './resources.ts';
import { textIn } from './token-request.ts';

const path = '/v3/users/:user/application_credentials';

/** `/v3/users/{user}/application_credentials`: create, list, show, delete. */
export function applicationCredentialRoutes(keystone: Keystone): Routes {
  return {
    [path]: {
      GET: (exchange, params) => list(keystone, exchange, params),
      POST: (exchange, params) => create(keystone, exchange, params),
    },
    [`${path}/:id`]: {
      DELETE: (exchange, params) => remove(keystone, exchange, params),
      GET: (exchange, params) => show(keystone, exchange, params),
    },
  };
}

function own(user: string | undefined): (token: Token) => boolean {
  return (token) => token.userId === user;
}

function list(keystone: Keystone, exchange: Exchange, { user }: Params): Answer {
  enforce(keystone, exchange, 'identity:list_application_credentials', own(user));
  const name = exchange.query.get('name');
  const shown = [...keystone.directory.applicationCredentials.values()]
    .filter((credential) => credential.userId === user && (name === null || credential.name === name))
    .map((credential) => json(keystone, credential));
  return listAnswer(keystone, exchange, 'application_credentials', shown);
}

function show(keystone: Keystone, exchange: Exchange, { user, id }: Params): Answer {
  enforce(keystone, exchange, 'identity:get_application_credential', own(user));
  return okAnswer({ application_credential: json(keystone, find(keystone, user, id)) });
}

function remove(keystone: Keystone, exchange: Exchange, { user, id }: Params): Answer {
  const token = enforce(keystone, exchange, 'identity:delete_application_credential', own(user));
  refuseRestricted(token, keystone);
  const credential = find(keystone, user, id);
  keystone.directory.applicationCredentials.delete(credential.id);
  keystone.tokens.revokeWhere((token) => token.applicationCredentialId === credential.id);
  return emptyAnswer;
}

function refuseRestricted({ applicationCredentialId: id }: Token, { directory }: Keystone): void {
  if (id === undefined || directory.applicationCredentials.get(id)?.unrestricted === true) return;
  throw forbidden(
    "Using method 'application_credential' is not allowed for managing additional application credentials.",
  );
}

function find(keystone: Keystone, user: string | undefined, id = ''): ApplicationCredential {
  const credential = keystone.directory.applicationCredentials.get(id);
  if (credential === undefined || credential.userId !== user) throw notFound('Application Credential', id);
  return credential;
}

async function create(keystone: Keystone, exchange: Exchange, { user = '' }: Params): Promise<Answer> {
  const token = enforce(keystone, exchange, 'identity:create_application_credential', own(user));
  const wanted = readWanted(await exchange.body.text());
  const { scope } = token;
  if (token.userId !== user) throw forbidden('identity:create_application_credential');
  if (scope?.kind !== 'project') throw missing('project_id', 'application_credential');
  refuseRestricted(token, keystone);
  const all = keystone.directory.applicationCredentials;
  const name = textIn(wanted, 'name') ?? '';
  if ([...all.values()].some((one) => one.userId === user && one.name === name)) {
    throw keystoneError(
      409,
      `Conflict occurred attempting to store application_credential - Duplicate entry found with name ${name}.`,
    );
  }
  const unrestricted = wanted['unrestricted'];
  const credential: ApplicationCredential = {
    id: newHexId(),
    name,
    description: textIn(wanted, 'description') ?? null,
    userId: user,
    projectId: scope.id,
    roles: wantedRoles(keystone, wanted, rolesOf(keystone.directory, user, scope)),
    secret: textIn(wanted, 'secret') ?? newSecret(),
    expiresAt: expiryOf(wanted),
    unrestricted: typeof unrestricted === 'boolean' ? unrestricted : null,
    accessRules: wantedAccessRules(keystone.directory, user, wanted['access_rules']),
  };
  all.set(credential.id, credential);
  const { links, ...shown } = json(keystone, credential);
  return okAnswer(
    {
      application_credential: {
        ...shown,
        secret: credential.secret,
        ...(links === undefined ? {} : { links }),
      },
    },
    201,
  );
}

function readWanted(text: string): JsonObject {
  const body = parseJson(text);
  const wanted = isObject(body) ? body['application_credential'] : undefined;
  if (!isObject(wanted)) throw keystoneError(400, "'application_credential' is a required property");
  const { name } = wanted;
  if (name === undefined) throw refuse('application_credential', wanted, "'name' is a required property");
  if (typeof name !== 'string') throw refuse('name', name, `${repr(name)} is not of type 'string'`);
  return wanted;
}

function refuse(field: string, value: Json, why: string): Error {
  const shown = `Invalid input for field/attribute ${field}. Value: ${repr(value)}.`;
  return keystoneError(400, `${shown} ${why}`);
}

/** The roles asked for, which must be among the user's own; all of them by default. */
function wantedRoles(keystone: Keystone, wanted: JsonObject, mine: readonly Role[]): readonly Role[] {
  const list = wanted['roles'];
  if (!isList(list)) return mine;
  const names = list.map((item) => {
    const given = isObject(item) ? item : {};
    const role = mine.find(({ id, name }) => id === given['id'] || name === given['name']);
    if (role === undefined) {
      throw keystoneError(
        400,
        'Invalid application credential: Cannot create an application credential with unassigned role',
      );
    }
    return role.name;
  });
  return withImplied(keystone.directory, names);
}

function expiryOf(wanted: JsonObject): number | undefined {
  const text = textIn(wanted, 'expires_at');
  if (text === undefined) return undefined;
  const time = Date.parse(/(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
  if (Number.isNaN(time)) {
    throw keystoneError(
      400,
      'Timestamp not in expected format. The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.',
    );
  }
  return time;
}

function json(keystone: Keystone, credential: ApplicationCredential): JsonObject {
  const shown = {
    id: credential.id,
    name: credential.name,
    description: credential.description,
    user_id: credential.userId,
    project_id: credential.projectId,
    system: null,
    // Without a zone, unlike every other time in this API.
    expires_at: timeOrNull(credential.expiresAt)?.replace(/Z$/, '') ?? null,
    unrestricted: credential.unrestricted,
    roles: credential.roles.map(roleJson),
    ...(credential.accessRules === undefined
      ? {}
      : { access_rules: credential.accessRules.map(accessRuleJson) }),
  };
  return linked(keystone, shown, `/application_credentials/${credential.id}`);
}
