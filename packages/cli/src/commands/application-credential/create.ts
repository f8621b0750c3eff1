import { readFile } from 'node:fs/promises';
import type { ShowCommand } from '../../command.ts';
import { UsageError } from '../../errors.ts';
import { credentialRecord } from '../../identity/application-credential.ts';
import { credentialsPath } from '../../identity/get.ts';
import { isMapping } from '../../output/python-text.ts';
import { member, toValue } from '../../output/record.ts';
import { choice, text, texts } from '../../parameters/parameter.ts';

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

async function readRules(given: string): Promise<unknown> {
  const json = given.trimStart().startsWith('[') ? given : await readFile(given, 'utf8').catch(() => given);
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new UsageError('--access-rules is neither JSON nor a file with it', { cause });
  }
}

function roleRef(nameOrId: string): Readonly<Record<string, string>> {
  return /^[\da-f]{32}$/.test(nameOrId) ? { id: nameOrId } : { name: nameOrId };
}

/** `application credential create` */
export const command: ShowCommand = {
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
    const rules = values.get(accessRules);
    const given = {
      name: values.argument(name),
      description: values.get(description),
      secret: values.get(secret),
      expires_at: expires,
      unrestricted: values.get(unrestricted) ?? false,
      roles: values.get(roles).length === 0 ? undefined : values.get(roles).map(roleRef),
      access_rules: rules === undefined ? undefined : await readRules(rules),
    };
    const connection = await connect();
    const { value } = await connection.session.json({
      service: 'identity',
      method: 'POST',
      path: await credentialsPath(connection, signal),
      json: { application_credential: given },
      signal,
    });
    const created = member(toValue(value), 'application_credential');
    return credentialRecord(isMapping(created) ? created : {});
  },
};
