import { HttpError, jsonAnswer } from '../http/answer.ts';
import type { Answer, Header } from '../http/answer.ts';
import { headerOf } from '../http/exchange.ts';
import type { Exchange } from '../http/exchange.ts';
import type { Routes } from '../http/router.ts';
import { dumps } from '../python/json.ts';
import { authenticate } from './authenticate.ts';
import type { Identity } from './authenticate.ts';
import type { Keystone } from './keystone.ts';
import { grantScope } from './scope.ts';

/** `/v3/OS-OAUTH2/token`: an application credential as a client of OAuth 2.0. */
export function oauth2Routes(keystone: Keystone): Routes {
  return { '/v3/OS-OAUTH2/token': { POST: (exchange) => createToken(keystone, exchange) } };
}

function answer(
  status: number,
  value: Readonly<Record<string, string | number>>,
  headers: readonly Header[],
): Answer {
  return { ...jsonAnswer(status, null, headers), body: `${dumps(value, { ascii: true, compact: true })}\n` };
}

function failure(
  status: number,
  error: string,
  description: string,
  headers: readonly Header[] = [],
): HttpError {
  return new HttpError(answer(status, { error, error_description: description }, headers));
}

function invalidClient(keystone: Keystone, description: string): HttpError {
  const challenge = `Keystone uri="${keystone.url}"`;
  return failure(401, 'invalid_client', description, [['WWW-Authenticate', challenge]]);
}

interface Client {
  readonly id: string;
  readonly secret: string;
}

function clientOf(keystone: Keystone, exchange: Exchange, form: URLSearchParams): Client {
  const given = headerOf(exchange, 'authorization');
  if (given !== undefined && /^basic /i.test(given)) {
    const [id = '', secret = ''] = Buffer.from(given.slice('basic '.length), 'base64').toString().split(':');
    return { id, secret };
  }
  const { oauth2ClientInBody } = keystone.release;
  const [id, secret] = [form.get('client_id'), form.get('client_secret')];
  if (oauth2ClientInBody && id !== null && secret !== null) return { id, secret };
  throw invalidClient(
    keystone,
    oauth2ClientInBody ? 'Client authentication failed.' : 'OAuth2.0 client authorization is required.',
  );
}

function identityOf(keystone: Keystone, { id, secret }: Client): Identity {
  try {
    const method = 'application_credential';
    const identity = { methods: [method], [method]: { id, secret } };
    return authenticate(keystone, { methods: [method], identity, scope: undefined });
  } catch (error) {
    if (error instanceof HttpError && error.answer.status === 401) {
      throw invalidClient(keystone, 'The request you have made requires authentication.');
    }
    const unknown = 'An unknown error occurred and failed to get an OAuth2.0 access token.';
    throw failure(404, 'other_error', unknown);
  }
}

async function createToken(keystone: Keystone, exchange: Exchange): Promise<Answer> {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(headerOf(exchange, 'content-type') ?? '');
  const form = new URLSearchParams(isForm ? await exchange.body.text() : '');
  const client = clientOf(keystone, exchange, form);
  const type = form.get('grant_type');
  if (type === null) throw failure(400, 'invalid_request', 'The parameter grant_type is required.');
  if (type !== 'client_credentials') {
    throw failure(400, 'unsupported_grant_type', `The parameter grant_type ${type} is not supported.`);
  }
  const identity = identityOf(keystone, client);
  const token = keystone.tokens.issue({
    ...grantScope(keystone, identity, undefined),
    userId: identity.user.id,
    methods: identity.methods,
    applicationCredentialId: identity.applicationCredential?.id,
    accessRules: identity.applicationCredential?.accessRules,
  });
  const seconds = Math.round((token.expiresAt - token.issuedAt) / 1000);
  return answer(200, { access_token: token.id, expires_in: seconds, token_type: 'Bearer' }, []);
}
