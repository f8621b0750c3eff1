// Where the two command lines differ on purpose. `reason` is the line of docs/cli-differences.md that says why.

/** Deliberate differences; the first whose `cases` matches a command line is meant. */
export const known = [
  { cases: / --sort size:asc,name:desc$/, reason: 'Sizes are sorted as numbers' },
  { cases: / --limit 2$/, reason: 'With `--limit`, these are the first in that order' },
  {
    cases: /^image show \S+( -f (table|yaml|value|shell)| -c properties( -f value)?)$/,
    reason: '`locations` are not shown among the properties',
  },
  {
    cases: /^image create \S+ --file /,
    reason: '`image create` shows the image as it is after the upload',
  },
];
