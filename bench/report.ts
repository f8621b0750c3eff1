import { writeFile } from 'node:fs/promises';

/** One comparison. */
export interface Row {
  readonly name: string;
  readonly ours: number;
  readonly peer: number;
  /** How many times better ours is: above 1, ours is faster or smaller. */
  readonly ratio: number;
  readonly unit: string;
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}

/** A comparison of costs: the less, the better. */
export function row(name: string, ours: number, peer: number, unit: string): Row {
  return { name, ours: round(ours), peer: round(peer), ratio: round(peer / ours), unit };
}

/** Prints the rows as a table. */
export function print(rows: readonly Row[]): void {
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, ours, peer, ratio, unit } of rows) {
    process.stdout.write(
      `${name.padEnd(width)}  ours ${String(ours).padStart(8)} ${unit}  peer ${String(peer).padStart(8)} ${unit}  ×${ratio}\n`,
    );
  }
}

/** Writes the rows, and what they were measured on and with, as JSON. */
export async function save(
  file: string,
  about: Readonly<Record<string, unknown>>,
  rows: readonly Row[],
): Promise<void> {
  await writeFile(file, `${JSON.stringify({ ...about, rows }, undefined, 2)}\n`);
}
