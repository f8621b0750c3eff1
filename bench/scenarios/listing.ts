import { connect } from '@ostk/sdk';
import { compiled, type Contender, pythonWithSdk, race, sources } from '../contender.ts';
import { type Row, row } from '../report.ts';
import type { CloudAccess } from '../workspace.ts';

const count = 10_000;
const atOnce = 16;

async function fill(access: CloudAccess): Promise<void> {
  await using conn = await connect({
    cloud: access.name,
    configFile: access.environment['OS_CLIENT_CONFIG_FILE'],
  });
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      await conn.image.createImage({
        name: `image-${next}`,
        properties: { os_distro: 'debian', hw_disk_bus: 'scsi' },
      });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

/** Every client lists ten thousand images. */
export async function listing(access: CloudAccess, rounds: number): Promise<readonly Row[]> {
  const title = `list ${count} images`;
  process.stderr.write(`${title}\n`);
  const python = await pythonWithSdk();
  if (python === undefined) {
    process.stderr.write('  skipped: openstacksdk is not installed\n');
    return [];
  }
  await fill(access);
  const contenders: readonly Contender[] = [
    { name: 'ostk', command: [process.execPath, compiled('ostk'), 'list'] },
    { name: 'openstacksdk', command: [python, `${sources}clients/openstacksdk.py`, 'list'] },
  ];
  const costs = await race(contenders, rounds, access.environment);
  const cpu = (name: string): number => costs.get(name)?.cpu ?? Number.NaN;
  const wall = (name: string): number => costs.get(name)?.wall ?? Number.NaN;
  return [
    row(`${title}: openstacksdk: cpu`, cpu('ostk'), cpu('openstacksdk'), 's'),
    row(`${title}: openstacksdk: wall`, wall('ostk'), wall('openstacksdk'), 's'),
  ];
}
