import type { Connection, ImageMember } from '@ostk/sdk';
import type { Context } from '../command.ts';
import type { RecordData } from '../output/data.ts';
import { record } from '../output/record.ts';
import { type Text, text } from '../parameters/parameter.ts';
import type { ArgumentSpec } from '../parameters/parameter.ts';

/** The image that is shared. */
export const sharedImage: ArgumentSpec = { name: 'image', description: 'name or id of the image' };

/** The project that it is shared with. */
export const memberProject: ArgumentSpec = { name: 'project', description: 'name or id of the project' };

/** The domain of a project that is given by name. */
export const memberDomain: Text = text('--project-domain <domain>', 'the domain of the project, name or id');

/** A membership as `openstack` shows it. */
export function memberRecord(member: ImageMember): RecordData {
  return record({
    created_at: member.createdAt,
    image_id: member.imageId,
    member_id: member.memberId,
    schema: '/v2/schemas/member',
    status: member.status,
    updated_at: member.updatedAt,
  });
}

/** The id of a project that is given by name or id. */
export async function memberId(
  { values, signal }: Context,
  connection: Connection,
  nameOrId: string,
): Promise<string> {
  const { projectId } = await import('../identity/find-project.ts');
  return projectId(connection, { nameOrId, domain: values.get(memberDomain), signal });
}
