import { jsonAnswer } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { headerOf } from '../http/exchange.ts';
import type { Exchange } from '../http/exchange.ts';
import type { Routes } from '../http/router.ts';
import { authenticate, unknownToken } from './authenticate.ts';
import { catalogJson } from './catalog.ts';
import { byId, projectsOf, rolesOf } from './directory.ts';
import { forbidden, keystoneError, unexpected } from './errors.ts';
import { callerOf, isAdmin } from './keystone.ts';
import type { Keystone } from './keystone.ts';
import type { Token } from './model.ts';
import { domainJson, emptyAnswer, linked, listAnswer, okAnswer, projectJson } from './resources.ts';
import { grantScope } from './scope.ts';
import { tokenJson } from './token-json.ts';
import { receiptFor, receiptOf, withReceipt } from './receipts.ts';
import { readAuthRequest } from './token-request.ts';

/** `/v3/auth/…`: tokens, and what a token may do. */
export function authRoutes(keystone: Keystone): Routes {
  return {
    '/v3/auth/tokens': {
      DELETE: (exchange) => revokeToken(keystone, exchange),
      GET: (exchange) => showToken(keystone, exchange),
      POST: (exchange) => createToken(keystone, exchange),
    },
    '/v3/auth/catalog': { GET: (exchange) => showCatalog(keystone, exchange) },
    '/v3/auth/projects': { GET: (exchange) => listProjects(keystone, exchange) },
    '/v3/auth/domains': { GET: (exchange) => listDomains(keystone, exchange) },
    '/v3/auth/system': { GET: (exchange) => listSystem(keystone, exchange) },
  };
}

async function createToken(keystone: Keystone, exchange: Exchange): Promise<Answer> {
  const request = readAuthRequest(headerOf(exchange, 'content-type'), await exchange.body.text());
  const receipt = receiptOf(keystone, exchange);
  const identity = withReceipt(keystone, authenticate(keystone, request), receipt);
  const grant = grantScope(keystone, identity, request.scope);
  const wanting = receiptFor(keystone, identity);
  if (wanting !== undefined) return wanting;
  const token = keystone.tokens.issue({
    ...grant,
    userId: identity.user.id,
    methods: identity.methods,
    applicationCredentialId: identity.applicationCredential?.id,
    accessRules: identity.applicationCredential?.accessRules,
    parentAuditId: identity.parent?.auditIds.at(-1),
    expiresAt: identity.parent?.expiresAt,
  });
  return tokenAnswer(keystone, exchange, token, 201);
}

function showToken(keystone: Keystone, exchange: Exchange): Answer {
  const action = exchange.method === 'HEAD' ? 'identity:check_token' : 'identity:validate_token';
  const subject = subjectOf(keystone, exchange, action);
  // Who does not say that it knows of access rules must not take such a token for one that may do everything.
  const knowsRules = headerOf(exchange, 'openstack-identity-access-rules') !== undefined;
  if (subject.accessRules !== undefined && !knowsRules) throw keystoneError(404, 'Failed to validate token');
  return tokenAnswer(keystone, exchange, subject, 200);
}

function revokeToken(keystone: Keystone, exchange: Exchange): Answer {
  keystone.tokens.revoke(subjectOf(keystone, exchange, 'identity:revoke_token').id);
  return emptyAnswer;
}

/** The token a request is about: one's own, or for an admin any. */
function subjectOf(keystone: Keystone, exchange: Exchange, action: string): Token {
  const caller = callerOf(keystone, exchange);
  const id = headerOf(exchange, 'x-subject-token');
  if (id === undefined) {
    throw isAdmin(caller) ? keystoneError(404, 'No token in the request') : forbidden(action);
  }
  const subject = keystone.tokens.valid(id);
  if (subject === undefined) throw unknownToken(keystone, id);
  if (!isAdmin(caller) && subject.userId !== caller.userId) throw forbidden(action);
  return subject;
}

/** A token as it is handed out: its id in a header, the rest as JSON. */
export function tokenAnswer(keystone: Keystone, exchange: Exchange, token: Token, status: number): Answer {
  const withCatalog = !exchange.query.has('nocatalog');
  const body = tokenJson(keystone.directory, token, withCatalog);
  return jsonAnswer(status, body, [['X-Subject-Token', token.id]], { ascii: true });
}

function showCatalog(keystone: Keystone, exchange: Exchange): Answer {
  const token = callerOf(keystone, exchange);
  if (token.scope?.kind !== 'project') {
    throw keystoneError(403, 'You are not authorized to perform the requested action.');
  }
  const links = { self: `${keystone.url}/auth/catalog` };
  return okAnswer({ catalog: catalogJson(keystone.directory), links });
}

function listProjects(keystone: Keystone, exchange: Exchange): Answer {
  const { userId } = callerOf(keystone, exchange);
  const projects = projectsOf(keystone.directory, userId);
  const shown = projects.map((project) => linked(keystone, projectJson(project), `/projects/${project.id}`));
  return listAnswer(keystone, exchange, 'projects', shown);
}

function listDomains(keystone: Keystone, exchange: Exchange): Answer {
  const { userId } = callerOf(keystone, exchange);
  const { directory } = keystone;
  const mine = directory.domains.filter(
    ({ id }) => rolesOf(directory, userId, { kind: 'domain', id }).length > 0,
  );
  const shown = mine.map((domain) => linked(keystone, domainJson(domain), `/domains/${domain.id}`));
  return listAnswer(keystone, exchange, 'domains', shown);
}

function listSystem(keystone: Keystone, exchange: Exchange): Answer {
  const { userId } = callerOf(keystone, exchange);
  if (byId(keystone.directory.users, userId)?.identityProvider !== undefined) throw unexpected();
  const has = rolesOf(keystone.directory, userId, { kind: 'system' }).length > 0;
  return okAnswer({ system: has ? [{ all: true }] : [], links: { self: `${keystone.url}/auth/system` } });
}
