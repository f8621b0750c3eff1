import { readFile } from 'node:fs/promises';

import { parse } from 'yaml';

import { at } from './json.ts';
import type { Json } from './json.ts';

/** What one entry of clouds.yaml says: everything a client needs to log in. */
export interface CloudConfig {
  /** The entry's name. */
  readonly cloud: string;
  /** The URL of Keystone v3, without a slash at its end. */
  readonly authUrl: string;
  readonly username: string;
  readonly password: string;
  readonly projectName: string;
  readonly userDomainName: string;
  readonly projectDomainName: string;
  readonly regionName: string;
}

/** Reads the named entries of a clouds.yaml file. Throws when an entry or one of its values is missing. */
export async function readClouds(file: string, names: readonly string[]): Promise<readonly CloudConfig[]> {
  const document: Json = parse(await readFile(file, 'utf8'));
  return names.map((name) => {
    const value = (...steps: string[]): string => {
      const found = at(document, 'clouds', name, ...steps);
      if (typeof found !== 'string') throw new Error(`${file}: cloud ${name} has no ${steps.join('.')}`);
      return found;
    };
    return {
      cloud: name,
      authUrl: value('auth', 'auth_url').replace(/\/$/, ''),
      username: value('auth', 'username'),
      password: value('auth', 'password'),
      projectName: value('auth', 'project_name'),
      userDomainName: value('auth', 'user_domain_name'),
      projectDomainName: value('auth', 'project_domain_name'),
      regionName: value('region_name'),
    };
  });
}
