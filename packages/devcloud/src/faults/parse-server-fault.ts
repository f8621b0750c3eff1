import type { Json, JsonObject } from '../python/json.ts';
import type {
  FailServerFault,
  FailSnapshotFault,
  Fault,
  FaultTarget,
  HangServerFault,
  ServerTask,
} from './fault.ts';

type ServerFault = HangServerFault | FailServerFault | FailSnapshotFault;

const tasks: Readonly<Record<ServerTask, true>> = {
  scheduling: true,
  networking: true,
  block_device_mapping: true,
  spawning: true,
  image_snapshot_pending: true,
  image_snapshot: true,
  image_backup: true,
  image_pending_upload: true,
  image_uploading: true,
  rebuilding: true,
  rebuild_block_device_mapping: true,
  rebuild_spawning: true,
  rebooting: true,
  reboot_started: true,
  rebooting_hard: true,
  reboot_started_hard: true,
  'powering-off': true,
  'powering-on': true,
  deleting: true,
};

/** Whether a value names a task of a server. */
export function isTask(value: Json | undefined): value is ServerTask {
  return typeof value === 'string' && Object.hasOwn(tasks, value);
}

/** Whether a value names what becomes of the image of a failed snapshot. */
export function isSnapshotEnd(value: Json | undefined): value is NonNullable<FailSnapshotFault['image']> {
  return value === 'deleted' || value === 'queued' || value === 'killed';
}

/** Whether a fault strikes in the work on a server. */
export function isServerAction(action: Fault['do']): action is ServerFault['do'] {
  return action === 'hang-server' || action === 'fail-server' || action === 'fail-snapshot';
}

/** Builds a fault of a server from data that have been checked. */
export function buildServerFault(
  action: ServerFault['do'],
  where: FaultTarget,
  { state, milliseconds, message, image }: JsonObject,
): ServerFault {
  if (action === 'hang-server') {
    return {
      ...where,
      do: action,
      ...(isTask(state) ? { state } : {}),
      ...(typeof milliseconds === 'number' ? { milliseconds } : {}),
    };
  }
  if (action === 'fail-server') {
    return { ...where, do: action, ...(typeof message === 'string' ? { message } : {}) };
  }
  return { ...where, do: action, ...(isSnapshotEnd(image) ? { image } : {}) };
}
