import type { Json, JsonObject } from '../../python/json.ts';
import { linksOf } from '../page.ts';
import type { Request } from '../request.ts';
import type { Flavor } from './flavor.ts';

/** A flavor in a list without details. */
export function briefFlavor(request: Request, flavor: Flavor): JsonObject {
  const { id, name, description } = flavor;
  return {
    id,
    name,
    links: linksOf(request, 'flavors', id),
    ...(request.minor >= 55 ? { description } : {}),
  };
}

/** A flavor with all its details, as the microversion has them. */
export function flavorJson(request: Request, flavor: Flavor): JsonObject {
  const { minor } = request;
  return {
    id: flavor.id,
    name: flavor.name,
    ram: flavor.ram,
    disk: flavor.disk,
    swap: flavor.swap === 0 && minor < 75 ? '' : flavor.swap,
    'OS-FLV-EXT-DATA:ephemeral': flavor.ephemeral,
    'OS-FLV-DISABLED:disabled': false,
    vcpus: flavor.vcpus,
    'os-flavor-access:is_public': flavor.isPublic,
    rxtx_factor: flavor.rxtxFactor,
    links: linksOf(request, 'flavors', flavor.id),
    ...(minor >= 55 ? { description: flavor.description } : {}),
    ...(minor >= 61 ? { extra_specs: Object.fromEntries(flavor.extraSpecs) } : {}),
  };
}

/** A flavor as it stands in a server: only its values, as they were when the server was made. */
export function embeddedFlavor(flavor: Flavor): Json {
  return {
    vcpus: flavor.vcpus,
    ram: flavor.ram,
    disk: flavor.disk,
    ephemeral: flavor.ephemeral,
    swap: flavor.swap,
    original_name: flavor.name,
    extra_specs: Object.fromEntries(flavor.extraSpecs),
  };
}
