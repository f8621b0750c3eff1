import type { CatalogService } from '@ostk/sdk';
import type { ListCommand, ShowCommand } from '../command.ts';
import { CommandError } from '../errors.ts';
import type { Value } from '../output/data.ts';
import { list as listOf } from '../output/list.ts';
import { isMapping, pythonText } from '../output/python-text.ts';
import { record } from '../output/record.ts';
import { didYouMean } from '../suggest.ts';

const service = { name: 'service', description: 'type or name of the service' };

function endpointsOf({ endpoints }: CatalogService): Value {
  return endpoints.map(({ interface: name, region = null, url }) => ({
    interface: name,
    region_id: region,
    url,
    region,
  }));
}

function humanEndpoints(value: Value): string {
  if (!Array.isArray(value)) return pythonText(value);
  const lines = value.filter(isMapping).map((endpoint) => {
    const region = endpoint['region'] ?? null;
    const url = `  ${pythonText(endpoint['interface'] ?? null)}: ${pythonText(endpoint['url'] ?? null)}`;
    return `${region === null ? '<none>' : pythonText(region)}\n${url}\n`;
  });
  return lines.join('');
}

/** `catalog list` */
export const list: ListCommand = {
  output: 'list',
  description: 'List the services in the service catalog, as the token of this user shows it.',
  async run({ signal, connect }) {
    const { catalog } = await (await connect()).session.token({ signal });
    return listOf(
      catalog,
      { Name: ({ name }) => name ?? null, Type: ({ type }) => type, Endpoints: endpointsOf },
      { Endpoints: humanEndpoints },
    );
  },
};

/** `catalog show` */
export const show: ShowCommand = {
  output: 'record',
  description: 'Show a service in the service catalog, as the token of this user shows it.',
  arguments: [service],
  async run({ values, signal, connect }) {
    const { catalog } = await (await connect()).session.token({ signal });
    const wanted = values.argument(service);
    const found = catalog.find(({ type }) => type === wanted) ?? catalog.find(({ name }) => name === wanted);
    if (found === undefined) {
      const known = catalog.map(({ type }) => type);
      throw new CommandError(
        `no service ${wanted} in the catalog; there are ${known.join(', ')}${didYouMean(wanted, known)}`,
      );
    }
    const { name = null, type } = found;
    return record({ endpoints: endpointsOf(found), name, type }, { endpoints: humanEndpoints });
  },
};
