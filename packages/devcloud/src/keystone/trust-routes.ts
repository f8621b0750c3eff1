import type { Answer } from '../http/answer.ts';
import type { Exchange, Params } from '../http/exchange.ts';
import type { Routes } from '../http/router.ts';
import { newHexId } from '../ids.ts';
import { isList, isObject, parseJson } from '../python/json.ts';
import type { JsonObject } from '../python/json.ts';
import { byId, rolesOf } from './directory.ts';
import { forbidden, keystoneError, missing, notFound } from './errors.ts';
import { callerOf, enforce } from './keystone.ts';
import type { Keystone } from './keystone.ts';
import type { Role, Token, Trust } from './model.ts';
import { emptyAnswer, linked, listAnswer, okAnswer, roleJson, timeOrNull } from './resources.ts';
import { textIn } from './token-request.ts';

/** `/v3/OS-TRUST/trusts`: create, list, show, delete. */
export function trustRoutes(keystone: Keystone): Routes {
  return {
    '/v3/OS-TRUST/trusts': {
      GET: (exchange) => list(keystone, exchange),
      POST: (exchange) => create(keystone, exchange),
    },
    '/v3/OS-TRUST/trusts/:id': {
      DELETE: (exchange, params) => remove(keystone, exchange, params),
      GET: (exchange, params) => show(keystone, exchange, params),
    },
    '/v3/OS-TRUST/trusts/:id/roles': { GET: (exchange, params) => listRoles(keystone, exchange, params) },
  };
}

function list(keystone: Keystone, exchange: Exchange): Answer {
  const trustor = exchange.query.get('trustor_user_id');
  const trustee = exchange.query.get('trustee_user_id');
  enforce(
    keystone,
    exchange,
    'identity:list_trusts',
    ({ userId }) => userId === trustor || userId === trustee,
  );
  const shown = [...keystone.directory.trusts.values()]
    .filter((trust) => trustor === null || trust.trustorId === trustor)
    .filter((trust) => trustee === null || trust.trusteeId === trustee)
    .map((trust) => linked(keystone, json(trust), `/OS-TRUST/trusts/${trust.id}`));
  return listAnswer(keystone, exchange, 'trusts', shown);
}

function find(keystone: Keystone, exchange: Exchange, params: Params, action: string): Trust {
  callerOf(keystone, exchange);
  const trust = keystone.directory.trusts.get(params['id'] ?? '');
  if (trust === undefined) throw notFound('trust', params['id'] ?? '');
  const involved = (token: Token): boolean =>
    token.userId === trust.trustorId ||
    (token.userId === trust.trusteeId && action !== 'identity:delete_trust');
  enforce(keystone, exchange, action, involved);
  return trust;
}

function show(keystone: Keystone, exchange: Exchange, params: Params): Answer {
  const trust = find(keystone, exchange, params, 'identity:get_trust');
  return okAnswer({ trust: fullJson(keystone, trust) });
}

function listRoles(keystone: Keystone, exchange: Exchange, params: Params): Answer {
  const trust = find(keystone, exchange, params, 'identity:list_roles_for_trust');
  return okAnswer({ roles: roles(keystone, trust), links: rolesLinks(keystone, trust) });
}

function remove(keystone: Keystone, exchange: Exchange, params: Params): Answer {
  const trust = find(keystone, exchange, params, 'identity:delete_trust');
  keystone.directory.trusts.delete(trust.id);
  keystone.tokens.revokeWhere((token) => token.trust?.id === trust.id);
  return emptyAnswer;
}

async function create(keystone: Keystone, exchange: Exchange): Promise<Answer> {
  const token = callerOf(keystone, exchange);
  const body = parseJson(await exchange.body.text());
  const wanted = isObject(body) ? body['trust'] : undefined;
  if (!isObject(wanted)) throw missing('trust', 'request body');
  const trustorId = textIn(wanted, 'trustor_user_id') ?? '';
  const trusteeId = textIn(wanted, 'trustee_user_id') ?? '';
  const projectId = textIn(wanted, 'project_id') ?? '';
  if (trustorId !== token.userId) throw forbidden('identity:create_trust');
  const { directory } = keystone;
  if (byId(directory.users, trusteeId) === undefined) throw notFound('user', trusteeId);
  const mine = rolesOf(directory, trustorId, { kind: 'project', id: projectId });
  const trust: Trust = {
    id: newHexId(),
    trustorId,
    trusteeId,
    projectId,
    impersonation: wanted['impersonation'] === true,
    roles: wantedRoles(wanted, mine),
    expiresAt: expiryOf(wanted),
  };
  directory.trusts.set(trust.id, trust);
  return okAnswer({ trust: fullJson(keystone, trust) }, 201);
}

function wantedRoles(wanted: JsonObject, mine: readonly Role[]): readonly Role[] {
  const list = wanted['roles'];
  if (!isList(list) || list.length === 0) throw keystoneError(403, 'At least one role should be specified.');
  return list.map((item) => {
    const given = isObject(item) ? item : {};
    const role = mine.find(({ id, name }) => id === given['id'] || name === given['name']);
    if (role === undefined) throw notFound('role', textIn(given, 'id') ?? textIn(given, 'name') ?? '');
    return role;
  });
}

function expiryOf(wanted: JsonObject): number | undefined {
  const text = textIn(wanted, 'expires_at');
  const time = text === undefined ? undefined : Date.parse(text);
  if (Number.isNaN(time)) throw keystoneError(400, `Invalid input for field 'expires_at': ${text}`);
  return time;
}

function json(trust: Trust): JsonObject {
  return {
    id: trust.id,
    trustor_user_id: trust.trustorId,
    trustee_user_id: trust.trusteeId,
    project_id: trust.projectId,
    impersonation: trust.impersonation,
    expires_at: timeOrNull(trust.expiresAt),
    remaining_uses: null,
    deleted_at: null,
    redelegated_trust_id: null,
    redelegation_count: 0,
  };
}

function roles(keystone: Keystone, trust: Trust): readonly JsonObject[] {
  return trust.roles.map((role) => linked(keystone, roleJson(role), `/roles/${role.id}`));
}

function rolesLinks(keystone: Keystone, trust: Trust): JsonObject {
  return { self: `${keystone.url}/${trust.id}/roles`, next: null, previous: null };
}

function fullJson(keystone: Keystone, trust: Trust): JsonObject {
  const shown = { roles: roles(keystone, trust), ...json(trust), roles_links: rolesLinks(keystone, trust) };
  return linked(keystone, shown, `/OS-TRUST/trusts/${trust.id}`);
}
