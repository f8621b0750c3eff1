import { type Connection, path } from '@ostk/sdk';
import type { Context } from '../command.ts';
import type { Human, RecordData, Value } from '../output/data.ts';
import { humanList, humanMapping, isMapping } from '../output/python-text.ts';
import { member, sortedRecord, toValue } from '../output/record.ts';
import { computeVersion } from '../parameters/global.ts';
import { addressesOf, humanAddresses, humanMappings, humanPowerState, onVolume } from './forms.ts';
import { flavorNames, imageNames } from './names.ts';

type Fields = Readonly<Record<string, Value | undefined>>;

const humans: Readonly<Record<string, Human>> = {
  'OS-EXT-STS:power_state': humanPowerState,
  addresses: humanAddresses,
  flavor: humanMapping,
  properties: humanMapping,
  security_groups: humanMappings,
  tags: humanList,
  volumes_attached: humanMappings,
};

/** A name with the id behind it. */
async function named(
  names: (
    connection: Connection,
    ids: readonly string[],
    signal: AbortSignal,
  ) => Promise<ReadonlyMap<string, string>>,
  connection: Connection,
  document: Value,
  signal: AbortSignal,
): Promise<string> {
  const id = member(document, 'id');
  if (typeof id !== 'string') return '';
  return `${(await names(connection, [id], signal)).get(id) ?? ''} (${id})`;
}

async function flavorOf(connection: Connection, flavor: Value, signal: AbortSignal): Promise<Value> {
  // From microversion 2.47 on, Nova tells what the flavor was, and not which.
  return member(flavor, 'id') === null ? flavor : named(flavorNames, connection, flavor, signal);
}

/** A server as `openstack server show` shows it, by Nova's own names; `more` are fields that Nova does not tell again. */
export async function serverRecord(context: Context, id: string, more: Fields = {}): Promise<RecordData> {
  const { values, signal, connect } = context;
  const connection = await connect();
  const version = values.get(computeVersion);
  const [{ value }, server] = await Promise.all([
    connection.session.json({
      service: 'compute',
      method: 'GET',
      path: path`/servers/${id}`,
      microversion: version?.includes('.') === true ? version : undefined,
      signal,
    }),
    connection.compute.getServer(id, { signal }),
  ]);
  const document = member(toValue(value), 'server');
  const {
    links: _links,
    tenant_id: project,
    metadata,
    'os-extended-volumes:volumes_attached': volumes,
    image,
    flavor,
    ...rest
  } = isMapping(document) ? document : {};
  const fields: Fields = {
    ...rest,
    addresses: addressesOf(server),
    image: isMapping(image ?? null) ? await named(imageNames, connection, image ?? null, signal) : onVolume,
    flavor: await flavorOf(connection, flavor ?? null, signal),
    project_id: project,
    properties: metadata,
    volumes_attached: volumes,
    ...more,
  };
  return sortedRecord(fields, humans);
}
