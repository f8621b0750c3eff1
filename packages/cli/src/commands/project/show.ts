import type { ShowCommand } from '../../command.ts';
import { projectId } from '../../identity/find-project.ts';
import { getOne } from '../../identity/get.ts';
import { sortedRecord } from '../../output/record.ts';
import { text } from '../../parameters/parameter.ts';

const project = { name: 'project', description: 'name or id of the project' };
const domain = text('--domain <domain>', 'the domain of the project, name or id');

/** `project show` */
export const command: ShowCommand = {
  output: 'record',
  description: 'Show a project.',
  arguments: [project],
  parameters: [domain],
  async run({ values, signal, connect }) {
    const { path } = await import('@ostk/sdk');
    const connection = await connect();
    const nameOrId = values.argument(project);
    const id = await projectId(connection, { nameOrId, domain: values.get(domain), signal });
    const found = await getOne(connection, path`/projects/${id}`, 'project', signal);
    return sortedRecord(Object.fromEntries(Object.entries(found).filter(([name]) => name !== 'links')));
  },
};
