import { randomBytes } from 'node:crypto';

import { novaAnswer } from '../answer.ts';
import type { Answer } from '../../http/answer.ts';
import { newUuid } from '../../ids.ts';
import { isList, isObject } from '../../python/json.ts';
import type { Json, JsonObject } from '../../python/json.ts';
import { checkedBody } from '../check-input.ts';
import { visibleFlavor } from '../flavors/flavor.ts';
import type { Flavor } from '../flavors/flavor.ts';
import { enforceQuota } from '../limits.ts';
import { host } from '../nova.ts';
import { linksOf } from '../page.ts';
import { enforce } from '../policy.ts';
import { fault } from '../request.ts';
import type { Request } from '../request.ts';
import { isYes, textOf } from '../schema-types.ts';
import { baseImageOf, bootImage, checkFit } from './base-image.ts';
import { readBlockDevices, rootImage, volumesOf } from './block-devices.ts';
import { startBuild } from './build.ts';
import { createSchema } from './create-schema.ts';
import { addressesFor } from './networks.ts';
import { power } from './server.ts';
import type { BaseImage, Server, Volume } from './server.ts';
import { takeServerFaults } from './work.ts';

/** `POST /servers`. */
export function createServer(request: Request): Answer {
  const { nova, exchange } = request;
  const wanted = checkedBody(withoutHints(request.body), 'server', createSchema(request.minor));
  const count = countOf(wanted);
  enforce(request, 'write', 'servers:create');
  checkPlace(request, wanted);
  const plan = planOf(request, wanted);
  enforceQuota(request, plan.flavor, count);
  const reservationId = `r-${newUuid().slice(0, 8)}`;
  const faults = takeServerFaults(exchange.faults);
  const servers = Array.from({ length: count }, (_, index) =>
    newServer(request, wanted, plan, { reservationId, index, count }),
  );
  for (const server of servers) {
    nova.servers.set(server.id, server);
    startBuild(nova, server, faults);
  }
  if (isYes(wanted['return_reservation_id'])) return novaAnswer(202, { reservation_id: reservationId });
  return createdAnswer(request, wanted, servers[0]);
}

/** Hints for the scheduler stand beside the server, and there is nothing to schedule here. */
function withoutHints(body: Json): Json {
  if (!isObject(body)) return body;
  const { 'os:scheduler_hints': _, 'OS-SCH-HNT:scheduler_hints': __, ...rest } = body;
  return rest;
}

function countOf(wanted: JsonObject): number {
  const least = Number(wanted['min_count'] ?? 1);
  const most = Number(wanted['max_count'] ?? least);
  if (least > most) throw fault(400, 'min_count must be <= max_count');
  return most;
}

/** What a new server is made of. */
interface Plan {
  readonly flavor: Flavor;
  readonly imageId: string;
  readonly base: BaseImage;
  readonly volumes: readonly Volume[];
  readonly keyName: string | null;
}

/** Looks at all a request names, in Nova's order. @throws 400 */
function planOf(request: Request, wanted: JsonObject): Plan {
  const { caller, nova } = request;
  const devices = readBlockDevices(wanted);
  const imageId = textOf(wanted['imageRef']);
  if (imageId === '' && devices.devices.length === 0) throw fault(400, 'Missing imageRef attribute');
  addressesFor(wanted['networks']);
  const flavorId = textOf(wanted['flavorRef']).split('/').at(-1) ?? '';
  const flavor = visibleFlavor(nova.flavors, caller, flavorId);
  if (flavor === undefined) throw fault(400, `Flavor ${flavorId} could not be found.`);
  const image = imageId === '' ? rootImage(request, devices) : bootImage(request, imageId);
  if (image === undefined && imageId !== '') throw fault(400, 'Can not find requested image');
  checkSurroundings(request, wanted);
  const toVolume = devices.root !== undefined;
  if (image !== undefined) checkFit(request, image, flavor, toVolume);
  const volumes = devices.devices.length === 0 ? [] : volumesOf(request, devices);
  // A snapshot of a volume-backed server has no data: what boots from it boots from a volume again.
  const snapshot = image?.properties.has('block_device_mapping') === true && volumes.length === 0;
  const kept = toVolume || snapshot ? '' : imageId;
  return {
    flavor,
    imageId,
    base: image === undefined ? emptyBase : baseImageOf(request, image, flavor, kept),
    volumes: snapshot ? [{ id: newUuid(), size: flavor.disk, deleteOnTermination: false }] : volumes,
    keyName: textOf(wanted['key_name']) || null,
  };
}

const emptyBase: BaseImage = {
  id: '',
  source: '',
  properties: new Map([['base_image_ref', '']]),
  diskFormat: null,
  containerFormat: null,
  minDisk: 0,
  minRam: 0,
};

function checkSurroundings({ caller, nova }: Request, wanted: JsonObject): void {
  const { security_groups: groups, key_name: key, availability_zone: zone = 'nova' } = wanted;
  const names = isList(groups) ? groups.map((group) => textOf(isObject(group) ? group['name'] : '')) : [];
  const stranger = names.find((name) => name !== 'default' && name !== '');
  if (stranger !== undefined) {
    throw fault(400, `Unable to find security_group with name or id '${stranger}'`);
  }
  const known = nova.keypairs.some(({ name, userId }) => name === key && userId === caller.userId);
  if (key !== undefined && !known) throw fault(400, 'Invalid key_name provided.');
  if (textOf(zone).split(':')[0] !== 'nova') {
    throw fault(400, 'The requested availability zone is not available');
  }
}

/** Lets only admins say which host a server is to be on, and only the one there is. @throws 400 and 403 */
function checkPlace(request: Request, wanted: JsonObject): void {
  const [, forced = '', node = ''] = textOf(wanted['availability_zone']).split(':');
  if (forced !== '' || node !== '') enforce(request, 'admin', 'servers:create:forced_host');
  const asked = [textOf(wanted['host']), textOf(wanted['hypervisor_hostname'])];
  if (asked.some((name) => name !== '') && !request.caller.isAdmin) {
    const rule = 'compute:servers:create:requested_destination';
    throw fault(403, `Policy doesn't allow ${rule} to be performed.`);
  }
  const stranger = [forced, node, ...asked].find((name) => name !== '' && name !== host);
  if (stranger !== undefined) throw fault(400, `Compute host ${stranger} could not be found.`);
}

/** Which of the servers of one request it is. */
interface Place {
  readonly reservationId: string;
  readonly index: number;
  readonly count: number;
}

function newServer(request: Request, wanted: JsonObject, plan: Plan, place: Place): Server {
  const { caller, minor, nova } = request;
  const given = textOf(wanted['name']).trim();
  const name = place.count === 1 ? given : `${given}-${place.index + 1}`;
  const createdAt = nova.now();
  const { description = null, metadata, tags, trusted_image_certificates: certificates } = wanted;
  return {
    id: newUuid(),
    number: nova.nextId(),
    reservationId: place.reservationId,
    launchIndex: place.index,
    name,
    hostname: textOf(wanted['hostname']) || hostnameOf(name),
    description: minor >= 19 ? textOf(description) || null : name,
    projectId: caller.projectId,
    userId: caller.userId,
    imageId: plan.base.id,
    base: plan.base,
    flavor: plan.flavor,
    metadata: textsOf(metadata),
    tags: new Set(isList(tags) ? tags.map(textOf) : []),
    keyName: plan.keyName,
    userData: textOf(wanted['user_data']) || null,
    configDrive: isYes(wanted['config_drive']),
    diskConfig: wanted['OS-DCF:diskConfig'] === 'AUTO' ? 'AUTO' : 'MANUAL',
    accessIPv4: textOf(wanted['accessIPv4']),
    accessIPv6: textOf(wanted['accessIPv6']),
    certificates: isList(certificates) ? certificates.map(textOf) : null,
    volumes: place.index === 0 ? plan.volumes : plan.volumes.map((volume) => ({ ...volume, id: newUuid() })),
    addresses: addressesFor(wanted['networks'], nova.nextId),
    host: undefined,
    vmState: 'building',
    taskState: 'scheduling',
    powerState: power.none,
    fault: undefined,
    locked: undefined,
    createdAt,
    updatedAt: createdAt,
    launchedAt: undefined,
    terminatedAt: undefined,
    deleted: false,
  };
}

/** Reads metadata that have passed the schema. */
export function textsOf(value: Json | undefined): Map<string, string> {
  return new Map(Object.entries(isObject(value) ? value : {}).map(([key, text]) => [key, textOf(text)]));
}

function hostnameOf(name: string): string {
  const clean = name
    .toLowerCase()
    .replaceAll(/[ _.]/g, '-')
    .replaceAll(/[^\w-]+/g, '')
    .replaceAll(/^[.-]+|[.-]+$/g, '');
  return clean.slice(0, 63);
}

const passwordLetters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/** A password as Nova makes one for a server: what the request says, or twelve letters and digits. */
export function passwordFor(wanted: JsonObject): string {
  const given = wanted['adminPass'];
  if (typeof given === 'string') return given;
  return [...randomBytes(12)].map((byte) => passwordLetters[byte % passwordLetters.length]).join('');
}

function createdAnswer(request: Request, wanted: JsonObject, server: Server | undefined): Answer {
  if (server === undefined) throw new Error('A request makes at least one server');
  const { security_groups: groups = [{ name: 'default' }] } = wanted;
  const shown = {
    id: server.id,
    links: linksOf(request, 'servers', server.id),
    'OS-DCF:diskConfig': server.diskConfig,
    security_groups: groups,
    adminPass: passwordFor(wanted),
  };
  return novaAnswer(202, { server: shown }, [
    ['Location', `${request.links.versioned}/servers/${server.id}`],
  ]);
}
