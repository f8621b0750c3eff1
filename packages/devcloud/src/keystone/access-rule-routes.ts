import type { Answer } from '../http/answer.ts';
import type { Exchange, Params } from '../http/exchange.ts';
import type { Routes } from '../http/router.ts';
import type { JsonObject } from '../python/json.ts';
import { accessRuleJson } from './access-rules.ts';
import { keystoneError, notFound } from './errors.ts';
import { enforce } from './keystone.ts';
import type { Keystone } from './keystone.ts';
import type { AccessRule } from './model.ts';
import { emptyAnswer, linked, listAnswer, okAnswer } from './resources.ts';

const path = '/v3/users/:user/access_rules';

/** `/v3/users/{user}/access_rules`: list, show, delete. They are made with application credentials. */
export function accessRuleRoutes(keystone: Keystone): Routes {
  return {
    [path]: { GET: (exchange, params) => list(keystone, exchange, params) },
    [`${path}/:id`]: {
      DELETE: (exchange, params) => remove(keystone, exchange, params),
      GET: (exchange, params) => show(keystone, exchange, params),
    },
  };
}

function json(keystone: Keystone, rule: AccessRule): JsonObject {
  return linked(keystone, accessRuleJson(rule), `/access_rules/${rule.id}`);
}

function list(keystone: Keystone, exchange: Exchange, { user }: Params): Answer {
  enforce(keystone, exchange, 'identity:list_access_rules', ({ userId }) => userId === user);
  const mine = [...keystone.directory.accessRules.values()].filter(({ userId }) => userId === user);
  return listAnswer(
    keystone,
    exchange,
    'access_rules',
    mine.map((rule) => json(keystone, rule)),
  );
}

function find(keystone: Keystone, { user, id = '' }: Params): AccessRule {
  const rule = keystone.directory.accessRules.get(id);
  if (rule === undefined || rule.userId !== user) throw notFound('Access Rule', id);
  return rule;
}

function show(keystone: Keystone, exchange: Exchange, params: Params): Answer {
  enforce(keystone, exchange, 'identity:get_access_rule', ({ userId }) => userId === params['user']);
  return okAnswer({ access_rule: json(keystone, find(keystone, params)) });
}

function remove(keystone: Keystone, exchange: Exchange, params: Params): Answer {
  enforce(keystone, exchange, 'identity:delete_access_rule', ({ userId }) => userId === params['user']);
  const rule = find(keystone, params);
  const { accessRules, applicationCredentials } = keystone.directory;
  const inUse = [...applicationCredentials.values()].some((one) => one.accessRules?.includes(rule));
  if (inUse) throw keystoneError(403, 'May not delete access rule in use');
  accessRules.delete(rule.id);
  return emptyAnswer;
}
