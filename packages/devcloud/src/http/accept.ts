/**
 * Chooses a media type as WebOb does: the best quality in the Accept header wins, and among equals the first offer.
 * @param accept the Accept header; an absent or empty one accepts nothing of ours, which WebOb answers in plain text
 * @param offers what we can write, best first
 * @returns the offer, or undefined when none is acceptable
 */
export function chooseMediaType(accept: string | undefined, offers: readonly string[]): string | undefined {
  const ranges = parseAccept(accept ?? '');
  let best: { readonly offer: string; readonly quality: number } | undefined;
  for (const offer of offers) {
    const quality = qualityOf(offer, ranges);
    if (quality > 0 && (best === undefined || quality > best.quality)) best = { offer, quality };
  }
  return best?.offer;
}

interface MediaRange {
  readonly type: string;
  readonly quality: number;
}

function parseAccept(header: string): readonly MediaRange[] {
  return header
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith('q='));
      return { type, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
    });
}

function qualityOf(offer: string, ranges: readonly MediaRange[]): number {
  const [main] = offer.split('/');
  for (const pattern of [offer, `${main}/*`, '*/*']) {
    const range = ranges.find((candidate) => candidate.type === pattern);
    if (range !== undefined) return range.quality;
  }
  return 0;
}
