import type { Json } from '../python/json.ts';
import type { Directory } from './directory.ts';
import type { Endpoint } from './model.ts';

/** The service catalog as it stands in a token. */
export function catalogJson(directory: Directory): readonly Json[] {
  return directory.services.map(({ id, type, name }) => ({
    endpoints: directory.endpoints.filter((endpoint) => endpoint.serviceId === id).map(endpointJson),
    id,
    type,
    name,
  }));
}

function endpointJson(endpoint: Endpoint): Json {
  return {
    id: endpoint.id,
    interface: endpoint.interface,
    region_id: endpoint.regionId,
    url: endpoint.url,
    region: endpoint.regionId,
  };
}
