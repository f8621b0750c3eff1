import type { ImportProgress } from '@ostk/sdk';
import type { Context } from '../command.ts';
import { formatBytes, liveLine } from '../progress.ts';

/** A line on a terminal that shows how far an import is. */
export interface ImportLine {
  readonly onProgress: (progress: ImportProgress) => void;
  /** Takes the line away. */
  readonly clear: () => void;
}

function importText({ status, task, message, copied, pendingStores, failedStores }: ImportProgress): string {
  const parts = [
    copied === undefined ? message : `${formatBytes(copied)} copied`,
    pendingStores.length === 0 ? '' : `still to be filled: ${pendingStores.join(', ')}`,
    failedStores.length === 0 ? '' : `failed: ${failedStores.join(', ')}`,
  ].filter((part) => part !== '');
  return [`${status}${task === undefined ? '' : `, task ${task}`}`, ...parts].join('; ');
}

/** Shows an import on stderr: on a terminal one line that changes, with `--verbose` one for each change. */
export function importProgress({ io, quiet, tell }: Context): ImportLine {
  const line = liveLine(io, quiet);
  return {
    onProgress: (progress) => {
      const text = importText(progress);
      if (line === undefined) tell(text);
      else line.show(() => text);
    },
    clear: () => line?.clear(),
  };
}
