import type { ReleaseProfile } from '../releases/release.ts';
import type { Image } from './image.ts';
import type { Finding } from './inspect-format.ts';

/** What becomes of uploaded data: refused, or kept with the size of the disk when that is known. */
export type Verdict = 'refused' | { readonly virtualSize: number | null };

/**
 * Judges data by the format the image claims to have.
 * @param size of the data in bytes
 * @param findings what the data turned out to be
 */
export function judgeFormat(
  release: ReleaseProfile,
  { containerFormat, diskFormat }: Pick<Image, 'containerFormat' | 'diskFormat'>,
  size: number,
  findings: readonly Finding[],
): Verdict {
  const claimed = diskFormat ?? '';
  const inspectable = release.inspectedFormats.includes(claimed);
  // Only bare images are looked into.
  if (containerFormat !== 'bare') return { virtualSize: null };
  const found = findings.filter(({ format }) => release.inspectedFormats.includes(format));
  const [first] = found;
  if (!release.formatMustMatch) {
    if (claimed === 'raw') return known(size);
    return known(found.find(({ format }) => format === claimed)?.virtualSize ?? 0);
  }
  if (found.length > 1) return 'refused';
  if (first !== undefined && !first.safe) return 'refused';
  if (claimed === 'raw') return known(size);
  if (first === undefined) return inspectable ? 'refused' : { virtualSize: null };
  return first.format === claimed ? known(first.virtualSize) : 'refused';
}

function known(virtualSize: number): Verdict {
  return { virtualSize: virtualSize === 0 ? null : virtualSize };
}
