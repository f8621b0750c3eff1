import { novaAnswer } from '../answer.ts';
import type { Answer } from '../../http/answer.ts';
import type { Image } from '../../glance/image.ts';
import { newUuid } from '../../ids.ts';
import { dumps } from '../../python/json.ts';
import { checkedBody } from '../check-input.ts';
import { enforce } from '../policy.ts';
import type { Request } from '../request.ts';
import { objectOf, textOf, types } from '../schema-types.ts';
import { textsOf } from '../servers/create-server.ts';
import { needServer, needState } from '../servers/find-server.ts';
import { change, isVolumeBacked } from '../servers/server.ts';
import type { Server, Volume } from '../servers/server.ts';
import { takeServerFaults } from '../servers/work.ts';
import { recordSnapshot } from './snapshot-image.ts';
import { activateEmpty, startSnapshot } from './snapshot-work.ts';

const schema = objectOf({ name: types.name, metadata: types.metadata }, 'name');

/** States in which a snapshot can be taken. */
export const canBeCopied = { vm: ['active', 'stopped'] } as const;

/** `createImage`. */
export async function createImage(request: Request): Promise<Answer> {
  const { exchange, nova } = request;
  const { name, metadata } = checkedBody(request.body, 'createImage', schema);
  const server = needServer(request);
  enforce(request, 'write', 'servers:create_image');
  needState(server, 'createImage', canBeCopied);
  const wanted = { name: textOf(name).trim(), metadata: textsOf(metadata) };
  if (isVolumeBacked(server)) return imageAnswer(request, await imageOfVolumes(request, server, wanted));
  const image = recordSnapshot(request, server, {
    name: wanted.name,
    properties: new Map([...snapshotProperties(request, server, 'snapshot'), ...wanted.metadata]),
    keepsFormats: false,
  });
  change(nova, server, { taskState: 'image_snapshot_pending' });
  const tasks = ['image_snapshot_pending', 'image_snapshot'] as const;
  startSnapshot(nova, server, image, takeServerFaults(exchange.faults), tasks);
  return imageAnswer(request, image);
}

/** What tells a snapshot from any other image. @param type `snapshot` or `backup` */
export function snapshotProperties({ caller }: Request, server: Server, type: string): Map<string, string> {
  return new Map([
    ['instance_uuid', server.id],
    ['user_id', caller.userId],
    ['image_type', type],
  ]);
}

/** Until 2.45 only a header told which image it will be. */
function imageAnswer({ minor, nova }: Request, { id }: Image): Answer {
  if (minor >= 45) return novaAnswer(202, { image_id: id });
  return { ...empty, headers: [...empty.headers, ['Location', `${nova.glance.url}/images/${id}`]] };
}

/** An answer without a body, in the way WebOb leaves it. */
export const empty: Answer = {
  status: 202,
  headers: [['Content-Type', 'text/html; charset=UTF-8']],
  body: '',
};

/** The image of a volume-backed server: no data, but where the snapshots of its volumes are. It is there at once. */
async function imageOfVolumes(
  request: Request,
  server: Server,
  { name, metadata }: { readonly name: string; readonly metadata: ReadonlyMap<string, string> },
): Promise<Image> {
  const image = recordSnapshot(request, server, {
    name,
    properties: new Map([
      ...metadata,
      ['root_device_name', '/dev/vda'],
      ['block_device_mapping', dumps(server.volumes.map(mappingOf))],
      ['bdm_v2', 'True'],
    ]),
    keepsFormats: false,
  });
  await activateEmpty(request.nova, image);
  return image;
}

function mappingOf(
  { size, deleteOnTermination }: Volume,
  index: number,
): Record<string, string | number | boolean | null> {
  return {
    guest_format: null,
    boot_index: index,
    no_device: null,
    image_id: null,
    volume_id: null,
    disk_bus: 'virtio',
    volume_size: size,
    source_type: 'snapshot',
    tag: null,
    device_type: 'disk',
    snapshot_id: newUuid(),
    destination_type: 'volume',
    delete_on_termination: deleteOnTermination,
    device_name: `/dev/vd${String.fromCodePoint(97 + index)}`,
    volume_type: null,
    encrypted: null,
    encryption_secret_uuid: null,
    encryption_format: null,
    encryption_options: null,
  };
}
