import type { Slice } from './blob-store.ts';

/** A range header that cannot be answered. */
export interface RangeRefusal {
  readonly status: 400 | 416;
  readonly message: string;
}

/**
 * Reads the header `Range` of a download as Glance does.
 * @param size of the image in bytes
 * @returns the part asked for, or why it is refused
 */
export function parseRange(header: string, size: number): Slice | RangeRefusal {
  if (header.includes(',')) {
    return {
      status: 400,
      message:
        'Requests with multiple ranges are not supported in Glance. You may make multiple single-range requests instead.',
    };
  }
  const [, first = '', last = ''] = /^\s*bytes\s*=\s*(\d*)-(\d*)\s*$/i.exec(header) ?? [];
  const backwards = first !== '' && last !== '' && Number(last) < Number(first);
  if ((first === '' && last === '') || backwards) return { status: 416, message: 'Invalid Range header.' };
  if (first === '') {
    const wanted = Number(last);
    // Glance reads the last nought bytes as all of them.
    const start = wanted === 0 ? 0 : Math.max(0, size - wanted);
    return size === 0 ? refusedStart(size) : { start, length: size - start };
  }
  const start = Number(first);
  if (start >= size) return refusedStart(size);
  const end = last === '' ? size : Math.min(Number(last) + 1, size);
  return { start, length: end - start };
}

/**
 * Reads a header `Content-Range` in a request: wrong, but Glance has always taken it for a Range.
 */
export function parseContentRange(header: string, size: number): Slice | RangeRefusal {
  const [, first = '', last = '', total = ''] = /^\s*bytes\s+(\d+)-(\d+)\/(\d+|\*)\s*$/i.exec(header) ?? [];
  if (first === '' || Number(last) < Number(first)) {
    return { status: 416, message: 'Invalid Content-Range header.' };
  }
  const stop = Number(last) + 1;
  if (total === '*' && stop > size) {
    return {
      status: 416,
      message: `Invalid stop position in Content-Range header. The stop position MUST be in the inclusive range [0, ${size - 1}].`,
    };
  }
  if (Number(first) >= size) {
    return {
      status: 416,
      message: `Invalid start position in Content-Range header. Start position MUST be in the inclusive range [0, ${size - 1}].`,
    };
  }
  return { start: Number(first), length: stop - Number(first) };
}

function refusedStart(size: number): RangeRefusal {
  return {
    status: 416,
    message: `Invalid start position in Range header. Start position MUST be in the inclusive range [0, ${size - 1}].`,
  };
}
