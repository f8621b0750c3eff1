import { jsonAnswer } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import type { JsonObject } from '../json.ts';
import { importMethods, stores } from './glance.ts';
import { notAuthorized } from './policy.ts';
import type { Request } from './request.ts';

/** `GET /v2/info/import`. */
export function showImportInfo(): Answer {
  const value = { description: 'Import methods available.', type: 'array', value: importMethods };
  return jsonAnswer(200, { 'import-methods': value });
}

const storeList: readonly JsonObject[] = stores.map((id, index) => ({
  id,
  ...(index === 0 ? { default: 'true' } : {}),
}));

/** `GET /v2/info/stores`. */
export function listStores(): Answer {
  return jsonAnswer(200, { stores: storeList });
}

/** `GET /v2/info/stores/detail`, for admins. */
export function listStoreDetails(request: Request): Answer {
  const { blobs, release } = request.glance;
  if (!request.caller.isAdmin) throw notAuthorized(request, 'stores_info_detail');
  const detailed = storeList.map((store) => ({
    ...store,
    type: 'file',
    properties: {
      data_dir: blobs.folderOf(String(store['id'])),
      chunk_size: 65536,
      thin_provisioning: false,
    },
    ...(release.storeWeights ? { weight: 0 } : {}),
  }));
  return jsonAnswer(200, { stores: detailed });
}

/** `GET /v2/info/usage`: empty, since this cloud has no quotas. */
export function showUsage(): Answer {
  return jsonAnswer(200, { usage: {} });
}
