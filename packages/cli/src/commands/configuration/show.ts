import type { ShowCommand } from '../../command.ts';
import type { Value } from '../../output/data.ts';
import { isMapping } from '../../output/python-text.ts';
import { choice } from '../../parameters/parameter.ts';
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

const masking = choice({
  mask: { value: true, description: 'show secrets as *** (default)' },
  unmask: { value: false, description: 'show secrets in clear text' },
});

/** `configuration show` */
export const command: ShowCommand = {
  output: 'record',
  description: 'Show what was made of clouds.yaml, the OS_* variables and the options. No request is made.',
  parameters: [masking],
  async run({ values, connect }) {
    const { Secret } = await import('@ostk/sdk');
    const { config } = await connect();
    const isMasked = values.get(masking) ?? true;
    // The JSON form of a secret is asterisks; what it was made of is in its holder.
    const json = JSON.stringify(
      config,
      function (this: Readonly<Record<string, unknown>>, key, value: unknown) {
        const original = this[key];
        return !isMasked && original instanceof Secret ? original.reveal() : value;
      },
    );
    const shown: unknown = JSON.parse(json);
    return sortedRecord(Object.fromEntries(flat(toValue(shown), '')));
  },
};
