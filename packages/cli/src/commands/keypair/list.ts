import type { ListCommand } from '../../command.ts';
import { list } from '../../output/list.ts';

/** `keypair list` */
export const command: ListCommand = {
  output: 'list',
  description: 'List your key pairs.',
  async run({ signal, connect }) {
    const keypairs = await (await connect()).compute.keypairs({ signal }).toArray();
    return list(keypairs, { Name: ({ name }) => name, Fingerprint: ({ fingerprint }) => fingerprint });
  },
};
