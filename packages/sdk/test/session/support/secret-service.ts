import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const script = [
  'printf x | gnome-keyring-daemon --unlock --components=secrets >/dev/null',
  'echo "$DBUS_SESSION_BUS_ADDRESS"',
  'exec cat >/dev/null',
].join(' && ');

/** A Secret Service on a bus of its own: the keyring of whoever runs the tests is left alone. */
export interface SecretService {
  /** For `DBUS_SESSION_BUS_ADDRESS`. */
  readonly address: string;
  stop(): Promise<void>;
}

/** `undefined` where there can be none: `dbus-run-session` and `gnome-keyring-daemon` are needed. */
export async function startSecretService(): Promise<SecretService | undefined> {
  if (process.platform !== 'linux') return undefined;
  const home = await mkdtemp(join(tmpdir(), 'ostk-keyring-'));
  const {
    XDG_CACHE_HOME: _cache,
    XDG_DATA_HOME: _data,
    DBUS_SESSION_BUS_ADDRESS: _bus,
    ...rest
  } = process.env;
  const session = spawn('dbus-run-session', ['--', 'sh', '-c', script], {
    env: { ...rest, HOME: home, XDG_RUNTIME_DIR: home },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => {
    session.on('error', () => resolve());
    session.on('exit', () => resolve());
  });
  session.stdin.on('error', () => undefined);
  const stop = async (): Promise<void> => {
    session.stdin.end();
    await ended;
    await rm(home, { recursive: true, force: true, maxRetries: 10 });
  };
  const giveUp = setTimeout(() => session.kill(), 30_000);
  const address = await Promise.race([
    once(session.stdout, 'data').then(([chunk]) => String(chunk).trim()),
    ended.then(() => undefined),
  ]);
  clearTimeout(giveUp);
  if (address !== undefined) return { address, stop };
  await stop();
  return undefined;
}
