import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';

import { startDevCloud } from '@ostk/devcloud';
import type { DevCloud, Fault } from '@ostk/devcloud';
import { connect } from '@ostk/sdk';
import type { Connection, ConnectOptions } from '@ostk/sdk';

import { demoAuth } from '../../support/demo.ts';
import type { Scope } from '../../support/scope.ts';
import { Truth } from './truth.ts';

/** A cloud of one's own, and a way to learn what it really holds. */
export interface World {
  readonly cloud: DevCloud;
  readonly truth: Truth;
}

/** Starts a cloud without a fault. */
export async function startWorld(scope: Scope): Promise<World> {
  const cloud = await startDevCloud();
  scope.after(() => cloud.close());
  return { cloud, truth: new Truth(cloud) };
}

/** Connects to the cloud as a member of a project; closed when the scope ends. */
export async function connectTo(
  scope: Scope,
  { cloud }: World,
  options: Omit<ConnectOptions, 'auth'> = {},
): Promise<Connection> {
  const connection = await connect({ ...options, auth: demoAuth(cloud) });
  scope.after(() => connection.close());
  return connection;
}

/** Makes an empty folder, removed when the scope ends. */
export async function makeFolder(scope: Scope): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ostk-transfer-'));
  scope.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The faults of `expected` that have not struck. */
export function missedFaults({ cloud }: World, expected: readonly Fault[]): readonly Fault[] {
  const fired = cloud.faults.fired();
  return expected.filter(
    ({ on, do: action }) => !fired.some(({ fault }) => fault.on === on && fault.do === action),
  );
}

/** Declares a suite of tests that share one cloud. */
export function suite(what: string, body: (world: () => World) => void): void {
  describe(what, () => {
    const cleanUps: (() => Promise<void>)[] = [];
    let world: World | undefined;
    before(async () => {
      world = await startWorld({ after: (cleanUp) => void cleanUps.push(cleanUp) });
    });
    after(async () => {
      for (const cleanUp of cleanUps) await cleanUp();
    });
    body(() => {
      assert.ok(world !== undefined);
      return world;
    });
  });
}
