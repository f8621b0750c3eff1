/** The edits (a letter more, less, changed or swapped with its neighbour) that lead from one word to the other. */
function distance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, changed);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (beforePrevious[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    beforePrevious = previous;
    previous = row;
  }
  return previous[b.length] ?? 0;
}

/** Which of `names` was probably meant by `word`: those that it begins, else the nearest if it is near enough. */
export function closest(word: string, names: readonly string[]): readonly string[] {
  const bare = word.replace(/^-+/, '').toLowerCase();
  // Between single letters, everything is near.
  if (bare.length < 2) return [];
  const begun = names.filter((name) => name.replace(/^-+/, '').toLowerCase().startsWith(bare));
  if (begun.length > 0) return begun.slice(0, 3);
  const ranked = names
    .map((name) => ({ name, far: distance(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ far }) => far <= Math.max(1, Math.floor(bare.length / 3)))
    .sort((a, b) => a.far - b.far);
  return ranked.filter(({ far }) => far === ranked[0]?.far).map(({ name }) => name);
}

/** `; did you mean x or y?`, or nothing. */
export function meant(names: readonly string[]): string {
  return names.length === 0 ? '' : `; did you mean ${names.join(' or ')}?`;
}

/** `; did you mean x or y?` for what is closest to a word, or nothing. */
export function didYouMean(word: string, names: readonly string[]): string {
  return meant(closest(word, names));
}
