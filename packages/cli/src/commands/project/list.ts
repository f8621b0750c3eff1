import type { ListCommand } from '../../command.ts';
import { getList, type Resource, ownUserId } from '../../identity/get.ts';
import { flag, text } from '../../parameters/parameter.ts';

const long = flag('--long', 'show more columns');
const mine = flag('--my-projects', 'only projects of this user, which anybody may list');
const domain = text('--domain <domain>', 'only projects of this domain, id');
const name = text('--name <name>', 'only projects of this name');

const longColumns: Readonly<Record<string, string>> = {
  ID: 'id',
  Name: 'name',
  'Domain ID': 'domain_id',
  Description: 'description',
  Enabled: 'enabled',
};
const shortColumns: Readonly<Record<string, string>> = { ID: 'id', Name: 'name' };

/** `project list` */
export const command: ListCommand = {
  output: 'list',
  description: 'List projects. Who may not list all of them sees the own ones.',
  parameters: [long, mine, domain, name],
  async run({ values, signal, connect }) {
    const { isHttpError, path } = await import('@ostk/sdk');
    const connection = await connect();
    const userId = await ownUserId(connection, signal);
    const filters: readonly (readonly [string, string | undefined])[] = [
      ['domain_id', values.get(domain)],
      ['name', values.get(name)],
    ];
    const query = filters.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
    const own = (): Promise<readonly Resource[]> =>
      getList(connection, path`/users/${userId}/projects`, 'projects', { query, signal });
    const all = async (): Promise<readonly Resource[]> => {
      try {
        return await getList(connection, '/projects', 'projects', { query, signal });
      } catch (error) {
        if (isHttpError(error, 403)) return own();
        throw error;
      }
    };
    const projects = values.get(mine) ? await own() : await all();
    const columns = values.get(long) ? longColumns : shortColumns;
    return {
      columns: Object.keys(columns).map((column) => ({ name: column })),
      rows: projects.map((project) => Object.values(columns).map((member) => project[member] ?? null)),
    };
  },
};
