import { once } from 'node:events';
import type { ActionCommand } from '../command.ts';
import { CommandError } from '../errors.ts';
import { integer, text } from '../parameters/parameter.ts';
import { messageOn } from '../report-error.ts';

const release = text('--release <name>', 'the release of OpenStack to play: zed or epoxy, the default');
const port = integer('--port <number>', 'the port to listen on; any free one by default', 0);
const packageName = '@ostk/devcloud';

/** What the command line needs of the package, which is not always installed. */
interface Cloud {
  readonly authUrl: string;
  readonly close: () => Promise<void>;
}

function toCloud(value: unknown): Cloud {
  if (typeof value === 'object' && value !== null && 'authUrl' in value && 'close' in value) {
    const { authUrl, close } = value;
    if (typeof authUrl === 'string' && typeof close === 'function') {
      return { authUrl, close: async () => void (await Reflect.apply(close, value, [])) };
    }
  }
  throw new CommandError(`${packageName} has another interface than this version of ostk expects`);
}

async function start(options: Readonly<Record<string, unknown>>): Promise<Cloud> {
  let loaded: unknown;
  try {
    loaded = await import(packageName);
  } catch (cause) {
    throw new CommandError(`${packageName} is not installed: npm install -g ${packageName}`, { cause });
  }
  const starter: unknown =
    typeof loaded === 'object' && loaded !== null && 'startDevCloud' in loaded
      ? loaded.startDevCloud
      : undefined;
  if (typeof starter !== 'function') return toCloud(undefined);
  return toCloud(await Reflect.apply(starter, undefined, [options]));
}

/** `devcloud` */
export const command: ActionCommand = {
  output: 'none',
  description:
    'Start an OpenStack cloud of its own, Identity and Image, to try things on; it runs until it is interrupted. ' +
    'What is printed lets other shells use it: eval it there.',
  parameters: [release, port],
  async run({ values, io, signal, quiet }) {
    const options = { release: values.get(release), port: values.get(port) };
    const given = Object.entries(options).filter(([, value]) => value !== undefined);
    const cloud = await start(Object.fromEntries(given));
    const exports = {
      OS_AUTH_URL: cloud.authUrl,
      OS_USERNAME: 'admin',
      OS_PASSWORD: 'secret',
      OS_PROJECT_NAME: 'admin',
      OS_USER_DOMAIN_NAME: 'Default',
      OS_PROJECT_DOMAIN_NAME: 'Default',
      OS_REGION_NAME: 'RegionOne',
      OS_IDENTITY_API_VERSION: '3',
    };
    try {
      for (const [name, value] of Object.entries(exports)) io.stdout.write(`export ${name}=${value}\n`);
      if (io.stdout.isTTY === true && !quiet) {
        const hint = 'paste these lines into another terminal; Ctrl-C ends the cloud and all that is in it';
        io.stderr.write(messageOn(io.stderr, io.env)('ostk devcloud', hint, 'faint'));
      }
      if (!signal.aborted) await once(signal, 'abort');
    } finally {
      await cloud.close();
    }
  },
};
