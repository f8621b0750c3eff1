import type { Answer } from '../http/answer.ts';
import type { Exchange, Params } from '../http/exchange.ts';
import type { Routes } from '../http/router.ts';
import { newHexId } from '../ids.ts';
import { isList, isObject, parseJson } from '../python/json.ts';
import type { Json, JsonObject } from '../python/json.ts';
import { repr } from '../python/repr.ts';
import { byId, byName, sameScope } from './directory.ts';
import { keystoneError, missing, notFound } from './errors.ts';
import { enforce } from './keystone.ts';
import type { Keystone } from './keystone.ts';
import type { Assignment, Scope, User, UserOptions } from './model.ts';
import { emptyAnswer, linked, okAnswer, userJson } from './resources.ts';
import { textIn } from './token-request.ts';

/** Changes of `/v3/users`, and the roles users are given. */
export function userRoutes(keystone: Keystone): Routes {
  const roles = (scopeOf: (params: Params) => Scope): Routes[string] => ({
    DELETE: (exchange, params) => revokeRole(keystone, exchange, params, scopeOf(params)),
    PUT: (exchange, params) => grantRole(keystone, exchange, params, scopeOf(params)),
  });
  return {
    '/v3/users': { POST: (exchange) => create(keystone, exchange) },
    '/v3/users/:id': {
      DELETE: (exchange, params) => remove(keystone, exchange, params),
      PATCH: (exchange, params) => change(keystone, exchange, params),
    },
    '/v3/projects/:scope/users/:user/roles/:role': roles(({ scope = '' }) => ({
      kind: 'project',
      id: scope,
    })),
    '/v3/domains/:scope/users/:user/roles/:role': roles(({ scope = '' }) => ({ kind: 'domain', id: scope })),
    '/v3/system/users/:user/roles/:role': roles(() => ({ kind: 'system' })),
  };
}

async function read(exchange: Exchange): Promise<JsonObject> {
  const body = parseJson(await exchange.body.text());
  const wanted = isObject(body) ? body['user'] : undefined;
  if (!isObject(wanted)) throw missing('user', 'request body');
  return wanted;
}

function refuse(field: string, value: Json, why: string): Error {
  return keystoneError(400, `Invalid input for field/attribute ${field}. Value: ${repr(value)}. ${why}`);
}

function optionsOf(wanted: Json | undefined): UserOptions {
  if (!isObject(wanted)) return {};
  const { multi_factor_auth_enabled: enabled, multi_factor_auth_rules: rules } = wanted;
  if (rules !== undefined && rules !== null && !isList(rules)) {
    throw refuse('multi_factor_auth_rules', rules, `${repr(rules)} is not of type 'array', 'null'`);
  }
  return {
    ...(typeof enabled === 'boolean' && { multi_factor_auth_enabled: enabled }),
    ...(isList(rules) && {
      multi_factor_auth_rules: rules.map((rule) =>
        isList(rule) ? rule.filter((method) => typeof method === 'string') : [],
      ),
    }),
  };
}

async function create(keystone: Keystone, exchange: Exchange): Promise<Answer> {
  enforce(keystone, exchange, 'identity:create_user');
  const wanted = await read(exchange);
  const name = textIn(wanted, 'name');
  if (name === undefined) throw refuse('user', wanted, "'name' is a required property");
  const domainId = textIn(wanted, 'domain_id') ?? 'default';
  const { users, domains } = keystone.directory;
  if (byId(domains, domainId) === undefined) throw notFound('domain', domainId);
  if (byName(users, name, domainId) !== undefined) {
    const where = `name ${name} at domain ID ${domainId}`;
    throw keystoneError(
      409,
      `Conflict occurred attempting to store user - Duplicate entry found with ${where}.`,
    );
  }
  const user: User = {
    id: newHexId(),
    name,
    domainId,
    password: textIn(wanted, 'password') ?? '',
    enabled: wanted['enabled'] !== false,
    defaultProjectId: textIn(wanted, 'default_project_id'),
    options: optionsOf(wanted['options']),
  };
  users.push(user);
  return okAnswer({ user: linked(keystone, userJson(user), `/users/${user.id}`) }, 201);
}

function find(keystone: Keystone, id = ''): User {
  const user = byId(keystone.directory.users, id);
  if (user === undefined) throw notFound('user', id);
  return user;
}

async function change(keystone: Keystone, exchange: Exchange, { id }: Params): Promise<Answer> {
  enforce(keystone, exchange, 'identity:update_user');
  const user = find(keystone, id);
  const wanted = await read(exchange);
  const changed: User = {
    ...user,
    name: textIn(wanted, 'name') ?? user.name,
    password: textIn(wanted, 'password') ?? user.password,
    enabled: typeof wanted['enabled'] === 'boolean' ? wanted['enabled'] : user.enabled,
    defaultProjectId: textIn(wanted, 'default_project_id') ?? user.defaultProjectId,
    options: { ...user.options, ...optionsOf(wanted['options']) },
  };
  const { users } = keystone.directory;
  users[users.indexOf(user)] = changed;
  if (changed.password !== user.password || !changed.enabled) {
    keystone.tokens.revokeWhere((token) => token.userId === user.id);
  }
  return okAnswer({ user: linked(keystone, { ...userJson(changed), extra: {} }, `/users/${user.id}`) });
}

function remove(keystone: Keystone, exchange: Exchange, { id }: Params): Answer {
  enforce(keystone, exchange, 'identity:delete_user');
  const { directory, tokens } = keystone;
  const user = find(keystone, id);
  directory.users.splice(directory.users.indexOf(user), 1);
  for (const owned of [directory.applicationCredentials, directory.credentials, directory.accessRules]) {
    for (const [key, { userId }] of owned) if (userId === user.id) owned.delete(key);
  }
  for (const assignment of directory.assignments.filter(({ userId }) => userId === user.id)) {
    directory.assignments.splice(directory.assignments.indexOf(assignment), 1);
  }
  tokens.revokeWhere((token) => token.userId === user.id);
  return emptyAnswer;
}

function assignmentOf(keystone: Keystone, params: Params, scope: Scope): Assignment {
  const { directory } = keystone;
  const { user = '', role = '' } = params;
  if (byId(directory.roles, role) === undefined) throw notFound('role', role);
  find(keystone, user);
  if (scope.kind === 'project' && byId(directory.projects, scope.id) === undefined) {
    throw notFound('project', scope.id);
  }
  if (scope.kind === 'domain' && byId(directory.domains, scope.id) === undefined) {
    throw notFound('domain', scope.id);
  }
  return { userId: user, roleId: role, scope };
}

function findAssignment(keystone: Keystone, wanted: Assignment): Assignment | undefined {
  return keystone.directory.assignments.find(
    ({ userId, roleId, scope }) =>
      userId === wanted.userId && roleId === wanted.roleId && sameScope(scope, wanted.scope),
  );
}

function grantRole(keystone: Keystone, exchange: Exchange, params: Params, scope: Scope): Answer {
  enforce(keystone, exchange, 'identity:create_grant');
  const wanted = assignmentOf(keystone, params, scope);
  if (findAssignment(keystone, wanted) === undefined) keystone.directory.assignments.push(wanted);
  return emptyAnswer;
}

function revokeRole(keystone: Keystone, exchange: Exchange, params: Params, scope: Scope): Answer {
  enforce(keystone, exchange, 'identity:revoke_grant');
  const wanted = assignmentOf(keystone, params, scope);
  const found = findAssignment(keystone, wanted);
  if (found === undefined) throw notFound('role assignment with role', wanted.roleId);
  const { assignments } = keystone.directory;
  assignments.splice(assignments.indexOf(found), 1);
  const isScope = (other: Scope | undefined): boolean => other !== undefined && sameScope(other, scope);
  keystone.tokens.revokeWhere((token) => token.userId === wanted.userId && isScope(token.scope));
  return emptyAnswer;
}
