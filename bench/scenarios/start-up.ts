import { compiled, type Contender, type Cost, race } from '../contender.ts';
import { type Row, row } from '../report.ts';

const nothing: Contender = { name: 'bare node', command: [process.execPath, '-e', '0'] };

function milliseconds(cost: Cost | undefined): number {
  return (cost?.wall ?? Number.NaN) * 1000;
}

async function added(title: string, client: string, rounds: number): Promise<readonly Row[]> {
  process.stderr.write(`${title}\n`);
  const ours: Contender = { name: 'ostk', command: [process.execPath, compiled(client)] };
  const costs = await race([ours, nothing], rounds, {});
  return [
    row(
      `${title}: bare node: wall`,
      milliseconds(costs.get('ostk')),
      milliseconds(costs.get('bare node')),
      'ms',
    ),
  ];
}

/** What importing the SDK and starting a devcloud add to the start of Node. */
export async function startUp(rounds: number): Promise<readonly Row[]> {
  return [
    ...(await added('import the SDK', 'import-sdk', rounds)),
    ...(await added('devcloud, up to its first answer', 'start-devcloud', rounds)),
  ];
}
