import type { Connection, Flavor, Server } from '@ostk/sdk';
import { CommandError } from '../errors.ts';

/**
 * The server of this project with this name or id.
 *
 * @throws CommandError if there is none; the SDK's AmbiguousNameError if there are several.
 */
export async function serverNamed(
  connection: Connection,
  nameOrId: string,
  signal: AbortSignal,
): Promise<Server> {
  const found = await connection.compute.findServer(nameOrId, { signal });
  if (found === undefined) throw new CommandError(`no server found for ${nameOrId}`);
  return found;
}

/**
 * The flavor with this name or id.
 *
 * @throws CommandError if there is none.
 */
export async function flavorNamed(
  connection: Connection,
  nameOrId: string,
  signal: AbortSignal,
): Promise<Flavor> {
  const found = await connection.compute.findFlavor(nameOrId, { signal });
  if (found === undefined)
    throw new CommandError(`no flavor found for ${nameOrId}; see which there are with ostk flavor list`);
  return found;
}
