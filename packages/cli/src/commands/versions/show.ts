import type { ApiVersion, CatalogService, Connection, Interface } from '@ostk/sdk';
import type { Context, ListCommand } from '../../command.ts';
import { UsageError } from '../../errors.ts';
import { flag, oneOf, text } from '../../parameters/parameter.ts';

const services = ['identity', 'image', 'compute'] as const;
const interfaces = ['public', 'internal', 'admin'] as const;
const allInterfaces = flag('--all-interfaces', 'what the endpoints of every interface list');
const interfaceName = oneOf('--interface <name>', 'what the endpoints of this interface list', interfaces);
const region = text('--region-name <name>', 'only this region; all of them by default');
const service = oneOf('--service <service>', 'only this service', services);
const status = text(
  '--status <status>',
  'only versions that are CURRENT, SUPPORTED, DEPRECATED or EXPERIMENTAL',
);

const columns = [
  'Region Name',
  'Service Type',
  'Version',
  'Status',
  'Endpoint',
  'Min Microversion',
  'Max Microversion',
];

type Row = readonly (string | null)[];

/** An endpoint that is asked for its versions. */
interface Place {
  readonly service: (typeof services)[number];
  readonly regionName: string | undefined;
  readonly interface: Interface;
}

/** Every endpoint that the catalog has of the services. */
function placesIn(catalog: readonly CatalogService[], { config }: Connection): readonly Place[] {
  return catalog.flatMap(({ type, endpoints }) => {
    const name = services.find((each) => config.services[each].serviceType === type);
    if (name === undefined) return [];
    return endpoints.flatMap((endpoint) => {
      const known = interfaces.find((each) => each === endpoint.interface);
      return known === undefined ? [] : [{ service: name, regionName: endpoint.region, interface: known }];
    });
  });
}

/** Those that were asked for, by region and interface. */
function chosen(places: readonly Place[], { values }: Context, usual: Interface): readonly Place[] {
  const [only, regionName] = [values.get(service), values.get(region)];
  const wanted = values.get(allInterfaces) ? interfaces : [values.get(interfaceName) ?? usual];
  const fitting = places.filter(
    (place) =>
      (only === undefined || place.service === only) &&
      (regionName === undefined || place.regionName === regionName),
  );
  const regions = [...new Set(fitting.map((place) => place.regionName))];
  return regions.flatMap((name) =>
    wanted.flatMap((each) =>
      fitting.filter((place) => place.regionName === name && place.interface === each),
    ),
  );
}

function row({ regionName, service: type }: Place, version: ApiVersion): Row {
  const { major, minor, link, microversions } = version;
  // As `openstack` has it: what is stable now is current.
  const itsStatus = version.status === 'STABLE' ? 'CURRENT' : version.status;
  const range = [microversions?.min ?? null, microversions?.max ?? null];
  return [regionName ?? null, type, `${major}.${minor}`, itsStatus, link ?? null, ...range];
}

/** `versions show` */
export const command: ListCommand = {
  output: 'list',
  description: 'Show the API versions that the Identity, the Image and the Compute service list.',
  parameters: [allInterfaces, interfaceName, region, service, status],
  async run(context) {
    const { values, signal } = context;
    if (values.get(allInterfaces) && values.get(interfaceName) !== undefined) {
      throw new UsageError('--all-interfaces and --interface exclude each other');
    }
    const connection = await context.connect();
    const { catalog } = await connection.session.token({ signal });
    const places = chosen(
      placesIn(catalog, connection),
      context,
      connection.config.interfaces[0] ?? 'public',
    );
    const ask = async (place: Place): Promise<readonly Row[]> => {
      const found = await connection.session.versions(place.service, { ...place, signal });
      return found?.map((version) => row(place, version)).toReversed() ?? [];
    };
    const answers = await Promise.allSettled(places.map(ask));
    signal.throwIfAborted();
    const failures = answers.flatMap((answer): readonly unknown[] =>
      answer.status === 'rejected' ? [answer.reason] : [],
    );
    // Many a service has an endpoint that only its neighbours can reach.
    if (failures.length > 0 && failures.length === places.length) throw failures[0];
    for (const failure of failures)
      context.warn(failure instanceof Error ? failure.message : String(failure));
    const lists = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    const state = values.get(status)?.toUpperCase();
    return {
      columns: columns.map((name) => ({ name })),
      rows: lists.flat().filter(([, , , itsStatus]) => state === undefined || state === itsStatus),
    };
  },
};
