import type { ListCommand } from '../../command.ts';

/** `keypair list` */
export const command: ListCommand = {
  output: 'list',
  description: 'List your key pairs.',
  parameters: [],
  async run({ signal, connect }) {
    const keypairs = await (await connect()).compute.keypairs({ signal }).toArray();
    return {
      columns: [{ name: 'Name' }, { name: 'Fingerprint' }],
      rows: keypairs.map(({ name, fingerprint }) => [name, fingerprint]),
    };
  },
};
