import type { TestContext } from 'node:test';

import { type DevCloud, type DevCloudOptions, type FederationSeed, startDevCloud } from '@ostk/devcloud';
import { type AuthOptions, connect, type Connection, type ConnectOptions } from '@ostk/sdk';

import {
  client,
  type ProviderOptions,
  resourceServer,
  startProvider,
  type TestProvider,
} from './provider.ts';

/** A provider, and a cloud that takes in its users: members of the project `demo`. */
export interface World {
  readonly provider: TestProvider;
  readonly cloud: DevCloud;
  /** What every login gives: where Keystone and the provider are, the client, and the project. */
  readonly auth: AuthOptions;
}

/** How a world differs from the plain one. */
export interface WorldOptions {
  readonly provider?: ProviderOptions;
  readonly federation?: Partial<FederationSeed>;
  readonly cloud?: DevCloudOptions;
}

/** Starts a provider and a cloud for one test. */
export async function startWorld(t: TestContext, options: WorldOptions = {}): Promise<World> {
  const provider = await startProvider(options.provider);
  t.after(() => provider.close());
  const cloud = await startDevCloud({
    ...options.cloud,
    federation: [
      {
        identityProvider: 'ostk',
        issuer: provider.issuer,
        clientId: resourceServer.id,
        clientSecret: resourceServer.secret,
        roles: [{ role: 'member', project: 'demo' }],
        ...options.federation,
      },
    ],
  });
  t.after(() => cloud.close());
  const auth = {
    authUrl: cloud.authUrl,
    identityProvider: 'ostk',
    protocol: 'mapped',
    clientId: client.id,
    clientSecret: client.secret,
    discoveryEndpoint: provider.discovery,
    projectName: 'demo',
    projectDomainName: 'Default',
  } as const;
  return { provider, cloud, auth };
}

/** A connection for one test. */
export async function open(
  t: TestContext,
  authType: NonNullable<ConnectOptions['authType']>,
  auth: AuthOptions,
): Promise<Connection> {
  const conn = await connect({ authType, auth });
  t.after(() => conn.close());
  return conn;
}
