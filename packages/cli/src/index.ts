export { Interrupted } from './errors.ts';
export type { Io, Output } from './io.ts';
export { run } from './run.ts';
export { version } from './version.ts';
