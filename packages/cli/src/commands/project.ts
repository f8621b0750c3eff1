import type { Project, ProjectQuery } from '@ostk/sdk';
import type { Context, ListCommand, ShowCommand } from '../command.ts';
import { UsageError } from '../errors.ts';
import { givenProject, namedDomain, projectId, userId } from '../identity/find.ts';
import { type Columns, list as listOf } from '../output/list.ts';
import { isMapping } from '../output/python-text.ts';
import { sortedRecord, toValue } from '../output/record.ts';
import { flag, type Texts, text, texts } from '../parameters/parameter.ts';
import { nonEmpty } from '../parameters/values.ts';

const long = flag('--long', 'show more columns');
const mine = flag('--my-projects', 'only projects of this user, which anybody may list');
const parent = text('--parent <project>', 'only what is part of this project or domain, name or id');
const user = text('--user <user>', 'only projects of this user, name or id');
const name = text('--name <name>', 'only projects of this name');
const sort = texts(
  '--sort <key>[:<direction>]',
  'sort by id, name, domain_id, description, enabled or parent_id, asc (default) or desc (may be repeated)',
);
const tags = texts('--tags <tags>', 'only projects with all of these tags, with commas between');
const tagsAny = texts('--tags-any <tags>', 'only projects with one of these tags');
const notTags = texts('--not-tags <tags>', 'only projects that lack one of these tags');
const notTagsAny = texts('--not-tags-any <tags>', 'only projects with none of these tags');
const parents = flag('--parents', 'also show what it is part of');
const children = flag('--children', 'also show what is part of it');
const project = { name: 'project', description: 'name or id of the project' };
const domain = text('--domain <domain>', 'the domain of the project, name or id');

const shortColumns: Columns<Project> = { ID: ({ id }) => id, Name: (each) => each.name };
const longColumns: Columns<Project> = {
  ...shortColumns,
  'Domain ID': (each) => each.domainId,
  Description: ({ description }) => description,
  Enabled: ({ isEnabled }) => isEnabled,
};

const sortKeys: Readonly<Record<string, (item: Project) => string>> = {
  id: ({ id }) => id,
  name: (each) => each.name,
  domain_id: (each) => each.domainId ?? '',
  description: ({ description }) => description ?? '',
  enabled: ({ isEnabled }) => String(isEnabled),
  parent_id: ({ parentId }) => parentId ?? '',
};

/** Compares by the first key; where that says nothing, by the next. */
function comparison(keys: readonly string[]): (a: Project, b: Project) => number {
  const parts = keys.map((key) => {
    const [, known = '', direction = 'asc'] = /^(\w+)(?::(asc|desc))?$/.exec(key) ?? [];
    const read = sortKeys[known];
    if (read === undefined) {
      throw new UsageError(
        `--sort: ${key} is none of ${Object.keys(sortKeys).join(', ')}, with :asc or :desc`,
      );
    }
    return { read, sign: direction === 'asc' ? 1 : -1 };
  });
  return (a, b) => {
    for (const { read, sign } of parts) {
      const [left, right] = [read(a), read(b)];
      if (left !== right) return left < right ? -sign : sign;
    }
    return 0;
  };
}

async function queryOf(context: Context): Promise<ProjectQuery> {
  const { values, signal } = context;
  // As for `openstack`: the own ones are all of them, whatever else is asked for.
  if (values.get(mine)) return { signal };
  const { identity } = await context.connect();
  const listed = (option: Texts): readonly string[] | undefined =>
    nonEmpty(values.get(option).flatMap((given) => given.split(',')));
  return {
    domainId: await namedDomain(identity, values.get(domain), signal),
    parentId: await givenProject(context, parent, domain),
    name: values.get(name),
    tags: listed(tags),
    tagsAny: listed(tagsAny),
    notTags: listed(notTags),
    notTagsAny: listed(notTagsAny),
    signal,
  };
}

/** `project list` */
export const list: ListCommand = {
  output: 'list',
  description: 'List projects. Who may not list all of them sees the own ones.',
  parameters: [long, mine, domain, parent, user, name, sort, tags, tagsAny, notTags, notTagsAny],
  async run(context) {
    const { values, signal, connect } = context;
    const compare = comparison(values.get(sort).flatMap((given) => given.split(',')));
    const { isHttpError } = await import('@ostk/sdk');
    const { identity } = await connect();
    const query = await queryOf(context);
    const own = (): Promise<readonly Project[]> => identity.userProjects(query).toArray();
    const all = (): Promise<readonly Project[]> =>
      identity
        .projects(query)
        .toArray()
        .catch((error: unknown) => (isHttpError(error, 403) ? own() : Promise.reject(error)));
    const whose = values.get(mine) ? undefined : values.get(user);
    const ofUser = async (nameOrId: string): Promise<readonly Project[]> => {
      const id = await userId(identity, nameOrId, values.get(domain), signal);
      return identity.userProjects({ ...query, user: id }).toArray();
    };
    const projects = await (whose !== undefined ? ofUser(whose) : values.get(mine) ? own() : all());
    return listOf([...projects].sort(compare), values.get(long) ? longColumns : shortColumns);
  },
};

/** `project show` */
export const show: ShowCommand = {
  output: 'record',
  description: 'Show a project.',
  arguments: [project],
  parameters: [domain, parents, children],
  async run(context) {
    const { values, signal, connect } = context;
    const id = await projectId(context, values.argument(project), domain);
    const found = await (
      await connect()
    ).identity.getProject(id, {
      withParents: values.get(parents),
      withSubtree: values.get(children),
      signal,
    });
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
