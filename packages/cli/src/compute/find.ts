import type { ComputeService, Connection, Flavor, Server } from '@ostk/sdk';
import type { Context } from '../command.ts';
import { CommandError } from '../errors.ts';
import type { ArgumentSpec } from '../parameters/parameter.ts';

/** The server that a command is about. */
export const serverArgument: ArgumentSpec = { name: 'server', description: 'name or id of the server' };

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

/** The server that the command line names, as {@link serverNamed} has it, and the service that it is in. */
export async function givenServer({
  values,
  signal,
  connect,
}: Context): Promise<{ readonly compute: ComputeService; readonly server: Server }> {
  const connection = await connect();
  const server = await serverNamed(connection, values.argument(serverArgument), signal);
  return { compute: connection.compute, server };
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
