import type { ShowCommand } from '../../command.ts';
import { credentialNamed, credentialRecord } from '../../identity/application-credential.ts';

const credential = { name: 'credential', description: 'name or id of the application credential' };

/** `application credential show` */
export const command: ShowCommand = {
  output: 'record',
  description: 'Show one of your own application credentials; its secret is known to nobody any more.',
  arguments: [credential],
  parameters: [],
  async run({ values, signal, connect }) {
    return credentialRecord(await credentialNamed(await connect(), values.argument(credential), signal));
  },
};
