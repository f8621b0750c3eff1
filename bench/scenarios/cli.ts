import { fileURLToPath } from 'node:url';
import { type Contender, race, versionOf } from '../contender.ts';
import { type Row, row } from '../report.ts';
import type { CloudAccess } from '../workspace.ts';

const program = fileURLToPath(new URL('../../../packages/cli/dist/launch.cjs', import.meta.url));

const tasks: readonly (readonly string[])[] = [['image', 'list'], ['--help']];

/** The command line as it is installed, against `openstack`. */
export async function commandLine(access: CloudAccess, rounds: number): Promise<readonly Row[]> {
  if ((await versionOf('openstack')) === undefined) {
    process.stderr.write('command line skipped: openstack is not installed\n');
    return [];
  }
  const rows: Row[] = [];
  for (const argv of tasks) {
    const title = argv.join(' ');
    process.stderr.write(`${title}\n`);
    const contenders: readonly Contender[] = [
      { name: 'ostk', command: [process.execPath, program, ...argv] },
      { name: 'openstack', command: ['openstack', ...argv] },
    ];
    const costs = await race(contenders, rounds, access.environment);
    const peer = costs.get('openstack');
    const ours = costs.get('ostk');
    for (const [what, unit, scale] of [
      ['wall', 's', 1],
      ['cpu', 's', 1],
      ['rss', 'MiB', 1 / 1024 ** 2],
    ] as const) {
      const cost = (of: typeof ours): number => (of?.[what] ?? Number.NaN) * scale;
      rows.push(row(`ostk ${title}: openstack: ${what}`, cost(ours), cost(peer), unit));
    }
  }
  return rows;
}
