import type { OnProgress, TransferProgress } from '@ostk/sdk';
import type { Io } from './io.ts';
import { paintOn } from './output/style.ts';

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const barWidth = 24;
/** Takes away what is on a terminal's line. */
export const clearLine: string = '\r\u001B[K';

/** A number of bytes for people: `1.2 GiB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit] ?? ''}`;
}

function formatSeconds(seconds: number): string {
  const whole = Math.ceil(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** One line that says how far a transfer is: bar, bytes, rate, time left. */
export function progressText(progress: TransferProgress): string {
  const { phase, bytes, total, rate } = progress;
  if (phase === 'verifying') return 'verifying';
  if (phase === 'finishing') return `${formatBytes(bytes)} sent, waiting for the service`;
  const speed = rate > 0 ? `  ${formatBytes(rate)}/s` : '';
  if (total === undefined || total === 0) return `${formatBytes(bytes)}${speed}`;
  const part = Math.min(1, bytes / total);
  const bar = '='.repeat(Math.round(part * barWidth)).padEnd(barWidth);
  const left = rate > 0 && bytes < total ? `  ETA ${formatSeconds((total - bytes) / rate)}` : '';
  const percent = String(Math.floor(part * 100)).padStart(3);
  return `${percent}% [${bar}] ${formatBytes(bytes)} of ${formatBytes(total)}${speed}${left}`;
}

/** A line on a terminal that shows how far a transfer is. */
export interface ProgressLine {
  /** Absent where nothing is to be shown. */
  readonly onProgress: OnProgress | undefined;
  /** Takes the line away. */
  clear(): void;
}

/** Shows progress on stderr if that is a terminal. */
export function progressLine(io: Io, quiet: boolean): ProgressLine {
  const { stderr } = io;
  if (quiet || stderr.isTTY !== true) return { onProgress: undefined, clear: () => undefined };
  const paint = paintOn(stderr, io.env);
  return {
    onProgress: (progress) => {
      const room = Math.max(10, (stderr.columns || 80) - 1);
      const text = progressText(progress).slice(0, room);
      stderr.write(clearLine + text.replace(/\[[= ]*\]?/, (bar) => paint(bar, 'faint')));
    },
    clear: () => void stderr.write(clearLine),
  };
}
