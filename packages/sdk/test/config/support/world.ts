import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';

import type { CloudConfig, ConfigExplanation, ConnectOptions } from '@ostk/sdk';

import { explain } from '#src/config/explain.js';
import { resolveCloud, resolveLayers } from '#src/config/resolve.js';
import { toSelection } from '#src/connect-options.js';
import { nodePlatform } from '#src/platform/node/index.js';

/** What a configuration is resolved in: files below `cwd`, `user` and `etc`, and variables. */
export interface World {
  /** By path, such as `cwd/clouds.yaml`. `{root}` in a variable's value stands for the folder they are in. */
  readonly files?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly options?: ConnectOptions;
}

/** A folder that is removed when the test is over. */
export async function temporaryFolder(t: TestContext): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'ostk-test-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  return root;
}

/** Writes files below a temporary folder. @returns the folder */
export async function writeFiles(t: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const root = await temporaryFolder(t);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

/** A platform with the files and variables of a world. The search path is `cwd`, `user`, `etc`. */
async function platformOf(t: TestContext, world: World): Promise<typeof nodePlatform> {
  const root = await writeFiles(t, world.files ?? {});
  const variables = Object.fromEntries(
    Object.entries(world.variables ?? {}).map(([name, value]) => [name, value.replaceAll('{root}', root)]),
  );
  return {
    ...nodePlatform,
    environment: () => ({
      variables,
      workingDirectory: join(root, 'cwd'),
      configDirectories: ['cwd', 'user', 'etc'].map((name) => join(root, name)),
      expandHome: (path: string) => path.replace(/^~(?=\/|$)/, join(root, 'home')),
    }),
  };
}

/** Resolves a cloud as `connect` does, in a world of its own. */
export async function resolveIn(t: TestContext, world: World): Promise<CloudConfig> {
  return resolveCloud(await platformOf(t, world), toSelection(world.options ?? {}));
}

/** Explains a configuration as `explainConfig` does, in a world of its own. */
export async function explainIn(t: TestContext, world: World): Promise<ConfigExplanation> {
  return explain(await resolveLayers(await platformOf(t, world), toSelection(world.options ?? {})));
}

/** Resolves the only cloud of a clouds.yaml whose entry is `lines`, each indented below the cloud's name. */
export function resolveCloudOf(t: TestContext, lines: string, world: World = {}): Promise<CloudConfig> {
  const entry = lines.replaceAll(/^(?=.)/gm, '    ');
  return resolveIn(t, {
    ...world,
    files: { 'cwd/clouds.yaml': `clouds:\n  here:\n${entry}\n`, ...world.files },
  });
}

/** An `auth` section with which a password login could be made. */
export const passwordAuth = `auth:
  auth_url: http://keystone.example:5000
  username: demo
  password: secret
  user_domain_name: Default
  project_name: demo
  project_domain_name: Default
`;
