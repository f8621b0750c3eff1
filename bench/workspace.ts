import { randomFillSync } from 'node:crypto';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const block = 8 * 1024 * 1024;

/** A folder for the files of one run, removed at its end. */
export interface Workspace extends AsyncDisposable {
  readonly folder: string;
  file(name: string): string;
}

/** Makes a folder below `parent`, which should lie on a real disk with room for three times the largest image. */
export async function makeWorkspace(parent: string): Promise<Workspace> {
  const folder = await mkdtemp(path.join(parent, 'ostk-bench-'));
  return {
    folder,
    file: (name) => path.join(folder, name),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Writes a file that does not compress. */
export async function writeRandomFile(file: string, size: number): Promise<void> {
  const handle = await open(file, 'w');
  try {
    const buffer = Buffer.alloc(block);
    for (let written = 0; written < size; written += block) {
      await handle.write(randomFillSync(buffer), 0, Math.min(block, size - written));
    }
  } finally {
    await handle.close();
  }
}

/** How a contender finds its cloud. */
export interface CloudAccess {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Writes a clouds.yaml of one cloud. */
export async function writeCloud(
  workspace: Workspace,
  name: string,
  authUrl: string,
  imageEndpoint: string | undefined,
): Promise<CloudAccess> {
  const cloud = {
    auth: {
      auth_url: authUrl,
      username: 'admin',
      password: 'secret',
      project_name: 'admin',
      user_domain_name: 'Default',
      project_domain_name: 'Default',
    },
    region_name: 'RegionOne',
    ...(imageEndpoint !== undefined && { image_endpoint_override: imageEndpoint, image_api_version: '2' }),
  };
  const file = workspace.file(`${name}.yaml`);
  // JSON is YAML.
  await writeFile(file, JSON.stringify({ clouds: { [name]: cloud } }));
  return { name, environment: { OS_CLIENT_CONFIG_FILE: file, OS_CLOUD: name } };
}
