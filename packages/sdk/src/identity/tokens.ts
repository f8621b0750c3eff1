import { tokenParts } from '../auth/parse-token.ts';
import type { CatalogService } from '../auth/types.ts';
import { Secret } from '../config/secret.ts';
import type { Session } from '../http/session.ts';
import type { CallOptions } from '../image/types.ts';
import { asArray, asString } from '../json.ts';
import { read, readList } from './call.ts';
import type { TokenInfo } from './types.ts';

/** A token, or one as text. */
export type TokenRef = string | Secret;

function textOf(token: TokenRef): string {
  return token instanceof Secret ? token.reveal() : token;
}

/** What Keystone says of a token; the own one by default. */
export async function validateToken(
  session: Session,
  token: TokenRef | undefined,
  { signal }: CallOptions,
): Promise<TokenInfo> {
  const subject = token ?? (await session.token({ signal })).id;
  const body = await read(session, '/auth/tokens', 'token', {
    signal,
    headers: {
      'X-Subject-Token': textOf(subject),
      // Otherwise Keystone says of a token with access rules that there is none.
      'OpenStack-Identity-Access-Rules': '1.0',
    },
  });
  return {
    ...tokenParts(body),
    methods: asArray(body['methods']).flatMap((method) => asString(method) ?? []),
    issuedAt: asString(body['issued_at']) ?? null,
    expiresAt: asString(body['expires_at']) ?? null,
  };
}

/** Ends a token; the own one by default, after which the next call signs in again. */
export async function revokeToken(
  session: Session,
  token: TokenRef | undefined,
  { signal }: CallOptions,
): Promise<void> {
  const own = (await session.token({ signal })).id.reveal();
  const subject = token === undefined ? own : textOf(token);
  const headers = { 'X-Subject-Token': subject };
  await session.call({ service: 'identity', method: 'DELETE', path: '/auth/tokens', headers, signal });
  if (subject === own) await session.forgetToken();
}

/** The service catalog as it is now. */
export async function readCatalog(
  session: Session,
  options: CallOptions,
): Promise<readonly CatalogService[]> {
  return tokenParts({ catalog: await readList(session, '/auth/catalog', 'catalog', options) }).catalog;
}
