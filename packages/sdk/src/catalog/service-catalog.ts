import type { CatalogService } from '../auth/types.ts';
import type { Interface } from '../config/types.ts';
import { DiscoveryError } from '../errors.ts';

/** Which endpoint is looked for. */
export interface EndpointQuery {
  readonly serviceType: string;
  /** Of several services of the type, the one of this name. */
  readonly serviceName?: string | undefined;
  readonly interfaces: readonly Interface[];
  readonly region: string | undefined;
}

function list(values: Iterable<string>): string {
  return [...new Set(values)].sort().join(', ') || 'none';
}

/**
 * The URL of the first endpoint that fits, interfaces in order of preference.
 *
 * @throws DiscoveryError that says what the catalog has instead.
 */
export function findEndpoint(catalog: readonly CatalogService[], query: EndpointQuery): string {
  const { serviceType, serviceName, interfaces, region } = query;
  if (catalog.length === 0) {
    throw new DiscoveryError(
      `the token has an empty service catalog, so there is no ${serviceType} endpoint: is it scoped to a project?`,
    );
  }
  const services = catalog.filter(({ type }) => type === serviceType);
  if (services.length === 0) {
    throw new DiscoveryError(
      `the service catalog has no ${serviceType} service; it has ${list(catalog.map(({ type }) => type))}`,
    );
  }
  const named = services.filter(({ name }) => serviceName === undefined || name === serviceName);
  if (named.length === 0) {
    throw new DiscoveryError(
      `the service catalog has no ${serviceType} service named ${serviceName ?? ''}; it has ${list(services.map(({ name }) => name ?? 'no name'))}`,
    );
  }
  const endpoints = named.flatMap((service) => service.endpoints);
  const here = endpoints.filter((endpoint) => region === undefined || endpoint.region === region);
  if (here.length === 0) {
    const regions = list(endpoints.map((endpoint) => endpoint.region ?? 'no region'));
    throw new DiscoveryError(
      `the ${serviceType} service has no endpoint in region ${region ?? ''}; it is in ${regions}`,
    );
  }
  for (const wanted of interfaces) {
    const fitting = here.filter((endpoint) => endpoint.interface.replace(/URL$/, '') === wanted);
    const [first] = fitting;
    if (first === undefined) continue;
    const regions = new Set(fitting.map((endpoint) => endpoint.region));
    if (regions.size > 1) {
      throw new DiscoveryError(
        `the ${serviceType} service is in more than one region: name one of ${list(fitting.map((e) => e.region ?? ''))} as region_name`,
      );
    }
    return first.url;
  }
  throw new DiscoveryError(
    `the ${serviceType} service has no ${interfaces.join(' or ')} endpoint; it has ${list(here.map((e) => e.interface))}`,
  );
}
