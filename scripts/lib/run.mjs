import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a program in the repository's root, its output going where ours goes; answers its exit code. */
export function run(command, args, { env = {}, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    const output = [];
    child.stdout?.on('data', (data) => output.push(data));
    child.stderr?.on('data', (data) => output.push(data));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const failed = code ?? (signal === null ? 1 : 128);
      // What a quiet program said is of interest only if it failed.
      if (quiet && failed !== 0) process.stderr.write(Buffer.concat(output));
      resolve(failed);
    });
  });
}

/** Like `run`, but a failure ends this process with the same exit code. */
export async function must(command, args, options) {
  const code = await run(command, args, options);
  if (code !== 0) {
    process.stderr.write(`${command} ${args.slice(0, 3).join(' ')} failed (exit code ${code})\n`);
    process.exit(code);
  }
}
