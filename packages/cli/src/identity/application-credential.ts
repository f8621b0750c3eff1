import type { Connection } from '@ostk/sdk';
import { CommandError } from '../errors.ts';
import type { RecordData, Value } from '../output/data.ts';
import { pythonText } from '../output/python-text.ts';
import { member, record } from '../output/record.ts';
import { credentialsPath, getList, type Resource, textIn } from './get.ts';

/** The names of the roles, with spaces between, as `openstack` shows them. */
export function roleNames(credential: Resource): string {
  const roles = credential['roles'];
  if (!Array.isArray(roles)) return '';
  return roles.map((role: Value) => pythonText(member(role, 'name'))).join(' ');
}

/** An application credential as `openstack` shows it; its secret only if Keystone told it. */
export function credentialRecord(credential: Resource): RecordData {
  const { secret } = credential;
  return record({
    id: credential['id'] ?? null,
    name: credential['name'] ?? null,
    description: credential['description'] ?? null,
    project_id: credential['project_id'] ?? null,
    roles: roleNames(credential),
    unrestricted: credential['unrestricted'] ?? null,
    access_rules: credential['access_rules'] ?? null,
    expires_at: credential['expires_at'] ?? null,
    ...(secret !== undefined && { secret }),
  });
}

/** Finds one of the user's own application credentials by name or id. */
export async function credentialNamed(
  connection: Connection,
  nameOrId: string,
  signal: AbortSignal,
): Promise<Resource> {
  const where = await credentialsPath(connection, signal);
  const all = await getList(connection, where, 'application_credentials', { signal });
  const found =
    all.find((credential) => textIn(credential, 'id') === nameOrId) ??
    all.find((credential) => textIn(credential, 'name') === nameOrId);
  if (found === undefined) throw new CommandError(`no application credential found for ${nameOrId}`);
  return found;
}
