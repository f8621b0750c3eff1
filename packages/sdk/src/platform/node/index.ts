import process from 'node:process';
import type { Platform, ProcessIdentity } from '../types.ts';
import { createNodeDigest, createNodeFollowingDigest, hasNodeDigest } from './digest.ts';
import { nodeEnvironment } from './environment.ts';
import { nodeDebugLog, nodeEvents } from './events.ts';
import { nodeFiles } from './files.ts';
import { createNodeTransport } from './transport.ts';

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, but belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const nodeProcess: ProcessIdentity = { id: process.pid, isRunning };

/** The port to Node: the one place where `node:` modules are used. */
export const nodePlatform: Platform = {
  files: nodeFiles,
  process: nodeProcess,
  runtime: `node/${process.versions.node}`,
  environment: nodeEnvironment,
  events: nodeEvents,
  async openTokenStore(kind) {
    if (kind === 'keyring') return (await import('./keyring-store.ts')).KeyringTokenStore.open();
    const { FileTokenStore } = await import('./token-store.ts');
    return FileTokenStore.open(nodeProcess);
  },
  debugLog: nodeDebugLog,
  createTransport: createNodeTransport,
  hasDigest: hasNodeDigest,
  createDigest: createNodeDigest,
  createFollowingDigest: createNodeFollowingDigest,
  listen: async (port, handle) => (await import('./loopback.ts')).listenOnLoopback(port, handle),
};
