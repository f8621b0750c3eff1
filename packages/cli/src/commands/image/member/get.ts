import type { ShowCommand } from '../../../command.ts';
import { imageNamed } from '../../../image/find-image.ts';
import { memberDomain, memberId, memberProject, memberRecord, sharedImage } from '../../../image/member.ts';

/** `image member get` */
export const command: ShowCommand = {
  output: 'record',
  description: 'Show what a project that an image is shared with makes of it.',
  arguments: [sharedImage, memberProject],
  parameters: [memberDomain],
  async run(context) {
    const { values, signal } = context;
    const connection = await context.connect();
    const project = await memberId(context, connection, values.argument(memberProject));
    const found = await imageNamed(connection, values.argument(sharedImage), signal);
    return memberRecord(await connection.image.getMember(found, project, { signal }));
  },
};
