import { inspect } from 'node:util';
import { inOwnWords } from './advice.ts';
import { Interrupted, exitCodes, UsageError } from './errors.ts';
import type { Output } from './io.ts';
import { paintOn, type Tone } from './output/style.ts';
import { mostWidth } from './output/wrap.ts';

/** Text that stays on one line and cannot steer a terminal, whatever a service put into it. */
export function oneLine(text: string): string {
  return text
    .replaceAll(/\s*[\r\n]+\s*/g, ' ')
    .replaceAll(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1));
}

/** What went wrong, in one line. */
export function reasonOf(error: unknown): string {
  return oneLine(inOwnWords(error));
}

/** Lays out a message: who tells it, and what. */
export type Message = (where: string, text: string, tone: Tone) => string;

/** Breaks a text between words only, so that a path or an address can be copied from it. */
function folded(text: string, width: number): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length === 0 || mostWidth(longer) <= width) lines[Math.max(0, lines.length - 1)] = longer;
    else lines.push(`  ${word}`);
  }
  return lines.join('\n');
}

/** How messages are laid out on a stream: on one line each, but on a terminal folded and with colours. */
export function messageOn(stream: Output, env: Readonly<Record<string, string | undefined>>): Message {
  const paint = paintOn(stream, env);
  const columns = (stream.isTTY === true && stream.columns) || Infinity;
  return (where, text, tone) => {
    const prefix = `${where}:`;
    const lines = folded(`${prefix} ${oneLine(text)}`, columns);
    // In a narrow terminal, the prefix itself may be folded.
    return lines.startsWith(prefix) ? `${paint(prefix, tone)}${lines.slice(prefix.length)}\n` : `${lines}\n`;
  };
}

/** What `--debug` adds: all that the error knows of itself (status, request id, URL, …), and the chain of its causes. */
function detailsOf(error: unknown): string {
  return `${inspect(error, { depth: 10, breakLength: 100 })}\n`;
}

function helpHint(text: string, where: string): string {
  return `${text}${text.endsWith('?') ? ' See' : '; see'} ${where} --help`;
}

/** How an error is told on stderr, and the exit code that it leads to. */
export function reportError(
  error: unknown,
  where: string,
  debug: boolean,
  message: Message,
): { readonly text: string; readonly exitCode: number } {
  const reason = inOwnWords(error);
  const told = error instanceof UsageError ? helpHint(reason, where) : reason;
  const text = `${message(where, told, 'bad')}${debug ? detailsOf(error) : ''}`;
  if (error instanceof Interrupted) return { text, exitCode: error.exitCode };
  return { text, exitCode: error instanceof UsageError ? exitCodes.usage : exitCodes.failure };
}
