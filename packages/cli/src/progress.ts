import type { OnProgress, TransferProgress } from '@ostk/sdk';
import type { Io } from './io.ts';
import { lineEraser } from './output/rewriting.ts';
import { paintOn } from './output/style.ts';
import { fitting, mostWidth } from './output/wrap.ts';
import { oneLine } from './report-error.ts';

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const widestBar = 24;
const narrowestBar = 6;

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

/** One line that says how far a transfer is: percent, bar, bytes, rate, time left; the bar is what gives way. */
export function progressText(progress: TransferProgress, room: number): string {
  const { phase, bytes, total, rate } = progress;
  if (phase === 'verifying') return 'verifying';
  if (phase === 'finishing') return `${formatBytes(bytes)} sent, waiting for the service`;
  const speed = rate > 0 ? `  ${formatBytes(rate)}/s` : '';
  if (total === undefined || total === 0) return `${formatBytes(bytes)}${speed}`;
  const part = Math.min(1, bytes / total);
  const left = rate > 0 && bytes < total ? `  ETA ${formatSeconds((total - bytes) / rate)}` : '';
  const start = `${String(Math.floor(part * 100)).padStart(3)}% `;
  const end = `${formatBytes(bytes)} of ${formatBytes(total)}${speed}${left}`;
  const width = Math.min(widestBar, room - start.length - end.length - '[] '.length);
  if (width < narrowestBar) return start + end;
  return `${start}[${'='.repeat(Math.round(part * width)).padEnd(width)}] ${end}`;
}

/** A line on a terminal that is written anew again and again. */
export interface LiveLine {
  readonly show: (text: (room: number) => string) => void;
  /** Takes the line away. */
  readonly clear: () => void;
}

/** A line on stderr; `undefined` if that is no terminal, or nothing is to be shown. */
export function liveLine(io: Io, quiet: boolean): LiveLine | undefined {
  const { stderr } = io;
  const eraser = lineEraser(stderr, io.env);
  if (quiet || eraser === undefined) return undefined;
  const paint = paintOn(stderr, io.env);
  return {
    show: (text) => {
      // The last place stays free: some terminals go to the next line there.
      const room = Math.max(10, (stderr.columns || 80) - 1);
      const line = oneLine(text(room));
      const shown = mostWidth(line) <= room ? line : line.slice(0, fitting(line, room, mostWidth));
      stderr.write(eraser + shown.replace(/\[[= ]+\]/, (bar) => paint(bar, 'faint')));
    },
    clear: () => void stderr.write(eraser),
  };
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
  const line = liveLine(io, quiet);
  if (line === undefined) return { onProgress: undefined, clear: () => undefined };
  return {
    onProgress: (progress) => line.show((room) => progressText(progress, room)),
    clear: line.clear,
  };
}
