import type { Image, ImageMember, ImageService } from '@ostk/sdk';
import type { ActionCommand, Context, ListCommand, ShowCommand } from '../../command.ts';
import { projectId } from '../../identity/find.ts';
import { givenImage, imageArgument } from '../../image/find-image.ts';
import type { ListData, RecordData } from '../../output/data.ts';
import { list as listOf } from '../../output/list.ts';
import { record } from '../../output/record.ts';
import { text } from '../../parameters/parameter.ts';

const project = { name: 'project', description: 'name or id of the project' };
const projects = { name: 'project', description: 'names or ids of the projects', variadic: true };
const domain = text('--project-domain <domain>', 'the domain of the project, name or id');

interface Given {
  readonly service: ImageService;
  readonly image: Image;
  /** The id of the project. */
  readonly member: string;
}

async function givenMember(context: Context): Promise<Given> {
  const member = await projectId(context, context.values.argument(project), domain);
  return { ...(await givenImage(context)), member };
}

/** What `openstack` shows of a membership. */
function memberRecord(member: ImageMember): RecordData {
  return record({
    created_at: member.createdAt,
    image_id: member.imageId,
    member_id: member.memberId,
    schema: '/v2/schemas/member',
    status: member.status,
    updated_at: member.updatedAt,
  });
}

function memberList(members: readonly ImageMember[]): ListData {
  return listOf(members, {
    'Image ID': ({ imageId }) => imageId,
    'Member ID': ({ memberId }) => memberId,
    Status: ({ status }) => status,
  });
}

/** `image add project` */
export const add: ShowCommand = {
  output: 'record',
  description: 'Share an image with a project. It is pending there until the project accepts it.',
  arguments: [imageArgument, project],
  parameters: [domain],
  async run(context) {
    const { service, image, member } = await givenMember(context);
    return memberRecord(await service.addMember(image, member, { signal: context.signal }));
  },
};

/** `image remove project` */
export const remove: ActionCommand = {
  output: 'none',
  description: 'End the sharing of an image with a project.',
  arguments: [imageArgument, project],
  parameters: [domain],
  async run(context) {
    const { service, image, member } = await givenMember(context);
    await service.removeMember(image, member, { signal: context.signal });
  },
};

/** `image member get` */
export const get: ShowCommand = {
  output: 'record',
  description: 'Show what a project that an image is shared with makes of it.',
  arguments: [imageArgument, project],
  parameters: [domain],
  async run(context) {
    const { service, image, member } = await givenMember(context);
    return memberRecord(await service.getMember(image, member, { signal: context.signal }));
  },
};

/** `image member list` */
export const list: ListCommand = {
  output: 'list',
  description: 'List the projects that an image is shared with.',
  arguments: [imageArgument],
  // Accepted, as `openstack` does, where it makes no difference either.
  parameters: [domain],
  async run(context) {
    const { service, image } = await givenImage(context);
    return memberList(await service.members(image, { signal: context.signal }));
  },
};

/** `image share` */
export const share: ListCommand = {
  output: 'list',
  description:
    'See to it that an image is shared with projects: a private image becomes shared, and who is a member stays one.',
  arguments: [imageArgument, projects],
  parameters: [domain],
  async run(context) {
    const ids: string[] = [];
    for (const each of context.values.arguments(projects)) ids.push(await projectId(context, each, domain));
    const { service, image } = await givenImage(context);
    return memberList(await service.shareImage(image, ids, { signal: context.signal }));
  },
};
