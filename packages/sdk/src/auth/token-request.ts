import type { Secret } from '../config/secret.ts';
import type { AuthSettings } from '../config/types.ts';
import { ConfigError } from '../errors.ts';
import type { MethodParts } from './method.ts';
import { parseToken } from './parse-token.ts';
import { type Receipt, readReceipt, receiptHeader } from './receipt.ts';
import { domainRef } from './scope.ts';
import type { AuthContext, Token } from './types.ts';

/** One proof of who somebody is, as `POST /v3/auth/tokens` takes it. */
export interface Factor {
  /** What Keystone calls the method. */
  readonly method: string;
  readonly secrets: readonly Secret[];
  /** Who it is, without a secret; `undefined` if only a secret tells. */
  readonly who: object | undefined;
  /** Whether the same proof may be shown twice. */
  readonly repeatable: boolean;
  /** What stands under the method's name; made when it is sent, so that it is not kept. */
  payload(): object | Promise<object>;
}

/** A scope as a request has it; `undefined` leaves it to Keystone. */
export type WireScope = object | 'unscoped' | undefined;

/**
 * The user by id, or by name and domain.
 *
 * @throws ConfigError if neither can be made of the settings.
 */
export function userRef(auth: AuthSettings): object {
  if (auth.userId !== undefined) return { id: auth.userId };
  if (auth.username === undefined) throw new ConfigError('auth: username (or user_id) is missing');
  const domain = domainRef(auth.userDomainId, auth.userDomainName);
  if (domain === undefined) {
    throw new ConfigError('auth: username needs user_domain_name or user_domain_id (often "Default")');
  }
  return { name: auth.username, domain };
}

/** A request for a token. */
export interface TokenRequest {
  readonly factors: readonly Factor[];
  readonly scope: WireScope;
  /** What Keystone gave for the factors it has accepted already. */
  readonly receipt?: Receipt | undefined;
}

/** Asks for a token: `POST /v3/auth/tokens`. Answers a receipt if Keystone wants more factors. */
export async function requestToken(
  context: AuthContext,
  root: string,
  { factors, scope, receipt }: TokenRequest,
): Promise<{ readonly token: Token } | { readonly receipt: Receipt }> {
  const payloads = await Promise.all(
    factors.map(async (factor) => [factor.method, await factor.payload()] as const),
  );
  const identity = { methods: factors.map(({ method }) => method), ...Object.fromEntries(payloads) };
  const url = `${root}/auth/tokens`;
  const asked = Date.now();
  const answer = await context.send({
    url,
    json: { auth: { identity, ...(scope !== undefined && { scope }) } },
    repeatable: factors.every(({ repeatable }) => repeatable),
    accept: (status, headers) => status === 401 && headers[receiptHeader] !== undefined,
    ...(receipt !== undefined && { headers: { [receiptHeader]: receipt.id.reveal() } }),
  });
  if (answer.status !== 401) return { token: parseToken(url, answer, asked) };
  const given = readReceipt(answer);
  context.conceal(given.id);
  return { receipt: given };
}

/** A login of one or more factors. */
export interface Login {
  readonly parts: MethodParts;
  readonly root: string;
  readonly factors: readonly Factor[];
  readonly scope: WireScope;
  readonly takesScope: boolean;
}
