import { after, describe } from 'node:test';

import type { Release } from '../releases.ts';
import { cleanUpFile, file } from './cleanup.ts';
import { readClouds } from './clouds-yaml.ts';
import type { CloudConfig } from './clouds-yaml.ts';
import { login } from './session.ts';
import type { Session } from './session.ts';
import { parseTarget } from './target.ts';

/** Who acts: an administrator, or a plain member of one of two other projects. */
export type Role = 'admin' | 'demo' | 'alt';

/** The cloud under test. */
export interface Cloud {
  /** The target's name. */
  readonly name: string;
  /** What is known of the release it runs. */
  readonly release: Release;
  /** Path of a clouds.yaml with an entry for each role: `config(role).cloud` is its name. */
  readonly cloudsYaml: string;
  config(role: Role): CloudConfig;
  /** A session of the role, logged in at the first call and shared from then on. */
  session(role: Role): Promise<Session>;
}

async function openCloud(): Promise<Cloud> {
  const target = parseTarget(process.env['OSTK_CONFORMANCE'] ?? 'devcloud');
  const cloudsYaml = target.embedded ? await embed(target.release) : process.env['OS_CLIENT_CONFIG_FILE'];
  if (cloudsYaml === undefined)
    throw new Error(`${target.name}: OS_CLIENT_CONFIG_FILE must name its clouds.yaml`);
  const prefix = target.embedded ? 'devcloud' : target.name;
  const [admin, demo, alt] = await readClouds(cloudsYaml, [prefix, `${prefix}-demo`, `${prefix}-alt`]);
  if (!admin || !demo || !alt) throw new Error('readClouds gives an entry a name');
  const configs: Readonly<Record<Role, CloudConfig>> = { admin, demo, alt };
  const sessions = new Map<Role, Promise<Session>>();
  return {
    name: target.name,
    release: target.release,
    cloudsYaml,
    config: (role) => configs[role],
    async session(role): Promise<Session> {
      const session = sessions.get(role) ?? login(configs[role], !target.embedded);
      sessions.set(role, session);
      return await session;
    },
  };
}

// Loaded only when it is needed, so that a run against a real cloud has nothing of devcloud in its process.
async function embed(release: Release): Promise<string> {
  const { startEmbeddedCloud } = await import('./devcloud.ts');
  const embedded = await startEmbeddedCloud(release.name);
  file.after(() => embedded.close());
  return embedded.cloudsYaml;
}

/** The cloud `OSTK_CONFORMANCE` names (default `devcloud`), open for as long as the importing test file runs. */
export const cloud: Cloud = await openCloud();

/**
 * The one suite of a test file. When its tests are done, what `file` was told to clean up is cleaned up, the cloud too:
 * a hook of the suite and not of the file, because node:test runs a file's hooks only when nothing is open any more.
 */
export function suite(name: string, body: () => void): void {
  describe(name, () => {
    after(cleanUpFile);
    body();
  });
}
