import { novaAnswer } from '../answer.ts';
import type { Answer } from '../../http/answer.ts';
import type { Image } from '../../glance/image.ts';
import type { Json, JsonObject } from '../../python/json.ts';
import { isObject } from '../../python/json.ts';
import type { Schema } from '../../python/json-schema.ts';
import { checkedBody } from '../check-input.ts';
import { enforce } from '../policy.ts';
import { fault } from '../request.ts';
import type { Request } from '../request.ts';
import { objectOf, textOf, types } from '../schema-types.ts';
import { baseImageOf, bootImage, checkFit } from '../servers/base-image.ts';
import { startRebuild } from '../servers/build.ts';
import { passwordFor, textsOf } from '../servers/create-server.ts';
import { needServer, needState, needUnlocked } from '../servers/find-server.ts';
import { serverJson } from '../servers/server-json.ts';
import { change, isVolumeBacked } from '../servers/server.ts';
import type { Server } from '../servers/server.ts';
import { takeServerFaults } from '../servers/work.ts';

function rebuildSchema(minor: number): Schema {
  const properties = {
    name: types.name,
    imageRef: types.uuid,
    adminPass: types.text,
    metadata: types.metadata,
    preserve_ephemeral: types.boolean,
    'OS-DCF:diskConfig': types.diskConfig,
    accessIPv4: types.ipv4,
    accessIPv6: types.ipv6,
    ...(minor < 57 ? { personality: { type: 'array', items: { type: 'object' } } } : {}),
    ...(minor >= 19 ? { description: types.description } : {}),
    ...(minor >= 54 ? { key_name: types.nameOrNone } : {}),
    ...(minor >= 57 ? { user_data: { oneOf: [types.userData, { type: 'null' }] } } : {}),
    ...(minor >= 63 ? { trusted_image_certificates: types.certificates } : {}),
    ...(minor >= 90 ? { hostname: types.hostname } : {}),
  };
  return objectOf(properties, 'imageRef');
}

/** `rebuild`: the server is made anew, from another image or the same. */
export function rebuildServer(request: Request): Answer {
  const { exchange, minor, nova } = request;
  const wanted = checkedBody(request.body, 'rebuild', rebuildSchema(minor));
  const server = needServer(request);
  enforce(request, 'write', 'servers:rebuild');
  needUnlocked(request, server);
  needState(server, 'rebuild', { vm: ['active', 'stopped', 'error'] });
  checkKey(request, wanted);
  const image = imageFor(request, server, textOf(wanted['imageRef']));
  change(nova, server, {
    ...wantedChanges(wanted),
    taskState: 'rebuilding',
    imageId: isVolumeBacked(server) ? '' : image.id,
    base: baseImageOf(request, image, server.flavor, isVolumeBacked(server) ? '' : image.id),
  });
  startRebuild(nova, server, takeServerFaults(exchange.faults));
  const shown: Record<string, Json> = {
    ...serverJson(request, server, 'rebuild'),
    adminPass: passwordFor(wanted),
    ...(minor >= 57 ? { user_data: server.userData } : {}),
  };
  return novaAnswer(202, { server: shown }, [
    ['Location', `${request.links.versioned}/servers/${server.id}`],
  ]);
}

function checkKey({ caller, nova }: Request, { key_name: key }: JsonObject): void {
  if (typeof key !== 'string') return;
  const known = nova.keypairs.some(({ name, userId }) => name === key && userId === caller.userId);
  if (!known) throw fault(400, 'Invalid key_name provided.');
}

function imageFor(request: Request, server: Server, id: string): Image {
  const image = bootImage(request, id);
  if (image === undefined) throw fault(400, 'Cannot find image for rebuild');
  const backed = isVolumeBacked(server);
  if (backed && image.id !== server.base.source && request.minor < 93) {
    throw fault(
      400,
      `Image ${id} is unacceptable: Unable to rebuild with a different image for a volume-backed server.`,
    );
  }
  checkFit(request, image, server.flavor, backed);
  return image;
}

function wantedChanges(wanted: JsonObject): Partial<Omit<Server, 'id'>> {
  const { name, description, metadata, key_name: key, user_data: userData, hostname } = wanted;
  const { accessIPv4, accessIPv6 } = wanted;
  return {
    ...(typeof name === 'string' ? { name: name.trim() } : {}),
    ...(typeof description === 'string' || description === null ? { description } : {}),
    ...(isObject(metadata) ? { metadata: textsOf(metadata) } : {}),
    ...(typeof key === 'string' || key === null ? { keyName: key } : {}),
    ...(typeof userData === 'string' || userData === null ? { userData } : {}),
    ...(typeof hostname === 'string' ? { hostname } : {}),
    ...(typeof accessIPv4 === 'string' ? { accessIPv4 } : {}),
    ...(typeof accessIPv6 === 'string' ? { accessIPv6 } : {}),
  };
}
