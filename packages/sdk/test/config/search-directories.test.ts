import assert from 'node:assert/strict';
import { test } from 'node:test';

import { configDirectories, expandHome, type Machine } from '#src/platform/node/environment.js';

const linux: Machine = { platform: 'linux', home: '/home/me', workingDirectory: '/work', variables: {} };
const mac: Machine = { platform: 'darwin', home: '/Users/me', workingDirectory: '/work', variables: {} };
const windows: Machine = {
  platform: 'win32',
  home: 'C:\\Users\\me',
  workingDirectory: 'D:\\work',
  variables: {},
};

test('Linux: working directory, ~/.config, /etc/xdg, /etc', () => {
  assert.deepEqual(configDirectories(linux), [
    '/work',
    '/home/me/.config/openstack',
    '/etc/xdg/openstack',
    '/etc/openstack',
  ]);
});

test('Linux: XDG_CONFIG_HOME comes before ~/.config, which is still looked into', () => {
  const variables = { XDG_CONFIG_HOME: '/xdg' };
  assert.deepEqual(configDirectories({ ...linux, variables }).slice(1, 3), [
    '/xdg/openstack',
    '/home/me/.config/openstack',
  ]);
});

test('Linux: each directory of XDG_CONFIG_DIRS is looked into', () => {
  const variables = { XDG_CONFIG_DIRS: '/a:/b' };
  assert.deepEqual(configDirectories({ ...linux, variables }).slice(2), [
    '/a/openstack',
    '/b/openstack',
    '/etc/openstack',
  ]);
});

test('Linux: relative and empty XDG directories are ignored', () => {
  const variables = { XDG_CONFIG_HOME: 'relative', XDG_CONFIG_DIRS: 'x::/b' };
  assert.deepEqual(configDirectories({ ...linux, variables }), [
    '/work',
    '/home/me/.config/openstack',
    '/b/openstack',
    '/etc/openstack',
  ]);
  const empty = { XDG_CONFIG_HOME: '', XDG_CONFIG_DIRS: '', SNAP_REAL_HOME: '' };
  assert.deepEqual(configDirectories({ ...linux, variables: empty }), configDirectories(linux));
});

test('Linux: in a snap, the real home comes before that of the snap', () => {
  const machine = { ...linux, home: '/home/me/snap/x/1', variables: { SNAP_REAL_HOME: '/home/me' } };
  const directories = configDirectories(machine);
  const [real, own] = ['/home/me/.config/openstack', '/home/me/snap/x/1/.config/openstack'];
  assert(directories.includes(real) && directories.includes(own), directories.join(' '));
});

test('other systems are taken for Linux', () => {
  assert.deepEqual(configDirectories({ ...linux, platform: 'freebsd' }), configDirectories(linux));
});

test('macOS: the Library of the user and that of all users', () => {
  assert.deepEqual(configDirectories(mac), [
    '/work',
    '/Users/me/Library/Application Support/openstack',
    '/Users/me/.config/openstack',
    '/Library/Application Support/openstack',
    '/etc/openstack',
  ]);
});

test('Windows: LOCALAPPDATA and PROGRAMDATA, and where they are by default', () => {
  assert.deepEqual(configDirectories(windows), [
    'D:\\work',
    'C:\\Users\\me\\AppData\\Local\\OpenStack\\openstack',
    'C:\\Users\\me\\.config\\openstack',
    'C:\\ProgramData\\OpenStack\\openstack',
  ]);
  const variables = { LOCALAPPDATA: 'E:\\Local', ProgramData: 'E:\\All' };
  const directories = configDirectories({ ...windows, variables });
  assert(directories.includes('E:\\Local\\OpenStack\\openstack'));
  assert(directories.includes('E:\\All\\OpenStack\\openstack'));
});

test('no directory is looked into twice', () => {
  const machine = { ...linux, workingDirectory: '/etc/openstack', variables: { XDG_CONFIG_DIRS: '/etc' } };
  assert.deepEqual(configDirectories(machine), ['/etc/openstack', '/home/me/.config/openstack']);
});

test('a leading tilde is the home directory; any other stays', () => {
  assert.equal(expandHome('~', linux), '/home/me');
  assert.equal(expandHome('~/ca.pem', linux), '/home/me/ca.pem');
  assert.equal(expandHome('~\\ca.pem', linux), '~\\ca.pem');
  assert.equal(expandHome('~you/ca.pem', linux), '~you/ca.pem');
  assert.equal(expandHome('/a/~/b', linux), '/a/~/b');
  assert.equal(expandHome('~\\ca.pem', windows), 'C:\\Users\\me\\ca.pem');
  assert.equal(expandHome('~/ca.pem', windows), 'C:\\Users\\me\\ca.pem');
});
