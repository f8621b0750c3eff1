import type { IdentityService } from '@ostk/sdk';
import type { Context } from '../command.ts';
import { CommandError } from '../errors.ts';
import type { Text } from '../parameters/parameter.ts';

/** What Keystone lets this user see; `undefined` if that is nothing. */
async function unlessHidden<T>(work: Promise<T>, ...statuses: readonly number[]): Promise<T | undefined> {
  const { isHttpError } = await import('@ostk/sdk');
  try {
    return await work;
  } catch (error) {
    if (statuses.some((status) => isHttpError(error, status))) return undefined;
    throw error;
  }
}

async function domainId(
  identity: IdentityService,
  domain: string | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (domain === undefined) return undefined;
  const found = await unlessHidden(identity.domains({ name: domain, signal }).first(), 403);
  return found?.id ?? domain;
}

/**
 * The id of a project that is given by name or id; `domainOption` names the domain of one that is given by name. Who may
 * not ask Keystone can still name the own project, or give an id.
 *
 * @throws CommandError if there is no such project, or several of that name.
 */
export async function projectId(
  { values, signal, connect }: Context,
  nameOrId: string,
  domainOption: Text,
): Promise<string> {
  const { session, identity } = await connect();
  const domain = values.get(domainOption);
  const { scope } = await session.token({ signal });
  const own = scope.kind === 'project' ? scope : undefined;
  if (own?.project.id === nameOrId) return nameOrId;
  const isHere = domain === undefined || domain === own?.domain?.id || domain === own?.domain?.name;
  if (own?.project.name === nameOrId && isHere) return own.project.id;
  const known = await unlessHidden(identity.getProject(nameOrId, { signal }), 403, 404);
  if (known !== undefined) return nameOrId;
  const query = { name: nameOrId, domainId: await domainId(identity, domain, signal), signal };
  const found = await unlessHidden(identity.projects(query).toArray(), 403);
  if (found === undefined) {
    if (/^[\da-f]{32}$/i.test(nameOrId.replaceAll('-', ''))) return nameOrId;
    throw new CommandError(`project ${nameOrId} cannot be looked up as this user: give its id`);
  }
  const [only, ...more] = found;
  if (only === undefined) throw new CommandError(`no project found for ${nameOrId}`);
  if (more.length === 0) return only.id;
  const ids = found.map(({ id }) => id).join(', ');
  throw new CommandError(
    `${found.length} projects are called ${nameOrId}: give an id or --project-domain: ${ids}`,
  );
}

/**
 * The id of the domain that is given by name or id, if one is given.
 *
 * @throws CommandError if there is none.
 */
export async function namedDomain(
  identity: IdentityService,
  nameOrId: string | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (nameOrId === undefined) return undefined;
  const found = await identity.findDomain(nameOrId, { signal });
  if (found === undefined) throw new CommandError(`no domain found for ${nameOrId}`);
  return found.id;
}

/**
 * The id of a user who is given by name or id.
 *
 * @throws CommandError if there is none.
 */
export async function userId(
  identity: IdentityService,
  nameOrId: string,
  domain: string | undefined,
  signal: AbortSignal,
): Promise<string> {
  const inDomain = await namedDomain(identity, domain, signal);
  const user = await identity.findUser(nameOrId, { domainId: inDomain, signal });
  if (user === undefined) throw new CommandError(`no user found for ${nameOrId}`);
  return user.id;
}

/** The id of the project that an option names, as {@link projectId} has it; `undefined` if it was not given. */
export async function givenProject(
  context: Context,
  option: Text,
  domainOption: Text,
): Promise<string | undefined> {
  const nameOrId = context.values.get(option);
  return nameOrId === undefined ? undefined : projectId(context, nameOrId, domainOption);
}
