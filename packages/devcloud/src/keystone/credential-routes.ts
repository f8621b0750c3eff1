import type { Answer } from '../http/answer.ts';
import type { Exchange, Params } from '../http/exchange.ts';
import type { Routes } from '../http/router.ts';
import { newHexId } from '../ids.ts';
import { isObject, parseJson } from '../python/json.ts';
import type { JsonObject } from '../python/json.ts';
import { keystoneError, missing, notFound } from './errors.ts';
import { callerOf, enforce, isAdmin } from './keystone.ts';
import type { Keystone } from './keystone.ts';
import type { Credential } from './model.ts';
import { emptyAnswer, linked, listAnswer, okAnswer } from './resources.ts';
import { textIn } from './token-request.ts';

/** `/v3/credentials`: create, list, show, delete; each user her own, an admin all. */
export function credentialRoutes(keystone: Keystone): Routes {
  return {
    '/v3/credentials': {
      GET: (exchange) => list(keystone, exchange),
      POST: (exchange) => create(keystone, exchange),
    },
    '/v3/credentials/:id': {
      DELETE: (exchange, params) => remove(keystone, exchange, params),
      GET: (exchange, params) => show(keystone, exchange, params),
    },
  };
}

function json(keystone: Keystone, { id, type, blob, userId, projectId }: Credential): JsonObject {
  const shown = { id, user_id: userId, project_id: projectId, type, blob };
  return linked(keystone, shown, `/credentials/${id}`);
}

function list(keystone: Keystone, exchange: Exchange): Answer {
  const caller = callerOf(keystone, exchange);
  const [user, type] = [exchange.query.get('user_id'), exchange.query.get('type')];
  const shown = [...keystone.directory.credentials.values()]
    .filter((one) => isAdmin(caller) || one.userId === caller.userId)
    .filter((one) => (user === null || one.userId === user) && (type === null || one.type === type))
    .map((one) => json(keystone, one));
  return listAnswer(keystone, exchange, 'credentials', shown);
}

function find(keystone: Keystone, exchange: Exchange, { id = '' }: Params, action: string): Credential {
  callerOf(keystone, exchange);
  const credential = keystone.directory.credentials.get(id);
  if (credential === undefined) throw notFound('credential', id);
  enforce(keystone, exchange, action, ({ userId }) => userId === credential.userId);
  return credential;
}

function show(keystone: Keystone, exchange: Exchange, params: Params): Answer {
  return okAnswer({
    credential: json(keystone, find(keystone, exchange, params, 'identity:get_credential')),
  });
}

function remove(keystone: Keystone, exchange: Exchange, params: Params): Answer {
  const { id } = find(keystone, exchange, params, 'identity:delete_credential');
  keystone.directory.credentials.delete(id);
  return emptyAnswer;
}

async function create(keystone: Keystone, exchange: Exchange): Promise<Answer> {
  const caller = callerOf(keystone, exchange);
  const body = parseJson(await exchange.body.text());
  const wanted = isObject(body) ? body['credential'] : undefined;
  if (!isObject(wanted)) throw missing('credential', 'request body');
  const [type, blob] = [textIn(wanted, 'type'), textIn(wanted, 'blob')];
  if (type === undefined) throw keystoneError(400, "'type' is a required property");
  if (blob === undefined) throw keystoneError(400, "'blob' is a required property");
  const userId = textIn(wanted, 'user_id') ?? caller.userId;
  enforce(keystone, exchange, 'identity:create_credential', (token) => token.userId === userId);
  const projectId = textIn(wanted, 'project_id') ?? null;
  const credential: Credential = { id: newHexId(), type, blob, userId, projectId };
  keystone.directory.credentials.set(credential.id, credential);
  return okAnswer({ credential: json(keystone, credential) }, 201);
}
