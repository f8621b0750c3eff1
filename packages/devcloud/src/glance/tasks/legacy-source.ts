import { allowedAddress } from '../imports/uri-filter.ts';
import { explain } from '../request.ts';
import type { Request } from '../request.ts';
import type { Json } from '../../python/json.ts';

/** What is wrong with the source of an old-style import by its form alone, in Glance's words. */
export function complaintAboutSource(source: Json | undefined): string | undefined {
  if (typeof source !== 'string' || source === '') {
    return `Invalid location: ${typeof source === 'string' ? source : 'None'}`;
  }
  if (/^https?:\/\//.test(source)) return undefined;
  if (/^(?:file|filesystem):\/\/\//.test(source)) {
    return 'File based imports are not allowed. Please use a non-local source of image data.';
  }
  return "The given uri is not valid. Please specify a valid uri from the following list of supported uri ['http']";
}

/** Refuses the source of an old-style import before any task is made, as some releases do. @throws 400 */
export async function refuseSource(request: Request, source: Json | undefined): Promise<void> {
  const complaint = complaintAboutSource(source);
  if (complaint !== undefined) throw explain(request, 400, complaint);
  const uri = typeof source === 'string' ? source : '';
  if ((await allowedAddress(uri, request.glance.webDownload)) === undefined) {
    throw explain(request, 400, `URI for legacy import task does not pass filtering: ${uri}`);
  }
}
