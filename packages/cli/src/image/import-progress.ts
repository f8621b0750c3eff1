import type { ImportProgress } from '@ostk/sdk';
import type { Context } from '../command.ts';
import { formatBytes, liveLine } from '../progress.ts';

function importText({ status, task, message, copied, pendingStores, failedStores }: ImportProgress): string {
  const parts = [
    copied === undefined ? message : `${formatBytes(copied)} copied`,
    pendingStores.length === 0 ? '' : `still to be filled: ${pendingStores.join(', ')}`,
    failedStores.length === 0 ? '' : `failed: ${failedStores.join(', ')}`,
  ].filter((part) => part !== '');
  return [`${status}${task === undefined ? '' : `, task ${task}`}`, ...parts].join('; ');
}

/** Does what imports, and shows it on stderr: on a terminal in one line that changes, with `--verbose` one for each change. */
export async function withImportProgress<T>(
  { io, quiet, tell }: Context,
  work: (onProgress: (progress: ImportProgress) => void) => Promise<T>,
): Promise<T> {
  const line = liveLine(io, quiet);
  try {
    return await work((progress) => {
      const text = importText(progress);
      if (line === undefined) tell(text);
      else line.show(() => text);
    });
  } finally {
    line?.clear();
  }
}
