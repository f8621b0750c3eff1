import type { ListCommand } from '../../command.ts';
import { endpointsOf, humanEndpoints } from '../../identity/catalog.ts';

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
