/** How wide a text is on a terminal, in characters. */
export type Measure = (text: string) => number;

/**
 * What Python's textwrap takes for a chunk that may stand alone on a line: white space, a dash between words, a word up
 * to and with a hyphen between letters, a word. Made when it is needed: it takes a millisecond.
 */
function chunksOf(line: string): readonly string[] {
  const chunk =
    /\s+|(?<=[\p{L}\p{N}_!"'&.,?])-{2,}(?=[\p{L}\p{N}_])|\S+?(?:-(?:(?<=[\p{L}_]{2}-)|(?<=[\p{L}_]-[\p{L}\p{N}_!"'&.,?]-))(?=[\p{L}_]-?[\p{L}_])|(?=\s|$)|(?<=[\p{L}\p{N}_!"'&.,?])(?=-{2,}[\p{L}\p{N}_]))/gu;
  return line.match(chunk) ?? [];
}

/** How wide a text is at most, without knowing the scripts of the world: what is not ASCII may take two places. */
export const mostWidth: Measure = (text) => text.length + (text.match(/\P{ASCII}/gu)?.length ?? 0);

/** As many characters of a text as fit, at least one. */
export function fitting(text: string, width: number, measure: Measure): number {
  let end = 0;
  for (const character of text) {
    if (end > 0 && measure(text.slice(0, end + character.length)) > width) break;
    end += character.length;
  }
  return end;
}

/** Where a word that is too long is cut: after a hyphen if there is one, else where the line ends. */
function cut(word: string, width: number, measure: Measure): number {
  const end = fitting(word, Math.max(1, width), measure);
  const hyphen = word.lastIndexOf('-', end - 1);
  return hyphen > 0 && /[^-]/.test(word.slice(0, hyphen)) ? hyphen + 1 : end;
}

/** Breaks one line of text as Python's `textwrap` does, so that tables look as those of `openstack`. */
export function wrapLine(line: string, width: number, measure: Measure): readonly string[] {
  if (measure(line) <= width) return [line];
  const chunks = chunksOf(line).toReversed();
  const lines: string[] = [];
  while (chunks.length > 0) {
    if (lines.length > 0 && chunks.at(-1)?.trim() === '') chunks.pop();
    let current = '';
    for (let next = chunks.at(-1); next !== undefined; next = chunks.at(-1)) {
      if (measure(current + next) > width) break;
      current += next;
      chunks.pop();
    }
    const next = chunks.at(-1);
    if (next !== undefined && measure(next) > width) {
      const space = width - measure(current);
      if (space > 0 || current === '') {
        const end = cut(next, space, measure);
        // A wide character may need more than what is left of the line.
        if (current === '' || measure(next.slice(0, end)) <= space) {
          current += next.slice(0, end);
          chunks[chunks.length - 1] = next.slice(end);
        }
      }
    }
    const done = current.trim() === '' ? '' : current.trimEnd();
    if (done !== '') lines.push(done);
  }
  return lines;
}
