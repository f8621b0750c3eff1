import type { ShowCommand } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { endpointsOf, humanEndpoints } from '../../identity/catalog.ts';
import { record } from '../../output/record.ts';
import { didYouMean } from '../../suggest.ts';

const service = { name: 'service', description: 'type or name of the service' };

/** `catalog show` */
export const command: ShowCommand = {
  output: 'record',
  description: 'Show a service in the service catalog, as the token of this user shows it.',
  arguments: [service],
  parameters: [],
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
    return record(
      { endpoints: endpointsOf(found), name: found.name ?? null, type: found.type },
      { endpoints: humanEndpoints },
    );
  },
};
