import { DiscoveryError } from '../errors.ts';
import { asArray, asNumber, asRecord, asString, type JsonRecord } from '../json.ts';
import type { Flavor, Keypair, Server, ServerAddress, ServerFault, ServerFlavor } from './types.ts';

function text(value: unknown): string | null {
  const found = asString(value);
  return found === undefined || found === '' ? null : found;
}

function number(value: unknown): number | null {
  return asNumber(value) ?? null;
}

function flag(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

function texts(value: unknown): readonly string[] {
  return asArray(value).flatMap((item) => asString(item) ?? []);
}

function members(value: unknown, name: string): readonly string[] {
  return asArray(value).flatMap((item) => asString(asRecord(item)?.[name]) ?? []);
}

function textRecord(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(asRecord(value) ?? {});
  return Object.fromEntries(
    entries.map(([name, item]) => [name, typeof item === 'string' ? item : JSON.stringify(item)]),
  );
}

/** Nova gives some times without their zone, and means UTC. */
function time(value: unknown): string | null {
  const found = text(value);
  return found === null || /(Z|[+-]\d\d:?\d\d)$/.test(found) ? found : `${found}Z`;
}

function toAddress(value: unknown): readonly ServerAddress[] {
  const record = asRecord(value);
  const address = asString(record?.['addr']);
  if (record === undefined || address === undefined) return [];
  return [
    {
      address,
      version: asNumber(record['version']) ?? 4,
      type: text(record['OS-EXT-IPS:type']),
      macAddress: text(record['OS-EXT-IPS-MAC:mac_addr']),
    },
  ];
}

function toAddresses(value: unknown): Server['addresses'] {
  const networks = Object.entries(asRecord(value) ?? {});
  return Object.fromEntries(networks.map(([name, list]) => [name, asArray(list).flatMap(toAddress)]));
}

function toServerFlavor(value: unknown): ServerFlavor {
  const record = asRecord(value);
  return {
    id: text(record?.['id']),
    name: text(record?.['original_name']),
    ram: number(record?.['ram']),
    vcpus: number(record?.['vcpus']),
    disk: number(record?.['disk']),
  };
}

function toFault(value: unknown): ServerFault | null {
  const record = asRecord(value);
  if (record === undefined) return null;
  return {
    code: asNumber(record['code']) ?? 0,
    message: asString(record['message']) ?? '',
    createdAt: time(record['created']) ?? '',
  };
}

function notA(kind: string): DiscoveryError {
  return new DiscoveryError(
    `the compute service answered with something that is not a ${kind}: check the endpoint`,
  );
}

function nonEmptyId(record: JsonRecord | undefined, name = 'id'): string | undefined {
  return text(record?.[name]) ?? undefined;
}

/** The server that an object of the API describes, by any microversion. */
export function toServer(value: unknown): Server {
  const record = asRecord(value);
  const id = nonEmptyId(record);
  if (record === undefined || id === undefined) throw notA('server');
  const image = text(asRecord(record['image'])?.['id']);
  return {
    id,
    name: asString(record['name']) ?? '',
    status: asString(record['status']) ?? 'UNKNOWN',
    taskState: text(record['OS-EXT-STS:task_state']),
    vmState: text(record['OS-EXT-STS:vm_state']),
    powerState: number(record['OS-EXT-STS:power_state']),
    image: image === null ? null : { id: image },
    flavor: toServerFlavor(record['flavor']),
    addresses: toAddresses(record['addresses']),
    metadata: textRecord(record['metadata']),
    projectId: asString(record['tenant_id']) ?? '',
    userId: asString(record['user_id']) ?? '',
    keyName: text(record['key_name']),
    availabilityZone: text(record['OS-EXT-AZ:availability_zone']),
    hasConfigDrive: record['config_drive'] === 'True' || record['config_drive'] === true,
    securityGroups: members(record['security_groups'], 'name'),
    attachedVolumes: members(record['os-extended-volumes:volumes_attached'], 'id'),
    createdAt: time(record['created']) ?? '',
    updatedAt: time(record['updated']) ?? '',
    launchedAt: time(record['OS-SRV-USG:launched_at']),
    fault: toFault(record['fault']),
    computeHost: text(record['OS-EXT-SRV-ATTR:host']),
    isLocked: flag(record['locked']),
    description: text(record['description']),
    tags: Array.isArray(record['tags']) ? texts(record['tags']) : null,
  };
}

/** The flavor that an object of the API describes. */
export function toFlavor(value: unknown): Flavor {
  const record = asRecord(value);
  const id = nonEmptyId(record);
  if (record === undefined || id === undefined) throw notA('flavor');
  return {
    id,
    name: asString(record['name']) ?? '',
    ram: asNumber(record['ram']) ?? 0,
    vcpus: asNumber(record['vcpus']) ?? 0,
    disk: asNumber(record['disk']) ?? 0,
    ephemeral: asNumber(record['OS-FLV-EXT-DATA:ephemeral']) ?? 0,
    // Up to microversion 2.74, no swap is an empty text.
    swap: asNumber(record['swap']) ?? 0,
    rxtxFactor: asNumber(record['rxtx_factor']) ?? 1,
    isPublic: record['os-flavor-access:is_public'] !== false,
    isDisabled: record['OS-FLV-DISABLED:disabled'] === true,
    description: text(record['description']),
    extraSpecs: asRecord(record['extra_specs']) === undefined ? null : textRecord(record['extra_specs']),
  };
}

/** The key pair that an object of the API describes. */
export function toKeypair(value: unknown): Keypair {
  // In a list, each is wrapped once more.
  const record = asRecord(asRecord(value)?.['keypair']) ?? asRecord(value);
  const name = nonEmptyId(record, 'name');
  if (record === undefined || name === undefined) throw notA('keypair');
  return {
    name,
    fingerprint: asString(record['fingerprint']) ?? '',
    publicKey: asString(record['public_key']) ?? '',
    type: text(record['type']),
  };
}
