import type { Answer } from '../../http/answer.ts';
import { repr } from '../../python/repr.ts';
import { enforceCopy, enforceWrite, needImage } from '../policy.ts';
import { enforceLimit } from '../quotas.ts';
import { explain, fail } from '../request.ts';
import type { Request } from '../request.ts';
import { newTask } from '../tasks/new-task.ts';
import { takeImportFaults } from './import-faults.ts';
import { breakStaleLock } from './import-lock.ts';
import { readImportRequest, refuseUnfit, targetStores } from './import-request.ts';
import type { ImportRequest } from './import-request.ts';
import { runImport } from './run-import.ts';
import { lockKey } from './store-lists.ts';
import { allowedAddress } from './uri-filter.ts';

const accepted: Answer = {
  status: 202,
  reason: 'Accepted',
  headers: [['Content-Type', 'text/html; charset=UTF-8']],
  body: '',
};

/** `POST /v2/images/{id}/import`: answered at once, done by a task. */
export async function importImage(request: Request): Promise<Answer> {
  const wanted = await readImportRequest(request);
  enforceLimit(request, 'image_size_total');
  const image = needImage(request);
  refuseUnfit(request, image, wanted.method);
  if (wanted.method === 'copy-image') enforceCopy(request);
  else enforceWrite(request, image, 'modify_image');
  breakStaleLock(request, image);
  const stores = targetStores(request, wanted, image);
  const isEverywhere = wanted.method === 'copy-image' && wanted.body['all_stores'] === true;
  if (isEverywhere && stores.length === 0) return accepted;
  const uri = wanted.method === 'web-download' ? await needUri(request, wanted) : undefined;
  if (image.properties.has(lockKey)) {
    throw explain(
      request,
      409,
      `New operation on image '${image.id}' is not permitted as prior operation is still in progress`,
    );
  }
  const { glance, exchange } = request;
  const input = { image_id: image.id, import_req: wanted.body, backend: stores };
  const task = newTask(request, 'api_image_import', input, image.id);
  image.properties.set(lockKey, task.id);
  glance.tasks.set(task.id, task);
  const faults = takeImportFaults(exchange.faults);
  const job = { image, task, method: wanted.method, uri, stores, mustSucceed: wanted.mustSucceed, faults };
  glance.jobs.start((end) => runImport(glance, job, end));
  return accepted;
}

async function needUri(request: Request, { uri }: ImportRequest): Promise<string> {
  if (typeof uri === 'string' && (await allowedAddress(uri, request.glance.webDownload)) !== undefined) {
    return uri;
  }
  if (uri !== undefined && uri !== null && typeof uri !== 'string') throw fail(request, 500);
  const shown = typeof uri === 'string' ? uri : repr(null);
  throw explain(request, 400, `URI for web-download does not pass filtering: ${shown}`);
}
