import type { Origin } from '@ostk/sdk';
import type { ListCommand } from '../../command.ts';
import { connectOptions } from '../../connect-options.ts';

const flagsOfOptions: Readonly<Record<string, string>> = {
  cloud: '--os-cloud',
  regionName: '--os-region-name',
  verify: '--verify or --insecure',
};

/** An option of the SDK by the name that it has here. */
function flagOf(option: string): string {
  const name = option.replace(/^auth\./, '');
  return flagsOfOptions[name] ?? `--os-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function sourceOf(origin: Origin): string {
  if (origin.kind === 'file') return `${origin.file}:${origin.line}:${origin.column}`;
  if (origin.kind === 'environment') return origin.variable;
  if (origin.kind === 'option') return flagOf(origin.option);
  return origin.kind === 'profile' ? `vendor profile ${origin.profile}` : 'default';
}

/** `config explain` */
export const command: ListCommand = {
  output: 'list',
  description:
    'Show every setting that would be used, and where it comes from: file, line and column, variable, option or default. ' +
    'Secrets are shown as ***. No request is made.',
  async run({ values, io, warn }) {
    const { explainConfig } = await import('@ostk/sdk');
    const { values: settings, warnings } = await explainConfig(connectOptions(values, io.env));
    for (const { message } of warnings) warn(message);
    return {
      columns: [{ name: 'Setting' }, { name: 'Value' }, { name: 'Source' }, { name: 'Overrides' }],
      rows: settings.map(({ key, value, origin, overridden }) => [
        key,
        value,
        sourceOf(origin),
        overridden.map(sourceOf).join(', '),
      ]),
    };
  },
};
