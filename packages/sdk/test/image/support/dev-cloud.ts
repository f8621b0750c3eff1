import { startDevCloud } from '@ostk/devcloud';
import type { DevCloud, DevCloudOptions } from '@ostk/devcloud';
import { connect } from '@ostk/sdk';
import type { Connection, ConnectOptions, Image } from '@ostk/sdk';

import { demoAuth } from '../../support/demo.ts';
import type { Scope } from '../../support/scope.ts';

/** A devcloud and a connection to it as a plain user. */
export interface Cloud {
  readonly devcloud: DevCloud;
  readonly connection: Connection;
  /** Every image of the user that there is, hidden ones too. */
  readonly leftovers: () => Promise<readonly Image[]>;
}

/** The options that connect to a devcloud as a plain user. */
export function demoOf(devcloud: DevCloud): ConnectOptions {
  return { auth: demoAuth(devcloud) };
}

/** Starts a devcloud for as long as the scope lasts, and connects to it. */
export async function startCloud(
  scope: Scope,
  options: DevCloudOptions = {},
  connectOptions: ConnectOptions = {},
): Promise<Cloud> {
  const devcloud = await startDevCloud(options);
  const connection = await connect({ ...demoOf(devcloud), ...connectOptions });
  scope.after(async () => {
    await connection.close();
    await devcloud.close();
  });
  return {
    devcloud,
    connection,
    leftovers: async () => {
      devcloud.faults.clear();
      const lists = [false, true].map((osHidden) => connection.image.images({ osHidden }).toArray());
      return (await Promise.all(lists)).flat();
    },
  };
}
