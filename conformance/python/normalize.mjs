/**
 * Makes what must differ from cloud to cloud the same: what this run has made has names, other ids get numbers in the
 * order of their appearance, times and places become words, and the width of tables goes, and with it where long values
 * were broken. `names` says what stands for what.
 */
export function normalize(text, names) {
  const ids = new Map();
  const numbered = (id) => {
    if (!ids.has(id)) ids.set(id, `<id ${ids.size + 1}>`);
    return ids.get(id);
  };
  let plain = text.replaceAll(/ *\|\n\| +\| /g, '');
  for (const [value, name] of names) plain = plain.replaceAll(value, `<${name}>`);
  return plain
    .replaceAll(/req-[0-9a-f-]{36}/g, '<request>')
    .replaceAll(/file:\/\/\S*\/(fast|cheap|staging)\//g, 'file://<data>/$1/')
    .replaceAll(/("?data_dir"?: ?")[^"]*\/(\w+)"/g, '$1<data>/$2"')
    .replaceAll(/'data_dir': '[^']*\/(\w+)'/g, "'data_dir': '<data>/$1'")
    .replaceAll(
      /\b(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32})\b/g,
      numbered,
    )
    .replaceAll(/\b[0-9a-f]{56}\b/g, '<host>')
    .replaceAll(/("?adminPass"?: ?")[A-Za-z0-9]{12}"/g, '$1<password>"')
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)?/g, '<time>')
    .replaceAll(/[-+]{3,}/g, '---')
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(/ +$/gm, '')
    .trim();
}

/** Whether two outputs are the same but for blanks: some of them are where a value was broken to fit. */
export function isSame(one, other) {
  return one.replaceAll(/\s/g, '') === other.replaceAll(/\s/g, '');
}
