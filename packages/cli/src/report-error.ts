import { inspect } from 'node:util';
import { Interrupted, exitCodes, UsageError } from './errors.ts';
import type { Paint } from './output/style.ts';

/** Text that stays on one line and cannot steer a terminal, whatever a service put into it. */
export function oneLine(text: string): string {
  return text
    .replaceAll(/\s*[\r\n]+\s*/g, ' ')
    .replaceAll(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}

/** What `--debug` adds: all that the error knows of itself (status, request id, URL, …), and the chain of its causes. */
function detailsOf(error: unknown): string {
  return `${inspect(error, { depth: 10, breakLength: 100 })}\n`;
}

/** How an error is told on stderr, and the exit code that it leads to. */
export function reportError(
  error: unknown,
  where: string,
  debug: boolean,
  paint: Paint,
): { readonly text: string; readonly exitCode: number } {
  const hint = error instanceof UsageError ? `; see ${where} --help` : '';
  const text = `${paint(`${where}:`, 'bad')} ${oneLine(messageOf(error))}${hint}\n${debug ? detailsOf(error) : ''}`;
  if (error instanceof Interrupted) return { text, exitCode: error.exitCode };
  return { text, exitCode: error instanceof UsageError ? exitCodes.usage : exitCodes.failure };
}
