import type { AvailableScope } from '../errors.ts';
import { asRecord, asString, type JsonRecord, parseJson } from '../json.ts';
import type { AuthContext, Token } from './types.ts';

/** Scopes that a message names; an error holds them all. */
const shownScopes = 10;

/** What somebody can use, as a message says it; nothing if that is not known. */
export function usableScopes(who: string, scopes: readonly AvailableScope[] | undefined): string {
  if (scopes === undefined) return '';
  if (scopes.length === 0) return `; ${who} has no role anywhere`;
  const more = scopes.length > shownScopes ? `, and ${scopes.length - shownScopes} more` : '';
  return `; ${who} can use ${scopes.slice(0, shownScopes).map(scopeText).join(', ')}${more}`;
}

/** What a scope is called in a message. */
function scopeText(scope: AvailableScope): string {
  if (scope.kind === 'system') return 'the system';
  const domain =
    scope.kind === 'project' && scope.domainId !== undefined ? ` of domain ${scope.domainId}` : '';
  return `${scope.kind} ${scope.name} (${scope.id}${domain})`;
}

function named(record: JsonRecord | undefined, kind: 'project' | 'domain'): readonly AvailableScope[] {
  const id = asString(record?.['id']);
  if (record === undefined || id === undefined || record['enabled'] === false) return [];
  const name = asString(record['name']) ?? id;
  return [
    kind === 'domain' ? { kind, id, name } : { kind, id, name, domainId: asString(record['domain_id']) },
  ];
}

/** The scopes that the holder of a token has a role on; `undefined` if Keystone does not say. */
export async function availableScopes(
  context: AuthContext,
  root: string,
  token: Token,
): Promise<readonly AvailableScope[] | undefined> {
  context.conceal(token.id);
  const list = async (what: 'projects' | 'domains' | 'system'): Promise<readonly unknown[] | undefined> => {
    const headers = { 'X-Auth-Token': token.id.reveal() };
    const { text } = await context.send({ url: `${root}/auth/${what}`, headers, accept: () => true });
    const found = asRecord(parseJson(text))?.[what];
    return Array.isArray(found) ? found : undefined;
  };
  const [projects, domains = [], system = []] = await Promise.all([
    list('projects'),
    list('domains'),
    list('system'),
  ]);
  if (projects === undefined) return undefined;
  return [
    ...projects.flatMap((project) => named(asRecord(project), 'project')),
    ...domains.flatMap((domain) => named(asRecord(domain), 'domain')),
    ...(system.length === 0 ? [] : [{ kind: 'system' } as const]),
  ];
}
