import { spawn } from 'node:child_process';

/** The words that run each client; OSTK_OPENSTACK and OSTK_GLANCE say others than the names of the programs. */
const programs = {
  openstack: (process.env.OSTK_OPENSTACK ?? 'openstack').split(' '),
  glance: (process.env.OSTK_GLANCE ?? 'glance').split(' '),
};

const patience = 120_000;

/** What keeps the output from depending on the terminal, and on the order of Python's sets. */
const steady = { COLUMNS: '400', NO_COLOR: '1', PYTHONWARNINGS: 'ignore', PYTHONHASHSEED: '0' };

/** The exit code of a shell that does not find a program. */
const notFound = 127;

/** Runs a client. Gives its exit code and what it said; a code of undefined when there is no such program. */
export function run(client, args, env = {}) {
  return new Promise((resolve, reject) => {
    // Both clients take whatever stands at their standard input for the data of an image, unless it is closed.
    const child = spawn('sh', ['-c', 'exec "$@" <&-', 'sh', ...programs[client], ...args], {
      env: { ...process.env, ...env, ...steady },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: patience,
    });
    const output = { stdout: [], stderr: [] };
    child.stdout.on('data', (data) => output.stdout.push(data));
    child.stderr.on('data', (data) => output.stderr.push(data));
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({
        code: code === notFound ? undefined : (code ?? -1),
        stdout: Buffer.concat(output.stdout).toString('utf8'),
        stderr: Buffer.concat(output.stderr).toString('utf8'),
      }),
    );
  });
}

/** The commands that `openstack command list` tells. */
function commandsIn({ code, stdout }) {
  return code === 0 ? JSON.parse(stdout).flatMap((group) => group.Commands) : [];
}

/**
 * What the installed clients can do: their versions, a function that tells whether one knows a command, and the commands
 * for images that `openstack` has.
 */
export async function inspectClients() {
  const [version, listed, others] = await Promise.all([
    run('openstack', ['--version']),
    run('openstack', ['command', 'list', '--group', 'openstack.image.v2', '-f', 'json']),
    run('openstack', ['command', 'list', '-f', 'json']),
  ]);
  const [glanceVersion, help] = await Promise.all([run('glance', ['--version']), run('glance', ['help'])]);
  const known = {
    openstack: commandsIn(listed),
    anywhere: commandsIn(others),
    glance: [...help.stdout.matchAll(/^ {4}([a-z][a-z-]+)/gm)].map(([, name]) => name),
  };
  return {
    versions: {
      openstack: version.code === 0 ? version.stdout.trim() || version.stderr.trim() : undefined,
      glance:
        glanceVersion.code === 0
          ? `glance ${(glanceVersion.stdout || glanceVersion.stderr).trim()}`
          : undefined,
    },
    imageCommands: known.openstack,
    knows: ({ client, args }) => {
      if (client === 'glance') return known.glance.includes(args[0]);
      const words = args.join(' ');
      return known.anywhere.some((name) => words === name || words.startsWith(`${name} `));
    },
  };
}
