import { isList, isObject } from '../../python/json.ts';
import type { Json } from '../../python/json.ts';
import { fault } from '../request.ts';
import type { Address } from './server.ts';

const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/**
 * The addresses of a new server. There is no network service: a project has no networks, and only `auto` finds one, the
 * same for all.
 * @param networks of the request: a list, `none`, `auto` or nothing
 * @param nextId numbers the addresses; left out when the request is only looked at
 * @throws 400 for any network that is named
 */
export function addressesFor(networks: Json | undefined, nextId: () => number = () => 0): readonly Address[] {
  if (isList(networks)) for (const network of networks) refuse(network);
  if (networks !== 'auto') return [];
  const number = nextId();
  const [high, low] = [(number >> 8) % 256, number % 256];
  return [
    {
      network: 'auto_allocated_network',
      address: `10.0.${high}.${low}`,
      mac: `fa:16:3e:00:${hex(high)}:${hex(low)}`,
    },
  ];
}

function hex(value: number): string {
  return value.toString(16).padStart(2, '0');
}

function refuse(network: Json): never {
  const { port, uuid: id } = isObject(network) ? network : {};
  if (typeof port === 'string') throw fault(400, `Port id ${port} could not be found.`);
  if (typeof id !== 'string') throw fault(400, "Bad network format: missing 'uuid'");
  if (!uuid.test(id)) {
    throw fault(400, `Bad networks format: network uuid is not in proper format (${id})`);
  }
  throw fault(400, `Network ${id} could not be found.`);
}
