import { homedir, platform } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Environment } from '../types.ts';

function configDirectories(variables: NodeJS.ProcessEnv, home: string): readonly string[] {
  const user =
    platform() === 'win32'
      ? join(variables['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'OpenStack', 'openstack')
      : platform() === 'darwin'
        ? join(home, 'Library', 'Application Support', 'openstack')
        : join(variables['XDG_CONFIG_HOME'] || join(home, '.config'), 'openstack');
  const site =
    platform() === 'win32'
      ? [join(variables['PROGRAMDATA'] ?? 'C:\\ProgramData', 'OpenStack', 'openstack')]
      : platform() === 'darwin'
        ? ['/Library/Application Support/openstack', '/etc/openstack']
        : ['/etc/openstack'];
  const all = [process.cwd(), user, join(home, '.config', 'openstack'), ...site];
  return [...new Set(all)];
}

/** What the process runs in, read anew at each call. */
export function nodeEnvironment(): Environment {
  const home = homedir();
  return {
    variables: { ...process.env },
    workingDirectory: process.cwd(),
    configDirectories: configDirectories(process.env, home),
    expandHome: (path) => (path === '~' || path.startsWith('~/') ? join(home, path.slice(1)) : path),
  };
}
