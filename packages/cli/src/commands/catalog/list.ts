import type { CatalogService } from '@ostk/sdk';
import type { ListCommand } from '../../command.ts';
import type { Value } from '../../output/data.ts';
import { isMapping, pythonText } from '../../output/python-text.ts';

function endpointsOf(service: CatalogService): Value {
  return service.endpoints.map(({ interface: name, region = null, url }) => ({
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
export const command: ListCommand = {
  output: 'list',
  description: 'List the services in the service catalog, as the token of this user shows it.',
  parameters: [],
  async run({ signal, connect }) {
    const { catalog } = await (await connect()).session.token({ signal });
    return {
      columns: [{ name: 'Name' }, { name: 'Type' }, { name: 'Endpoints', human: humanEndpoints }],
      rows: catalog.map((service) => [service.name ?? null, service.type, endpointsOf(service)]),
    };
  },
};
