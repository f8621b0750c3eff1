import { OptionError } from '../errors.ts';

/** What services take for a request's id; others they replace by one of their own. */
export function checkGlobalRequestId(where: string, id: string | undefined): void {
  if (id === undefined || /^req-[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(id)) return;
  throw new OptionError(`${where}: globalRequestId must be req- and a UUID`);
}
