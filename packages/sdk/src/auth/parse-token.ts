import { Secret } from '../config/secret.ts';
import { DiscoveryError } from '../errors.ts';
import { asArray, asRecord, asString, type JsonRecord, parseJson } from '../json.ts';
import type { AuthAnswer, CatalogEndpoint, CatalogService, Named, Token, TokenScope } from './types.ts';

function named(value: unknown): Named | undefined {
  const record = asRecord(value);
  const id = asString(record?.['id']);
  return id === undefined ? undefined : { id, name: asString(record?.['name']) };
}

function endpoint(value: unknown): readonly CatalogEndpoint[] {
  const record = asRecord(value);
  const url = asString(record?.['url']);
  if (record === undefined || url === undefined || url === '') return [];
  return [
    {
      interface: asString(record['interface']) ?? 'public',
      region: asString(record['region_id']) ?? asString(record['region']),
      url,
    },
  ];
}

function service(value: unknown): readonly CatalogService[] {
  const record = asRecord(value);
  const type = asString(record?.['type']);
  if (record === undefined || type === undefined) return [];
  return [
    { type, name: asString(record['name']), endpoints: asArray(record['endpoints']).flatMap(endpoint) },
  ];
}

function scope(token: JsonRecord): TokenScope {
  const project = named(token['project']);
  if (project !== undefined)
    return { kind: 'project', project, domain: named(asRecord(token['project'])?.['domain']) };
  const domain = named(token['domain']);
  if (domain !== undefined) return { kind: 'domain', domain };
  return { kind: asRecord(token['system']) === undefined ? 'unscoped' : 'system' };
}

/** What a token's body says of its holder. */
export function tokenParts(token: JsonRecord): Pick<Token, 'user' | 'scope' | 'roles' | 'catalog'> {
  return {
    user: named(token['user']),
    scope: scope(token),
    roles: asArray(token['roles']).flatMap((role) => asString(asRecord(role)?.['name']) ?? []),
    catalog: asArray(token['catalog']).flatMap(service),
  };
}

/** Reads Keystone's answer to a token request; `asked` is when it was sent, by this machine's clock. */
export function parseToken(url: string, answer: Pick<AuthAnswer, 'headers' | 'text'>, asked: number): Token {
  const id = answer.headers['x-subject-token'];
  const token = asRecord(asRecord(parseJson(answer.text))?.['token']);
  if (id === undefined || token === undefined || named(token['user']) === undefined) {
    throw new DiscoveryError(`${url} answered, but not with a token: check auth_url`);
  }
  const issued = Date.parse(asString(token['issued_at']) ?? '');
  const expires = Date.parse(asString(token['expires_at']) ?? '');
  // A token without an expiry never expires. The clocks of the two machines may differ: only the span counts.
  // (A token that was exchanged for another is issued now, too; only its expiry is that of the other.)
  const lifetime = Number.isNaN(expires)
    ? Number.POSITIVE_INFINITY
    : expires - (Number.isNaN(issued) ? asked : issued);
  return {
    id: new Secret(id),
    expiresAt: asked + lifetime,
    lifetime,
    ...tokenParts(token),
  };
}
