import { type Connection, isHttpError, isNotFound, path } from '@ostk/sdk';
import { CommandError } from '../errors.ts';

interface ProjectQuery {
  readonly nameOrId: string;
  /** A domain, name or id. */
  readonly domain: string | undefined;
  readonly signal: AbortSignal;
}

function idsIn(document: unknown, list: string): readonly string[] {
  const entries: unknown =
    typeof document === 'object' && document !== null && list in document
      ? Object.entries(document).find(([name]) => name === list)?.[1]
      : undefined;
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown) => {
    const id: unknown = typeof entry === 'object' && entry !== null && 'id' in entry ? entry.id : undefined;
    return typeof id === 'string' ? [id] : [];
  });
}

/** Asks Keystone; `undefined` if it does not let this user know. */
async function ask(
  connection: Connection,
  list: 'projects' | 'domains',
  query: readonly (readonly [string, string])[],
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  try {
    const { value } = await connection.session.json({
      service: 'identity',
      method: 'GET',
      path: `/${list}`,
      query,
      signal,
    });
    return idsIn(value, list);
  } catch (error) {
    if (isHttpError(error, 403)) return undefined;
    throw error;
  }
}

async function exists(connection: Connection, id: string, signal: AbortSignal): Promise<boolean> {
  try {
    await connection.session.call({
      service: 'identity',
      method: 'GET',
      path: path`/projects/${id}`,
      signal,
    });
    return true;
  } catch (error) {
    if (isNotFound(error) || isHttpError(error, 403)) return false;
    throw error;
  }
}

async function domainId(
  connection: Connection,
  domain: string | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (domain === undefined) return undefined;
  const found = await ask(connection, 'domains', [['name', domain]], signal);
  return found?.[0] ?? domain;
}

/**
 * The id of a project that is given by name or id. Who may not ask Keystone can still name the own project, or
 * give an id.
 *
 * @throws CommandError if there is no such project, or several of that name.
 */
export async function projectId(connection: Connection, query: ProjectQuery): Promise<string> {
  const { nameOrId, domain, signal } = query;
  const { scope } = await connection.session.token({ signal });
  const own = scope.kind === 'project' ? scope : undefined;
  if (own?.project.id === nameOrId) return nameOrId;
  const isHere = domain === undefined || domain === own?.domain?.id || domain === own?.domain?.name;
  if (own?.project.name === nameOrId && isHere) return own.project.id;
  if (await exists(connection, nameOrId, signal)) return nameOrId;
  const inDomain = await domainId(connection, domain, signal);
  const found = await ask(
    connection,
    'projects',
    [['name', nameOrId], ...(inDomain === undefined ? [] : [['domain_id', inDomain] as const])],
    signal,
  );
  if (found === undefined) {
    if (/^[\da-f]{32}$/i.test(nameOrId.replaceAll('-', ''))) return nameOrId;
    throw new CommandError(`project ${nameOrId} cannot be looked up as this user: give its id`);
  }
  const [id, ...more] = found;
  if (id === undefined) throw new CommandError(`no project found for ${nameOrId}`);
  if (more.length === 0) return id;
  throw new CommandError(
    `${found.length} projects are called ${nameOrId}: give an id or --project-domain: ${found.join(', ')}`,
  );
}
