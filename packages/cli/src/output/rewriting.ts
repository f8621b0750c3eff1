import type { Io, Output } from '../io.ts';

/** Takes away what is on a terminal's line. */
const clearLine = '\r\u001B[K';

/**
 * What takes a line away that is written anew again and again, such as progress: to be written before anything else
 * that goes to the same terminal. `undefined` where there is no terminal that can do that.
 */
export function lineEraser(stream: Output, env: Io['env']): string | undefined {
  return stream.isTTY === true && env['TERM'] !== 'dumb' ? clearLine : undefined;
}
