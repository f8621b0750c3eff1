import type { Output } from '../io.ts';

/** What a colour says; which colour that is, is known here alone. */
export type Tone = 'good' | 'unfinished' | 'bad' | 'heading' | 'faint';

/** Gives a text the colour of a tone, or leaves it as it is. */
export type Paint = (text: string, tone: Tone | undefined) => string;

type Environment = Readonly<Record<string, string | undefined>>;

/** How each tone begins and ends (ECMA-48, Select Graphic Rendition): colours that every palette has. */
const renditions: Readonly<Record<Tone, readonly [number, number]>> = {
  good: [32, 39],
  unfinished: [33, 39],
  bad: [31, 39],
  heading: [1, 22],
  faint: [2, 22],
};

/** Leaves every text as it is. */
export const plain: Paint = (text) => text;

const colored: Paint = (text, tone) => {
  if (tone === undefined || text === '') return text;
  const [begin, end] = renditions[tone];
  return `\u001B[${begin}m${text}\u001B[${end}m`;
};

/** `FORCE_COLOR` wins over `NO_COLOR`; Node would print a warning that it does. */
function withoutContradiction(env: Environment): Environment {
  if (env['FORCE_COLOR'] === undefined) return env;
  return { ...env, NO_COLOR: undefined, NODE_DISABLE_COLORS: undefined };
}

/**
 * How texts are painted on a stream: with colours on a terminal that has them, and never in a pipe or a file, even with
 * `FORCE_COLOR`. `NO_COLOR`, `FORCE_COLOR`, `TERM` and the like are heeded as Node does.
 */
export function paintOn(stream: Output, env: Environment): Paint {
  return stream.isTTY === true && stream.hasColors?.(withoutContradiction(env)) === true ? colored : plain;
}

const tonesOfStatus: Readonly<Record<Exclude<Tone, 'heading' | 'faint'>, readonly string[]>> = {
  good: ['active', 'accepted', 'success'],
  unfinished: [
    'queued',
    'saving',
    'uploading',
    'importing',
    'deactivated',
    'pending',
    'processing',
    'build',
    'rebuild',
  ],
  bad: ['killed', 'deleted', 'pending_delete', 'rejected', 'failure', 'error'],
};

/** The tone of what a service says of an image, a member, a task or a server. */
export function toneOfStatus(status: string): Tone | undefined {
  const lower = status.toLowerCase();
  if (tonesOfStatus.good.includes(lower)) return 'good';
  if (tonesOfStatus.unfinished.includes(lower)) return 'unfinished';
  return tonesOfStatus.bad.includes(lower) ? 'bad' : undefined;
}

/** The tone of a cell of a table, by the name of its column or field. */
export function toneOfCell(name: string, text: string): Tone | undefined {
  return name.toLowerCase() === 'status' ? toneOfStatus(text) : undefined;
}

/** How help is laid out. */
export interface HelpStyle {
  /** Of a line, in characters. */
  readonly width: number;
  readonly heading: (text: string) => string;
}

const widestHelp = 80;

/** How help is laid out on a stream: 80 columns, or those of a terminal that has fewer. */
export function helpStyle(stream: Output, env: Environment): HelpStyle {
  const columns = stream.isTTY === true ? stream.columns || widestHelp : widestHelp;
  const paint = paintOn(stream, env);
  return { width: Math.min(widestHelp, columns), heading: (text) => paint(text, 'heading') };
}
