import type { Position } from './position.ts';

/** Where a value of a configuration comes from. */
export type Origin =
  | (Position & { readonly kind: 'file' })
  /** An `OS_*` variable. */
  | { readonly kind: 'environment'; readonly variable: string }
  /** An option of `connect`, such as `auth.projectName`. */
  | { readonly kind: 'option'; readonly option: string }
  /** A vendor profile that comes with this library. */
  | { readonly kind: 'profile'; readonly profile: string }
  | { readonly kind: 'default' };

/** An origin as one would say it in a sentence: `/etc/openstack/clouds.yaml:4:15`, `OS_CACERT`, … */
export function describeOrigin(origin: Origin): string {
  if (origin.kind === 'file') return `${origin.file}:${origin.line}:${origin.column}`;
  if (origin.kind === 'environment') return origin.variable;
  if (origin.kind === 'option') return `the option ${origin.option}`;
  return origin.kind === 'profile' ? `the vendor profile ${origin.profile}` : 'the default';
}
