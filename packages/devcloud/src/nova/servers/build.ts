import type { Nova } from '../nova.ts';
import { host } from '../nova.ts';
import { isVolumeBacked, power } from './server.ts';
import type { Server } from './server.ts';
import { startWork } from './work.ts';
import type { ServerFaults } from './work.ts';

/** Lets a new server come to life. */
export function startBuild(nova: Nova, server: Server, faults: ServerFaults): void {
  startWork(nova, server, faults, async (work) => {
    await work.pause();
    await work.enter('networking', { host });
    await work.pause();
    if (isVolumeBacked(server)) {
      await work.enter('block_device_mapping');
      await work.pause();
    }
    await work.enter('spawning');
    await work.pause(true);
    if (await work.fails()) return;
    await work.enter(null, { vmState: 'active', powerState: power.running });
    server.launchedAt = server.updatedAt;
  });
}

/** Makes a server anew from another image, or the same. */
export function startRebuild(nova: Nova, server: Server, faults: ServerFaults): void {
  const { vmState } = server;
  startWork(nova, server, faults, async (work) => {
    await work.pause();
    await work.enter('rebuild_block_device_mapping');
    await work.pause();
    await work.enter('rebuild_spawning');
    await work.pause(true);
    if (await work.fails()) return;
    const running = vmState !== 'stopped';
    await work.enter(null, {
      vmState: running ? 'active' : 'stopped',
      powerState: running ? power.running : power.shutdown,
      fault: undefined,
    });
    server.launchedAt = server.updatedAt;
  });
}
