// Where the two command lines differ on purpose. `reason` is the line of docs/cli-differences.md that says why.

/**
 * Deliberate differences; the first whose `cases` matches a command line is meant. Those with `until` are looked for with
 * older versions of `openstack` only, those with `since` with newer ones.
 */
export const known = [
  { cases: / --sort size:asc,name:desc$/, reason: 'Sizes are sorted as numbers' },
  { cases: / --limit 2$/, reason: 'With `--limit`, these are the first in that order' },
  { cases: / --marker \{run\}-big /, reason: '`--marker` goes on after the last one shown' },
  {
    cases: /^image list --status nothing$/,
    reason: '`image list --status` refuses a status that does not exist',
  },
  { cases: / --disk-format nonsense$/, reason: '`--disk-format` is not checked against a list' },
  { cases: / --min-disk -1$/, reason: 'everything that is wrong with the command line itself is 2' },
  { cases: /^image save \{run\}-empty /, reason: '`image save` of an image that holds no data fails' },
  {
    cases: /^image remove project /,
    reason: '`image remove project` fails if the image is not shared with it',
  },
  { cases: /^catalog show none-such$/, reason: '`catalog show` fails if there is no such service' },
  {
    cases: /^image show \S+( -f (table|yaml|value|shell)| -c properties( -f value)?)$/,
    reason: '`locations` are not shown among the properties',
  },
  {
    cases: /^image create \S+ --file /,
    reason: '`image create` shows the image as it is after the upload',
  },
  {
    cases: /^image metadef namespace show \{own\} -f json$/,
    since: 7,
    reason: '`image metadef namespace set` changes what is named and leaves the rest',
  },
  {
    cases: /^image metadef object create o /,
    since: 7,
    reason: 'a new object has empty `properties` and `required`',
  },
  {
    cases: /^image import \S+ --method web-download$/,
    since: 7,
    reason: 'everything that is wrong with the command line itself is 2',
  },
  { cases: /^image member get \{own\} demo$/, since: 7, reason: "`image member get` takes a project's name" },
  {
    cases: /^image metadef property create \S+ .* --schema nonsense$/,
    since: 7,
    reason: 'everything that is wrong with the command line itself is 2',
  },
  {
    cases: /^server (create|rebuild) \{own\} .*--wait/,
    reason: 'With `--wait`, nothing but the result is on stdout',
  },
];
