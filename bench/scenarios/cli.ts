import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Contender, race, versionOf } from '../contender.ts';
import { type Row, row } from '../report.ts';
import type { CloudAccess, Workspace } from '../workspace.ts';

const execute = promisify(execFile);

const cli = fileURLToPath(new URL('../../../packages/cli/', import.meta.url));

const tasks: readonly (readonly string[])[] = [['image', 'list'], ['--help']];

/** The command line, as it is installed and as a single file, against `openstack`. */
export async function commandLine(
  workspace: Workspace,
  access: CloudAccess,
  rounds: number,
): Promise<readonly Row[]> {
  if ((await versionOf('openstack')) === undefined) {
    process.stderr.write('command line skipped: openstack is not installed\n');
    return [];
  }
  const single = workspace.file('ostk.mjs');
  await execute(process.execPath, [`${cli}bundle.mjs`, single]);
  const rows: Row[] = [];
  for (const argv of tasks) {
    const title = argv.join(' ');
    process.stderr.write(`${title}\n`);
    const contenders: readonly Contender[] = [
      { name: 'ostk', command: [process.execPath, `${cli}dist/bin.js`, ...argv] },
      { name: 'ostk, single file', command: [process.execPath, single, ...argv] },
      { name: 'openstack', command: ['openstack', ...argv] },
    ];
    const costs = await race(contenders, rounds, access.environment);
    const peer = costs.get('openstack');
    for (const { name } of contenders.slice(0, 2)) {
      const ours = costs.get(name);
      for (const [what, unit, scale] of [
        ['wall', 's', 1],
        ['cpu', 's', 1],
        ['rss', 'MiB', 1 / 1024 ** 2],
      ] as const) {
        const cost = (of: typeof ours): number => (of?.[what] ?? Number.NaN) * scale;
        rows.push(row(`${name} ${title}: openstack: ${what}`, cost(ours), cost(peer), unit));
      }
    }
  }
  return rows;
}
