import { novaAnswer } from '../answer.ts';
import type { Answer } from '../../http/answer.ts';
import { removeImage } from '../../glance/delete.ts';
import { checkedBody } from '../check-input.ts';
import type { Nova } from '../nova.ts';
import { enforce } from '../policy.ts';
import { fault } from '../request.ts';
import type { Request } from '../request.ts';
import { objectOf, textOf, types } from '../schema-types.ts';
import { textsOf } from '../servers/create-server.ts';
import { needServer, needState } from '../servers/find-server.ts';
import { change, isVolumeBacked } from '../servers/server.ts';
import { takeServerFaults } from '../servers/work.ts';
import { canBeCopied, empty, snapshotProperties } from './create-image.ts';
import { recordSnapshot } from './snapshot-image.ts';
import { startSnapshot } from './snapshot-work.ts';

const schema = objectOf(
  { name: types.name, backup_type: types.text, rotation: types.natural, metadata: types.metadata },
  'name',
  'backup_type',
  'rotation',
);

/** `createBackup`: a snapshot, and of those of its type only the newest are kept. */
export function createBackup(request: Request): Answer {
  const { exchange, links, minor, nova } = request;
  const wanted = checkedBody(request.body, 'createBackup', schema);
  const server = needServer(request);
  enforce(request, 'write', 'os-create-backup');
  needState(server, 'createBackup', canBeCopied);
  if (isVolumeBacked(server)) {
    throw fault(400, 'Backup is not supported for volume-backed instances.');
  }
  const type = textOf(wanted['backup_type']);
  const rotation = Number(wanted['rotation']);
  const image = recordSnapshot(request, server, {
    name: textOf(wanted['name']).trim(),
    properties: new Map([
      ...snapshotProperties(request, server, 'backup'),
      ...textsOf(wanted['metadata']),
      ['backup_type', type],
    ]),
    keepsFormats: true,
  });
  change(nova, server, { taskState: 'image_backup' });
  startSnapshot(nova, server, image, takeServerFaults(exchange.faults), ['image_backup'], () =>
    rotate(nova, server.id, type, rotation),
  );
  if (minor >= 45) return novaAnswer(202, { image_id: image.id });
  const location: Answer['headers'] =
    rotation > 0 ? [['Location', `${links.versioned}/images/${image.id}`]] : [];
  return { ...empty, headers: [...empty.headers, ...location] };
}

/** Deletes the oldest backups of a server, of one type, that are too many. */
async function rotate({ glance }: Nova, serverId: string, type: string, rotation: number): Promise<void> {
  const backups = [...glance.images.values()]
    .filter(
      ({ deleted, properties }) =>
        !deleted &&
        properties.get('image_type') === 'backup' &&
        properties.get('backup_type') === type &&
        properties.get('instance_uuid') === serverId,
    )
    .toSorted((one, other) => other.createdAt - one.createdAt);
  const excess = backups.slice(rotation).filter((image) => !image.protected);
  await Promise.all(excess.map((image) => removeImage(glance, image)));
}
