import type { ConfigError } from '../errors.ts';
import { closest } from '../options.ts';
import type { Platform } from '../platform/types.ts';
import { type Layer, layerOf, type Reader } from './layer.ts';
import type { Warn } from './warnings.ts';

/** The vendor profile of a cloud. */
export interface Profile {
  readonly name: string;
  /** `undefined` if nothing is known of it. */
  readonly layer: Layer | undefined;
  /** Whether it comes with this library: its list of regions may be older than the cloud. */
  readonly isBuiltIn: boolean;
}

/** What comes with this library under this name. */
async function builtIn(
  name: string,
  wrong: (reason: string) => ConfigError,
  warn: Warn,
): Promise<Layer | undefined> {
  const { vendorProfiles } = await import('./vendor-profiles.ts');
  const profile = vendorProfiles.get(name);
  if (profile === undefined) {
    const meant = closest(name, [...vendorProfiles.keys()]);
    const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
    warn({ code: 'profile', message: wrong(`${name} is not known${hint}`).message });
    return undefined;
  }
  const { status, message = '' } = profile;
  if (status === 'shutdown') throw wrong(`${name} is a cloud that no longer exists: ${message}`);
  if (status === 'deprecated')
    warn({ code: 'profile', message: wrong(`${name} is deprecated: ${message}`).message });
  return layerOf(profile.settings, () => [{ kind: 'profile', profile: name }]);
}

/**
 * The vendor profile that a cloud names: of a `clouds-public` file if it is in one, else of those that come with this
 * library. Nothing is fetched, and no `vendor_hook` is run: what a cloud says of itself must not steer this program.
 *
 * @throws ConfigError if the profile is a URL, or that of a cloud that is gone.
 */
export async function profileOf(platform: Platform, cloud: Reader, warn: Warn): Promise<Profile | undefined> {
  const name = cloud.text('profile', 'cloud');
  if (name === undefined) return undefined;
  const key = cloud.text('profile') === undefined ? 'cloud' : 'profile';
  const wrong = (reason: string): ConfigError => cloud.wrong(key, reason);
  if (key === 'cloud') warn({ code: 'deprecated-key', message: wrong('is now called profile').message });
  const { findPublicCloud } = await import('./files.ts');
  const found = await findPublicCloud(platform.files, platform.environment(), name);
  if (found !== undefined) return { name, layer: layerOf(found.tree, found.origins), isBuiltIn: false };
  if (/^https?:/i.test(name)) {
    const hint = 'write what it says into public-clouds of a clouds-public.yaml, or into the cloud itself';
    throw wrong(`${name.replace(/\/\/[^/]*@/, '//')} would have to be fetched, which is not done: ${hint}`);
  }
  return { name, layer: await builtIn(name, wrong, warn), isBuiltIn: true };
}
