import { platform } from 'node:os';
import { posix, win32 } from 'node:path';
import process from 'node:process';
import type { Environment } from '../types.ts';
import { homeDirectory } from './home.ts';

/** What the search path depends on. */
export interface Machine {
  /** As `process.platform` has it. */
  readonly platform: string;
  readonly home: string;
  readonly workingDirectory: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

function windowsDirectories({ home, workingDirectory, variables }: Machine): readonly string[] {
  // On Windows the case of a name does not matter, and that of PROGRAMDATA is not always the same.
  const variable = (name: string): string | undefined =>
    Object.entries(variables).find(([own, value]) => own.toUpperCase() === name && value !== '')?.[1];
  return [
    workingDirectory,
    win32.join(variable('LOCALAPPDATA') ?? win32.join(home, 'AppData', 'Local'), 'OpenStack', 'openstack'),
    win32.join(home, '.config', 'openstack'),
    win32.join(variable('PROGRAMDATA') ?? 'C:\\ProgramData', 'OpenStack', 'openstack'),
  ];
}

function macDirectories({ home, workingDirectory }: Machine): readonly string[] {
  return [
    workingDirectory,
    posix.join(home, 'Library', 'Application Support', 'openstack'),
    posix.join(home, '.config', 'openstack'),
    '/Library/Application Support/openstack',
    '/etc/openstack',
  ];
}

/** The XDG specification has relative paths ignored. */
function isAbsolute(path: string): boolean {
  return posix.isAbsolute(path);
}

function linuxDirectories({ home, workingDirectory, variables }: Machine): readonly string[] {
  const user = [variables['XDG_CONFIG_HOME'] ?? ''].find(isAbsolute) ?? posix.join(home, '.config');
  const site = (variables['XDG_CONFIG_DIRS'] || '/etc/xdg').split(':').filter(isAbsolute);
  // In a snap, the home directory is the snap's own.
  const real = [variables['SNAP_REAL_HOME'] ?? '']
    .filter(isAbsolute)
    .map((path) => posix.join(path, '.config'));
  return [
    workingDirectory,
    ...[user, ...real, posix.join(home, '.config'), ...site].map((path) => posix.join(path, 'openstack')),
    '/etc/openstack',
  ];
}

/** The directories that may hold clouds.yaml, in order of preference: those that openstacksdk looks into. */
export function configDirectories(machine: Machine): readonly string[] {
  const directories =
    machine.platform === 'win32'
      ? windowsDirectories(machine)
      : machine.platform === 'darwin'
        ? macDirectories(machine)
        : linuxDirectories(machine);
  return [...new Set(directories)];
}

/** A path whose leading `~` is the home directory; on Windows, `~\\` is one, too. */
export function expandHome(
  path: string,
  { home, platform: name }: Pick<Machine, 'home' | 'platform'>,
): string {
  const isWindows = name === 'win32';
  const isHome = path === '~' || path.startsWith('~/') || (isWindows && path.startsWith('~\\'));
  return isHome ? (isWindows ? win32 : posix).join(home, path.slice(1)) : path;
}

/** What the process runs in, read anew at each call. */
export function nodeEnvironment(): Environment {
  const variables = { ...process.env };
  const machine: Machine = {
    platform: platform(),
    home: homeDirectory(),
    workingDirectory: process.cwd(),
    variables,
  };
  return {
    variables,
    workingDirectory: machine.workingDirectory,
    configDirectories: configDirectories(machine),
    expandHome: (path) => expandHome(path, machine),
  };
}
