import type { ServerTask } from '../../faults/fault.ts';
import type { Server, VmState } from './server.ts';

const rebuild: Partial<Record<ServerTask, string>> = {
  rebuilding: 'REBUILD',
  rebuild_block_device_mapping: 'REBUILD',
  rebuild_spawning: 'REBUILD',
};

/** What each pair of states is called. */
const names: Readonly<Record<VmState, { readonly default: string } & Partial<Record<ServerTask, string>>>> = {
  building: { default: 'BUILD' },
  active: {
    default: 'ACTIVE',
    rebooting: 'REBOOT',
    reboot_started: 'REBOOT',
    rebooting_hard: 'HARD_REBOOT',
    reboot_started_hard: 'HARD_REBOOT',
    ...rebuild,
  },
  stopped: { default: 'SHUTOFF', ...rebuild },
  error: { default: 'ERROR', ...rebuild },
  deleted: { default: 'DELETED' },
};

/** The status of a server in one word, made from its two states. */
export function statusOf({ deleted, vmState, taskState }: Server): string {
  if (deleted) return 'DELETED';
  const table = names[vmState];
  return (taskState === null ? undefined : table[taskState]) ?? table.default;
}

/** States that exist, but that no server here ever comes to. */
const strangers = ['PAUSED', 'SUSPENDED', 'RESCUE', 'VERIFY_RESIZE', 'SHELVED', 'SHELVED_OFFLOADED'].concat([
  'SOFT_DELETED',
  'PASSWORD',
  'MIGRATING',
  'RESIZE',
  'REVERT_RESIZE',
]);

const known: ReadonlySet<string> = new Set([
  ...Object.values(names).flatMap((table) => Object.values(table)),
  ...strangers,
]);

/** Whether a word is a status at all, in any case of letters. */
export function isStatus(word: string): boolean {
  return known.has(word.toUpperCase());
}
