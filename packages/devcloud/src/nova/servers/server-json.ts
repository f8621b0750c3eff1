import { createHash } from 'node:crypto';

import { glanceTime, pythonTime } from '../../clock.ts';
import type { Json, JsonObject } from '../../python/json.ts';
import { embeddedFlavor } from '../flavors/flavor-json.ts';
import { zone } from '../nova.ts';
import { linksOf } from '../page.ts';
import type { Request } from '../request.ts';
import type { Server } from './server.ts';
import { statusOf } from './status.ts';

/** What an answer shows of a server. */
export type Showing = 'one' | 'list' | 'rebuild' | 'update';

const showsProgress = new Set(['ACTIVE', 'BUILD', 'REBUILD']);
const showsFault = new Set(['ERROR', 'DELETED']);

/** A server in a list without details. */
export function briefServer(request: Request, { id, name }: Server): JsonObject {
  return { id, name, links: linksOf(request, 'servers', id) };
}

/** A server with all that the microversion, the caller and the kind of answer let it show, in Nova's order. */
export function serverJson(request: Request, server: Server, showing: Showing): JsonObject {
  const { minor } = request;
  // Until 2.75 the answers to changes showed less.
  const whole = showing === 'one' || showing === 'list' || minor >= 75;
  const withKey = whole || (showing === 'rebuild' && minor >= 54);
  return {
    ...core(request, server),
    ...(whole
      ? { 'OS-EXT-AZ:availability_zone': server.host === undefined ? '' : zone, config_drive: drive(server) }
      : {}),
    ...(withKey ? { key_name: server.keyName } : {}),
    ...(whole ? extended(request, server, showing) : {}),
    ...(minor >= 9 ? { locked: server.locked !== undefined } : {}),
    ...(minor >= 73 ? { locked_reason: server.locked?.reason ?? null } : {}),
    ...(minor >= 19 ? { description: server.description } : {}),
    ...(minor >= 26 ? { tags: [...server.tags] } : {}),
    ...(minor >= 63 ? { trusted_image_certificates: server.certificates } : {}),
    ...(minor >= 90 && !(whole && request.caller.isAdmin)
      ? { 'OS-EXT-SRV-ATTR:hostname': server.hostname }
      : {}),
    ...(minor >= 71 && showing !== 'list' ? { server_groups: [] } : {}),
    ...(minor >= 96 ? { pinned_availability_zone: null } : {}),
    ...(minor >= 100 ? { scheduler_hints: {} } : {}),
  };
}

function core(request: Request, server: Server): JsonObject {
  const status = statusOf(server);
  return {
    id: server.id,
    name: server.name,
    status,
    tenant_id: server.projectId,
    user_id: server.userId,
    metadata: Object.fromEntries(server.metadata),
    hostId: hostId(server),
    image: imageOf(request, server),
    flavor: flavorOf(request, server),
    created: glanceTime(server.createdAt),
    updated: glanceTime(server.updatedAt),
    addresses: server.vmState === 'building' ? {} : addressesOf(server),
    accessIPv4: server.accessIPv4,
    accessIPv6: server.accessIPv6,
    links: linksOf(request, 'servers', server.id),
    'OS-DCF:diskConfig': server.diskConfig,
    ...(showsFault.has(status) && server.fault !== undefined ? { fault: faultOf(server.fault) } : {}),
    ...(showsProgress.has(status) ? { progress: 0 } : {}),
  };
}

function extended(request: Request, server: Server, showing: Showing): JsonObject {
  const { caller, minor } = request;
  return {
    'OS-SRV-USG:launched_at': wholeSeconds(server.launchedAt),
    'OS-SRV-USG:terminated_at': wholeSeconds(server.terminatedAt),
    ...(server.addresses.length > 0 ? { security_groups: [{ name: 'default' }] } : {}),
    ...(caller.isAdmin ? forAdmins(request, server, showing) : {}),
    'OS-EXT-STS:task_state': server.taskState,
    'OS-EXT-STS:vm_state': server.vmState,
    'OS-EXT-STS:power_state': server.powerState,
    'os-extended-volumes:volumes_attached': server.volumes.map(({ id, deleteOnTermination }) => ({
      id,
      ...(minor >= 3 ? { delete_on_termination: deleteOnTermination } : {}),
    })),
    ...(caller.isAdmin && minor >= 16 ? { host_status: server.host === undefined ? '' : 'UP' } : {}),
  };
}

function forAdmins({ minor }: Request, server: Server, showing: Showing): JsonObject {
  const name = `instance-${server.number.toString(16).padStart(8, '0')}`;
  const { host = null } = server;
  const old = { host, instance_name: name, hypervisor_hostname: host };
  if (minor < 3) return prefixed(old);
  return prefixed({
    ...old,
    reservation_id: server.reservationId,
    launch_index: server.launchIndex,
    hostname: server.hostname,
    kernel_id: '',
    ramdisk_id: '',
    root_device_name: host === null ? null : '/dev/vda',
    ...(showing === 'rebuild' ? {} : { user_data: server.userData }),
  });
}

function prefixed(values: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(values).map(([attribute, value]) => [`OS-EXT-SRV-ATTR:${attribute}`, value]),
  );
}

function drive({ configDrive }: Server): string {
  return configDrive ? 'True' : '';
}

function imageOf({ links, minor }: Request, { imageId, base }: Server): Json {
  if (imageId === '') return '';
  return {
    id: imageId,
    links: [{ rel: 'bookmark', href: `${links.bare}/images/${imageId}` }],
    ...(minor >= 98 ? { properties: Object.fromEntries(base.properties) } : {}),
  };
}

function flavorOf({ links, minor }: Request, { flavor }: Server): Json {
  if (minor >= 47) return embeddedFlavor(flavor);
  return { id: flavor.id, links: [{ rel: 'bookmark', href: `${links.bare}/flavors/${flavor.id}` }] };
}

function addressesOf({ addresses }: Server): Json {
  const networks = [...new Set(addresses.map(({ network }) => network))];
  return Object.fromEntries(
    networks.map((network) => [
      network,
      addresses
        .filter((address) => address.network === network)
        .map(({ address, mac }) => ({
          version: 4,
          addr: address,
          'OS-EXT-IPS:type': 'fixed',
          'OS-EXT-IPS-MAC:mac_addr': mac,
        })),
    ]),
  );
}

function faultOf({ code, createdAt, message }: NonNullable<Server['fault']>): Json {
  return { code, created: glanceTime(createdAt), message };
}

function hostId({ host, projectId }: Server): string {
  if (host === undefined) return '';
  return createHash('sha224').update(`${projectId}${host}`).digest('hex');
}

function wholeSeconds(microseconds: number | undefined): string | null {
  return microseconds === undefined ? null : `${pythonTime(microseconds).slice(0, 19)}.000000`;
}
