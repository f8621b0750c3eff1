import type { ListCommand } from '../../command.ts';
import { roleNames } from '../../identity/application-credential.ts';
import { credentialsPath, getList } from '../../identity/get.ts';

/** `application credential list` */
export const command: ListCommand = {
  output: 'list',
  description: 'List your own application credentials.',
  parameters: [],
  async run({ signal, connect }) {
    const connection = await connect();
    const where = await credentialsPath(connection, signal);
    const credentials = await getList(connection, where, 'application_credentials', { signal });
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
      columns: names.map((name) => ({ name })),
      rows: credentials.map((credential) => [
        credential['id'] ?? null,
        credential['name'] ?? null,
        credential['description'] ?? null,
        credential['project_id'] ?? null,
        roleNames(credential),
        credential['unrestricted'] ?? null,
        credential['access_rules'] ?? null,
        credential['expires_at'] ?? null,
      ]),
    };
  },
};
