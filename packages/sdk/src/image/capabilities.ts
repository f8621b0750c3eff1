import { DiscoveryError, isHttpError, isNotFound, OptionError } from '../errors.ts';
import type { Session } from '../http/session.ts';
import { checkOptions, closest } from '../options.ts';
import { callKeys, read } from './call.ts';
import { getImportInfo } from './imports.ts';
import { listStores } from './stores.ts';
import type { CallOptions } from './types.ts';

/** What one Image service has and another has not. */
export type ImageCapability =
  | 'cache'
  | 'cacheMaintenance'
  | 'copyImage'
  | 'glanceDirect'
  | 'glanceDownload'
  | 'imageTasks'
  | 'import'
  | 'locations'
  | 'multihash'
  | 'stores'
  | 'usage'
  | 'webDownload';

type Check = (session: Session, options: CallOptions) => Promise<boolean>;

/** The minor versions of API v2 that a cloud lists. */
async function minors(session: Session, { signal }: CallOptions): Promise<readonly number[]> {
  const versions = await session.versions('image', { signal });
  if (versions === undefined)
    throw new DiscoveryError('the image service does not show its versions, so that this cannot be told');
  return versions.filter(({ major }) => major === 2).map(({ minor }) => minor);
}

/** Whether the newest version is late enough: some versions are left out of the list where an option is off. */
function since(minor: number): Check {
  return async (session, options) => (await minors(session, options)).some((each) => each >= minor);
}

/** Whether one of the versions is listed that are there only where the option is on. */
function listed(...wanted: readonly number[]): Check {
  return async (session, options) => (await minors(session, options)).some((each) => wanted.includes(each));
}

/** Whether a route is there, even if it is not for this user. */
function answers(route: string): Check {
  return async (session, options) => {
    try {
      await read(session, route, options);
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      if (isHttpError(error, 403)) return true;
      throw error;
    }
  };
}

function imports(method: string): Check {
  return async (session, options) => (await getImportInfo(session, options)).methods.includes(method);
}

const checks: Readonly<Record<ImageCapability, Check>> = {
  cache: listed(14, 16, 18),
  cacheMaintenance: listed(18),
  copyImage: imports('copy-image'),
  glanceDirect: imports('glance-direct'),
  glanceDownload: imports('glance-download'),
  imageTasks: since(12),
  import: async (session, options) => (await getImportInfo(session, options)).methods.length > 0,
  locations: since(17),
  multihash: since(7),
  stores: async (session, options) => (await listStores(session, options)).length > 0,
  usage: answers('/info/usage'),
  webDownload: imports('web-download'),
};

/** Asks a cloud whether it can do something. */
export async function supports(
  session: Session,
  capability: ImageCapability,
  options: CallOptions,
): Promise<boolean> {
  checkOptions('supports', options, callKeys);
  if (!Object.hasOwn(checks, capability)) {
    const known = Object.keys(checks);
    const meant = closest(capability, known);
    const hint = meant === undefined ? `known are ${known.join(', ')}` : `did you mean ${meant}?`;
    throw new OptionError(`supports: there is no capability ${capability}; ${hint}`);
  }
  return checks[capability](session, options);
}
