import { jsonAnswer } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import type { JsonObject } from '../python/json.ts';
import { importMethods, stores } from './glance.ts';
import { notAuthorized } from './policy.ts';
import { usageJson } from './quotas.ts';
import type { Request } from './request.ts';

/** `GET /v2/info/import`. */
export function showImportInfo(): Answer {
  const value = { description: 'Import methods available.', type: 'array', value: importMethods };
  return jsonAnswer(200, { 'import-methods': value });
}

/** `GET /v2/info/stores`. */
export function listStores(): Answer {
  return jsonAnswer(200, { stores: stores.map(storeJson) });
}

/** `GET /v2/info/stores/detail`, for admins. */
export function listStoreDetails(request: Request): Answer {
  if (!request.caller.isAdmin) throw notAuthorized(request, 'stores_info_detail');
  return jsonAnswer(200, { stores: stores.map((id) => detailedJson(request, id)) });
}

function storeJson(id: string): JsonObject {
  return id === stores[0] ? { id, default: 'true' } : { id };
}

function detailedJson({ glance: { blobs, release } }: Request, id: string): JsonObject {
  const properties = { data_dir: blobs.folderOf(id), chunk_size: 65536, thin_provisioning: false };
  const detailed = { ...storeJson(id), type: 'file', properties };
  return release.storeWeights ? { ...detailed, weight: 0 } : detailed;
}

/** `GET /v2/info/usage`. */
export function showUsage({ caller, glance }: Request): Answer {
  return jsonAnswer(200, { usage: usageJson(glance, caller.projectId) });
}
