import type { ActionCommand } from '../../command.ts';
import { imageNamed } from '../../image/find-image.ts';
import { memberDomain, memberId, memberProject, sharedImage } from '../../image/member.ts';

/** `image remove project` */
export const command: ActionCommand = {
  output: 'none',
  description: 'End the sharing of an image with a project.',
  arguments: [sharedImage, memberProject],
  parameters: [memberDomain],
  async run(context) {
    const { values, signal } = context;
    const connection = await context.connect();
    const project = await memberId(context, connection, values.argument(memberProject));
    const found = await imageNamed(connection, values.argument(sharedImage), signal);
    await connection.image.removeMember(found, project, { signal });
  },
};
