import type { CatalogService } from '@ostk/sdk';
import type { Value } from '../output/data.ts';
import { isMapping, pythonText } from '../output/python-text.ts';

/** The endpoints of a service as `openstack` shows them. */
export function endpointsOf(service: CatalogService): Value {
  return service.endpoints.map(({ interface: name, region = null, url }) => ({
    interface: name,
    region_id: region,
    url,
    region,
  }));
}

/** Endpoints for people. */
export function humanEndpoints(value: Value): string {
  if (!Array.isArray(value)) return pythonText(value);
  const lines = value.filter(isMapping).map((endpoint) => {
    const region = endpoint['region'] ?? null;
    const url = `  ${pythonText(endpoint['interface'] ?? null)}: ${pythonText(endpoint['url'] ?? null)}`;
    return `${region === null ? '<none>' : pythonText(region)}\n${url}\n`;
  });
  return lines.join('');
}
