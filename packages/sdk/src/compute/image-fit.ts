import { isNotFound, NotFound, OptionError } from '../errors.ts';
import type { Session } from '../http/session.ts';
import { getImage, imageId } from '../image/images.ts';
import type { Image, ImageRef } from '../image/types.ts';
import { isVolumeBacked } from './volume-backed.ts';

const bytesPerGiB = 2 ** 30;

/** What an image is to be put on: the sizes of a flavor, and of the volume that takes the place of its disk. */
export interface Place {
  /** As it is called in messages: `flavor m1.small`. */
  readonly label: string;
  /** In MiB. */
  readonly ram: number;
  /** In GiB; 0 takes the size of the image. */
  readonly disk: number;
}

function gib(bytes: number): string {
  return `${Math.ceil((bytes / bytesPerGiB) * 10) / 10} GiB`;
}

function diskProblems(image: Image, disk: number, label: string): readonly string[] {
  // A disk of 0 is as large as the image; the volumes of a volume's snapshot have sizes of their own.
  if (disk === 0 || isVolumeBacked(image)) return [];
  const has = `${label} has ${disk} GiB`;
  const { minDisk, size, virtualSize } = image;
  if (minDisk > disk) return [`it asks for a disk of ${minDisk} GiB (min_disk), ${has}`];
  const needed = Math.max(size ?? 0, virtualSize ?? 0);
  if (needed > disk * bytesPerGiB) return [`its disk is ${gib(needed)}, ${has}`];
  return [];
}

/** Why an image cannot be used in a place; nothing if it can. */
export function misfits(image: Image, place: Place | undefined): readonly string[] {
  const problems: string[] = [];
  if (image.status !== 'active') problems.push(`it is ${image.status}, not active`);
  else if (image.size === 0 && !isVolumeBacked(image)) problems.push('it is empty (0 bytes)');
  if (place === undefined) return problems;
  if (image.minRam > place.ram) {
    problems.push(`it asks for memory of ${image.minRam} MiB (min_ram), ${place.label} has ${place.ram} MiB`);
  }
  return [...problems, ...diskProblems(image, place.disk, place.label)];
}

/** Gets the image that a server is to be made from; says so if this project does not see it. */
export async function imageFor(
  session: Session,
  where: string,
  ref: ImageRef,
  signal: AbortSignal | undefined,
): Promise<Image> {
  const id = imageId(ref);
  try {
    return await getImage(session, id, { signal });
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new NotFound(
      `${where}: there is no image ${id} that this project may see: it may be private to another one (${error.message})`,
      error,
      { cause: error },
    );
  }
}

/** @throws OptionError that says everything that does not fit. */
export function checkFit(where: string, image: Image, place: Place | undefined): void {
  const problems = misfits(image, place);
  if (problems.length === 0) return;
  const name = image.name === null ? image.id : `${image.name} (${image.id})`;
  throw new OptionError(`${where}: image ${name} cannot be used: ${problems.join('; ')}`);
}
