import type { ListCommand } from '../../command.ts';
import { imageNamed } from '../../image/find-image.ts';
import { memberDomain, memberId, sharedImage } from '../../image/member.ts';

const projects = { name: 'project', description: 'names or ids of the projects', variadic: true };

/** `image share` */
export const command: ListCommand = {
  output: 'list',
  description:
    'See to it that an image is shared with projects: a private image becomes shared, and who is a member stays one.',
  arguments: [sharedImage, projects],
  parameters: [memberDomain],
  async run(context) {
    const { values, signal } = context;
    const connection = await context.connect();
    const ids: string[] = [];
    for (const project of values.arguments(projects)) ids.push(await memberId(context, connection, project));
    const found = await imageNamed(connection, values.argument(sharedImage), signal);
    const members = await connection.image.shareImage(found, ids, { signal });
    return {
      columns: [{ name: 'Image ID' }, { name: 'Member ID' }, { name: 'Status' }],
      rows: members.map((member) => [member.imageId, member.memberId, member.status]),
    };
  },
};
