import type { ImageTask } from '@ostk/sdk';
import type { RecordData } from '../output/data.ts';
import { humanMapping } from '../output/python-text.ts';
import { record, toValue } from '../output/record.ts';

/** A task as `openstack` shows it. */
export function taskRecord(task: ImageTask): RecordData {
  const known = { image_id: task.imageId, request_id: task.requestId, user_id: task.userId };
  const properties = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null));
  return record(
    {
      created_at: task.createdAt,
      expires_at: task.expiresAt,
      id: task.id,
      input: toValue(task.input),
      message: task.message,
      owner_id: task.owner,
      properties,
      result: toValue(task.result),
      status: task.status,
      type: task.type,
      updated_at: task.updatedAt,
    },
    { properties: humanMapping },
  );
}
