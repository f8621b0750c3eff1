import type { ListCommand } from '../../command.ts';
import { oneOf } from '../../parameters/parameter.ts';

const services = ['identity', 'image'] as const;
const service = oneOf('--service <service>', 'only this service', services);
const status = oneOf('--status <status>', 'only versions in this state', [
  'CURRENT',
  'SUPPORTED',
  'DEPRECATED',
  'EXPERIMENTAL',
]);

/** `versions show` */
export const command: ListCommand = {
  output: 'list',
  description: 'Show the API versions that the Identity and the Image service list.',
  parameters: [service, status],
  async run({ values, signal, connect }) {
    const { session, config } = await connect();
    const { catalog } = await session.token({ signal });
    const only = values.get(service);
    const state = values.get(status);
    const rows: (string | null)[][] = [];
    for (const name of services.filter((each) => only === undefined || each === only)) {
      const region =
        config.regionName ?? catalog.find(({ type }) => type === name)?.endpoints[0]?.region ?? null;
      const versions = (await session.versions(name, { signal })) ?? [];
      for (const version of versions.toReversed()) {
        // As `openstack` has it: what is stable now is current.
        const itsStatus = version.status === 'STABLE' ? 'CURRENT' : version.status;
        if (state !== undefined && state !== itsStatus) continue;
        const number = `${version.major}.${version.minor}`;
        rows.push([region, name, number, itsStatus, version.link ?? null, null, null]);
      }
    }
    const names = [
      'Region Name',
      'Service Type',
      'Version',
      'Status',
      'Endpoint',
      'Min Microversion',
      'Max Microversion',
    ];
    return { columns: names.map((column) => ({ name: column })), rows };
  },
};
