import type { Project } from '@ostk/sdk';
import type { ListCommand, ShowCommand } from '../command.ts';
import { projectId } from '../identity/find-project.ts';
import { type Columns, list as listOf } from '../output/list.ts';
import { isMapping } from '../output/python-text.ts';
import { sortedRecord, toValue } from '../output/record.ts';
import { flag, text } from '../parameters/parameter.ts';

const long = flag('--long', 'show more columns');
const mine = flag('--my-projects', 'only projects of this user, which anybody may list');
const domainId = text('--domain <domain>', 'only projects of this domain, id');
const name = text('--name <name>', 'only projects of this name');
const project = { name: 'project', description: 'name or id of the project' };
const domain = text('--domain <domain>', 'the domain of the project, name or id');

const shortColumns: Columns<Project> = { ID: ({ id }) => id, Name: (each) => each.name };
const longColumns: Columns<Project> = {
  ...shortColumns,
  'Domain ID': (each) => each.domainId,
  Description: ({ description }) => description,
  Enabled: ({ isEnabled }) => isEnabled,
};

/** `project list` */
export const list: ListCommand = {
  output: 'list',
  description: 'List projects. Who may not list all of them sees the own ones.',
  parameters: [long, mine, domainId, name],
  async run({ values, signal, connect }) {
    const { isHttpError } = await import('@ostk/sdk');
    const { identity } = await connect();
    const query = { domainId: values.get(domainId), name: values.get(name), signal };
    const own = (): Promise<readonly Project[]> => identity.userProjects(query).toArray();
    const all = (): Promise<readonly Project[]> =>
      identity
        .projects(query)
        .toArray()
        .catch((error: unknown) => (isHttpError(error, 403) ? own() : Promise.reject(error)));
    const projects = await (values.get(mine) ? own() : all());
    return listOf(projects, values.get(long) ? longColumns : shortColumns);
  },
};

/** `project show` */
export const show: ShowCommand = {
  output: 'record',
  description: 'Show a project.',
  arguments: [project],
  parameters: [domain],
  async run(context) {
    const { values, signal, connect } = context;
    const id = await projectId(context, values.argument(project), domain);
    const found = await (await connect()).identity.getProject(id, { signal });
    const properties = toValue(found.properties);
    return sortedRecord({
      ...(isMapping(properties) && properties),
      description: found.description,
      domain_id: found.domainId,
      enabled: found.isEnabled,
      id: found.id,
      is_domain: found.isDomain,
      name: found.name,
      options: toValue(found.options),
      parent_id: found.parentId,
      tags: found.tags,
    });
  },
};
