import type { ListCommand } from '../../../command.ts';
import { imageNamed } from '../../../image/find-image.ts';
import { memberDomain, sharedImage } from '../../../image/member.ts';

/** `image member list` */
export const command: ListCommand = {
  output: 'list',
  description: 'List the projects that an image is shared with.',
  arguments: [sharedImage],
  // Accepted, as `openstack` does, where it makes no difference either.
  parameters: [memberDomain],
  async run({ values, signal, connect }) {
    const connection = await connect();
    const found = await imageNamed(connection, values.argument(sharedImage), signal);
    const members = await connection.image.members(found, { signal });
    return {
      columns: [{ name: 'Image ID' }, { name: 'Member ID' }, { name: 'Status' }],
      rows: members.map((member) => [member.imageId, member.memberId, member.status]),
    };
  },
};
