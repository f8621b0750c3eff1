import type { ByteRange } from './origin.ts';

/** Which bytes of a file are there: disjoint ranges in ascending order, neighbours merged. */
export class RangeSet {
  #ranges: ByteRange[] = [];

  constructor(ranges: readonly ByteRange[] = []) {
    for (const range of ranges) this.add(range.start, range.end);
  }

  add(start: number, end: number): void {
    if (end <= start) return;
    let merged: ByteRange = { start, end };
    const apart: ByteRange[] = [];
    for (const range of this.#ranges) {
      if (range.end < merged.start || range.start > merged.end) apart.push(range);
      else merged = { start: Math.min(range.start, merged.start), end: Math.max(range.end, merged.end) };
    }
    this.#ranges = [...apart, merged].sort((a, b) => a.start - b.start);
  }

  clear(): void {
    this.#ranges = [];
  }

  /** Up to where everything from byte 0 on is there. */
  get frontier(): number {
    const [first] = this.#ranges;
    return first?.start === 0 ? first.end : 0;
  }

  /** How many bytes are there. */
  get count(): number {
    return this.#ranges.reduce((sum, { start, end }) => sum + end - start, 0);
  }

  get ranges(): readonly ByteRange[] {
    return this.#ranges;
  }

  /** What is missing below `size`, cut into pieces of at most `piece` bytes, in ascending order. */
  missing(size: number, piece: number): readonly ByteRange[] {
    const pieces: ByteRange[] = [];
    let position = 0;
    for (const { start, end } of [...this.#ranges, { start: size, end: size }]) {
      for (; position < Math.min(start, size); position = Math.min(position + piece, start, size)) {
        pieces.push({ start: position, end: Math.min(position + piece, start, size) });
      }
      position = Math.max(position, end);
    }
    return pieces;
  }
}
