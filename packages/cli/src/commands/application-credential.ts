import { readFile } from 'node:fs/promises';
import type { ApplicationCredential, Connection, NewAccessRule } from '@ostk/sdk';
import type { ActionCommand, ListCommand, ShowCommand } from '../command.ts';
import { CommandError, UsageError } from '../errors.ts';
import { forEachName } from '../for-each.ts';
import { userId } from '../identity/find.ts';
import type { Value } from '../output/data.ts';
import { record, toValue } from '../output/record.ts';
import { choice, text, texts } from '../parameters/parameter.ts';
import { nonEmpty } from '../parameters/values.ts';

const credential = { name: 'credential', description: 'name or id of the application credential' };
const credentials = {
  name: 'credential',
  description: 'names or ids of the application credentials',
  variadic: true,
};
const name = { name: 'name', description: 'name of the new application credential' };
const secret = text(
  '--secret <text>',
  'its secret; others on this machine can see it. One is made up by default',
);
const roles = texts(
  '--role <role>',
  'a role that it is to have, name or id; by default all (may be repeated)',
);
const expiration = text('--expiration <time>', 'until when it is good, UTC: 2027-01-31T12:00:00');
const description = text('--description <text>', 'what it is for');
const unrestricted = choice({
  unrestricted: { value: true, description: 'it may make application credentials and trusts itself' },
  restricted: { value: false, description: 'it may not (default)' },
});
const accessRules = text(
  '--access-rules <json>',
  'what it may be used for, JSON or a file with it: [{"method": "GET", "path": "/v2/images", "service": "image"}]',
);
const user = text('--user <user>', 'those of this user, name or id');
const userDomain = text('--user-domain <domain>', 'the domain of the user, name or id');

/** What `openstack` shows of an application credential; a list has the same columns in the same order. */
function fieldsOf(shown: ApplicationCredential): Readonly<Record<string, Value>> {
  return {
    id: shown.id,
    name: shown.name,
    description: shown.description,
    project_id: shown.projectId,
    roles: shown.roles.map((role) => role.name).join(' '),
    unrestricted: shown.isUnrestricted,
    access_rules: toValue(shown.accessRules),
    // As Keystone writes it: in UTC, without saying so.
    expires_at: shown.expiresAt?.replace(/Z$/, '') ?? null,
  };
}

async function credentialNamed(
  { identity }: Connection,
  nameOrId: string,
  signal: AbortSignal,
): Promise<ApplicationCredential> {
  const own = await identity.applicationCredentials({ signal }).toArray();
  const found = own.find(({ id }) => id === nameOrId) ?? own.find((each) => each.name === nameOrId);
  if (found === undefined) throw new CommandError(`no application credential found for ${nameOrId}`);
  return found;
}

function isRule(rule: unknown): rule is NewAccessRule {
  const members = new Map(Object.entries(rule ?? {}));
  const isText = (member: string): boolean => typeof members.get(member) === 'string';
  return isText('id') || ['service', 'method', 'path'].every(isText);
}

async function readRules(given: string | undefined): Promise<readonly NewAccessRule[] | undefined> {
  if (given === undefined) return undefined;
  const json = given.trimStart().startsWith('[') ? given : await readFile(given, 'utf8').catch(() => given);
  let rules: unknown;
  try {
    rules = JSON.parse(json);
  } catch (cause) {
    throw new UsageError('--access-rules is neither JSON nor a file with it', { cause });
  }
  if (Array.isArray(rules) && rules.every(isRule)) return rules;
  throw new UsageError('--access-rules: each rule has a service, a method and a path, or the id of one');
}

/** `application credential create` */
export const create: ShowCommand = {
  output: 'record',
  description:
    'Create an application credential: it signs in as you, to the project you are signed in to. Its secret is shown ' +
    'this once.',
  arguments: [name],
  parameters: [secret, roles, expiration, description, unrestricted, accessRules],
  async run({ values, signal, connect }) {
    const expires = values.get(expiration);
    if (expires !== undefined && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(expires)) {
      throw new UsageError(`--expiration: ${expires} is not of the form YYYY-MM-DDThh:mm:ss`);
    }
    const created = await (
      await connect()
    ).identity.createApplicationCredential({
      name: values.argument(name),
      description: values.get(description),
      secret: values.get(secret),
      expiresAt: expires === undefined ? undefined : `${expires}Z`,
      isUnrestricted: values.get(unrestricted) ?? false,
      roles: nonEmpty(values.get(roles))?.map((role) => (/^[\da-f]{32}$/.test(role) ? { id: role } : role)),
      accessRules: await readRules(values.get(accessRules)),
      signal,
    });
    return record({ ...fieldsOf(created), secret: created.secret });
  },
};

/** `application credential delete` */
export const remove: ActionCommand = {
  output: 'none',
  description: 'Delete application credentials of your own.',
  arguments: [credentials],
  async run(context) {
    const { signal } = context;
    await forEachName(context, credentials, 'delete', 'application credential', async (connection, each) => {
      const found = await credentialNamed(connection, each, signal);
      await connection.identity.deleteApplicationCredential(found, { signal });
    });
  },
};

/** `application credential list` */
export const list: ListCommand = {
  output: 'list',
  description: 'List application credentials, your own by default.',
  parameters: [user, userDomain],
  async run({ values, signal, connect }) {
    const { identity } = await connect();
    const whose = values.get(user);
    const id =
      whose === undefined ? undefined : await userId(identity, whose, values.get(userDomain), signal);
    const found = await identity.applicationCredentials({ user: id, signal }).toArray();
    const names = [
      'ID',
      'Name',
      'Description',
      'Project ID',
      'Roles',
      'Unrestricted',
      'Access Rules',
      'Expires At',
    ];
    return {
      columns: names.map((column) => ({ name: column })),
      rows: found.map((each) => Object.values(fieldsOf(each))),
    };
  },
};

/** `application credential show` */
export const show: ShowCommand = {
  output: 'record',
  description: 'Show one of your own application credentials; its secret is known to nobody any more.',
  arguments: [credential],
  async run({ values, signal, connect }) {
    return record(fieldsOf(await credentialNamed(await connect(), values.argument(credential), signal)));
  },
};
