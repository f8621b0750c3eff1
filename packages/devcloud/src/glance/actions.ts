import type { Answer } from '../http/answer.ts';
import { doneAnswer } from './image-json.ts';
import { enforceWrite, needImage } from './policy.ts';
import { explain } from './request.ts';
import type { Request } from './request.ts';

/** `POST /v2/images/{id}/actions/deactivate`. */
export function deactivateImage(request: Request): Answer {
  return change(request, 'deactivate', 'active', 'deactivated');
}

/** `POST /v2/images/{id}/actions/reactivate`. */
export function reactivateImage(request: Request): Answer {
  return change(request, 'reactivate', 'deactivated', 'active');
}

type Switched = 'active' | 'deactivated';

function change(request: Request, action: string, from: Switched, to: Switched): Answer {
  const image = needImage(request);
  enforceWrite(request, image, action);
  if (image.status === from) {
    image.status = to;
    image.updatedAt = request.glance.now();
  } else if (image.status !== to) {
    throw explain(request, 403, `Not allowed to ${action} image in status '${image.status}'`);
  }
  return doneAnswer;
}
