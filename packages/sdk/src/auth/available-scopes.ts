import type { AvailableScope } from '../errors.ts';
import { asArray, asRecord, asString, type JsonRecord, parseJson } from '../json.ts';
import type { AuthContext, Token } from './types.ts';

/** What a scope is called in a message. */
export function scopeText(scope: AvailableScope): string {
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

/** The scopes that the holder of a token has a role on; a list that Keystone does not give is an empty one. */
export async function availableScopes(
  context: AuthContext,
  root: string,
  token: Token,
): Promise<readonly AvailableScope[]> {
  context.conceal(token.id);
  const list = async (what: 'projects' | 'domains' | 'system'): Promise<readonly unknown[]> => {
    const headers = { 'X-Auth-Token': token.id.reveal() };
    const { text } = await context.send({
      url: `${root}/auth/${what}`,
      headers,
      // Keystone breaks (500) when a federated user asks for `auth/system`: the other lists are told all the same.
      accept: () => true,
    });
    return asArray(asRecord(parseJson(text))?.[what]);
  };
  const [projects, domains, system] = await Promise.all([list('projects'), list('domains'), list('system')]);
  return [
    ...projects.flatMap((project) => named(asRecord(project), 'project')),
    ...domains.flatMap((domain) => named(asRecord(domain), 'domain')),
    ...(system.length === 0 ? [] : [{ kind: 'system' } as const]),
  ];
}
