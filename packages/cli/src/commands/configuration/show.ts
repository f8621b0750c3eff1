import type { ShowCommand } from '../../command.ts';
import type { Value } from '../../output/data.ts';
import { isMapping } from '../../output/python-text.ts';
import { sortedRecord, toValue } from '../../output/record.ts';

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function flat(value: Value, prefix: string): readonly (readonly [string, Value])[] {
  if (!isMapping(value)) return [[prefix, value]];
  return Object.entries(value).flatMap(([name, part]) =>
    flat(part, `${prefix}${prefix === '' ? '' : '.'}${snakeCase(name)}`),
  );
}

/** `configuration show` */
export const command: ShowCommand = {
  output: 'record',
  description:
    'Show what was made of clouds.yaml, the OS_* variables and the options; secrets are shown as ***. No request is made.',
  parameters: [],
  async run({ connect }) {
    const { config } = await connect();
    // What is printed of a configuration never holds a secret: that is its own JSON form.
    const shown: unknown = JSON.parse(JSON.stringify(config));
    return sortedRecord(Object.fromEntries(flat(toValue(shown), '')));
  },
};
