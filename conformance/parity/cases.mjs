// What is run with both command lines. In every argument, {run} is the name of the run, {own} the name of an image of
// the one command line that is being run, {demo} the id of a project of that name, and {file}, {saved} are paths. Where
// they differ on purpose: known.mjs.

const words = (line) => line.split(' ');
const listFormats = ['table', 'csv', 'json', 'yaml', 'value'];
const recordFormats = ['table', 'json', 'yaml', 'value', 'shell'];

/** All of an image but its properties: among those, `openstack` shows what is none (see known.mjs). */
const most =
  ' -c checksum -c container_format -c created_at -c disk_format -c file -c id -c min_disk -c min_ram -c name -c owner' +
  ' -c protected -c schema -c size -c status -c tags -c updated_at -c virtual_size -c visibility';

/** Only images of this run: others may use the cloud at the same time. */
const mine = 'image list --property parity={run}';

const lists = [
  '',
  ' --long',
  ' --name {run}-small',
  ' --tag one',
  ' --tag one --tag two',
  ' --status queued',
  ' --private',
  ' --shared',
  ' --sort name:desc',
];

const listOptions = [
  '--sort size:asc,name:desc',
  '--limit 2',
  '-c Name',
  '-c ID -c Status',
  '-c Status -c Name',
  '--sort-column Name --sort-descending',
  '--sort-column Status --sort-column Name',
  '--sort-column Nothing',
  '--long --sort-column Size -c Name -c Size',
  '--long --sort-column Protected --sort-column Name -c Name -c Protected',
  '--long -c Tags -c Name',
  '-f csv --quote all',
  '-f csv --quote minimal',
  '-f csv --quote none',
  '-f csv --quote nonnumeric --long',
  '-f json --noindent',
  '-f json --noindent --long',
  '-f yaml -c Name -c Size --long',
  '-f value -c Name',
  '--max-width 40',
  '--max-width 60 --long',
  '--max-width 100 --long',
  '--max-width 0',
  '--hidden',
  '--community',
  '--public',
  '--print-empty --name none-such',
  '--name none-such',
  '-f json --name none-such',
  '-f csv --name none-such',
  '-f value --name none-such',
  '-f yaml --name none-such',
  '--marker {run}-big --sort name:asc',
  '--project admin',
  '--member-status all',
];

const shows = ['{run}-small', '{run}-empty', '{run}-big', '{run}-hidden'];

const showOptions = [
  '-f json',
  '-f table',
  '-f yaml',
  '-f value',
  '-f shell',
  '-c name -c size',
  '-c size -c name -f value',
  `--human-readable${most}`,
  '--human-readable -f json',
  `-f shell --prefix IMAGE_${most}`,
  `-f json --noindent${most}`,
  `--max-width 60${most}`,
  `--max-width 100${most}`,
  '-c tags',
  '-c tags -f json',
  '-c properties',
  '-c properties -f value',
  '-c protected -f value',
];

const clouds = [
  ...listFormats
    .filter((format) => format !== 'json')
    .map((format) => `catalog list -f ${format} -c Name -c Type`),
  'catalog list -f json -c Name -c Type',
  'catalog list',
  'catalog show image -c name -c type -c endpoints',
  'catalog show image -f value -c name',
  ...recordFormats.map((format) => `token issue -f ${format} -c project_id -c user_id`),
  'project show demo',
  'project show demo -f json',
  'project show demo -f shell',
  'project show demo -f value -c name -c enabled',
  'project list -f csv --sort-column Name -c Name',
  'project list --long --sort name:desc',
  'project list --domain Default --parent default --sort id -f csv',
  'project list --user demo -f json',
  'project list --tags none -f csv',
  'project list --not-tags none --sort name -f value',
  'project list --my-projects',
  'project show admin --parents --children -f json',
  'versions show --service identity',
  'versions show --service image -f csv',
  'versions show --all-interfaces --status current',
  'versions show --interface internal --region-name RegionOne -f json',
  'versions show --region-name none-such -f csv',
];

/** Nothing but the exit code and an empty stdout are compared: what is said is better here. */
const failures = [
  'image show none-such',
  'image delete none-such',
  'image save none-such --file {saved}',
  'image set none-such --name x',
  'image unset none-such --tag x',
  'image save {run}-empty --file {saved}',
  'image show',
  'image delete',
  'image list --limit x',
  'image list --no-such-option',
  'image list -f nothing',
  'image list --public --private',
  'image list --status nothing',
  'image list --marker none-such',
  'image create',
  'image create x --file /none/such',
  'image create x --public --private',
  'image create x --protected --unprotected',
  'image create x --id not-a-uuid',
  'image set {run}-small --disk-format nonsense',
  'image set {run}-small --min-disk -1',
  'image add project {run}-small none-such',
  'image add project none-such admin',
  'image remove project {run}-small demo',
  'image member list none-such',
  'image show {run}-twice',
  'image delete {run}-protected',
  'image no-such-command',
  'project show none-such',
  'catalog show none-such',
];

/** Images of its own for each command line; after every step, what came of it is compared. */
const flows = [
  [`image create {own}${most}`, `image show {own}${most}`, 'image show {own} -f json', 'image delete {own}'],
  ['image create {own} --private --min-disk 3 --min-ram 64 -f json', 'image delete {own}'],
  [
    `image create {own} -f yaml${most}`,
    'image set {own} --protected',
    'image set {own} --unprotected',
    'image delete {own}',
  ],
  [`image create {own} --disk-format qcow2 --container-format ovf -f value${most}`, 'image delete {own}'],
  [
    'image create {own} --tag b --tag a -c tags',
    'image unset {own} --tag a',
    'image show {own} -c tags',
    'image delete {own}',
  ],
  [
    'image create {own} --property a=1 --property b=x=y -f json -c name',
    'image unset {own} --property a',
    'image show {own} -f json -c name -c status',
    'image delete {own}',
  ],
  [
    'image create {own} --file {file} --disk-format raw -c checksum -c size -c status -f shell',
    'image save {own} --file {saved}',
    'image delete {own}',
  ],
  [
    'image create {own} --community -c visibility -f value',
    'image set {own} --shared',
    'image show {own} -c visibility -f value',
    'image set {own} --private',
    'image show {own} -c visibility -f value',
    'image delete {own}',
  ],
  [
    'image create {own} --shared -c visibility',
    'image add project {own} demo',
    'image member list {own}',
    'image member list {own} -f json',
    'image member list {own} -f csv',
    'image remove project {own} demo',
    'image member list {own}',
    'image delete {own}',
  ],
  [
    'image create {own} --file {file} -c name',
    'image set {own} --deactivate',
    'image show {own} -c status',
    'image set {own} --activate',
    'image show {own} -c status',
    'image delete {own}',
  ],
  [
    'image create {own} -c name',
    'image set {own} --os-distro debian --os-version 13 --architecture x86_64',
    'image show {own} -f json -c properties',
    'image delete {own}',
  ],
  [
    'image create {own} -c name',
    'image set {own} --min-disk 7 --min-ram 8 --name {own}',
    'image show {own} -f value -c min_disk -c min_ram',
    'image set {own}',
    'image delete {own}',
    'image show {own}',
  ],
  [
    'image create {own} -c name',
    'image set {own} --hidden',
    'image show {own} -f json -c properties',
    'image set {own} --unhidden',
    'image delete {own}',
  ],
  ['image create {own} --project demo -f value -c visibility', 'image delete {own}'],
];

const kept = (format, argv) => ({ kind: 'output', argv: [...words(argv), '-f', format] });

/** The cases, in the order in which they are run. */
export const cases = [
  ...flows.map((steps) => ({ kind: 'flow', steps: steps.map(words) })),
  ...recordFormats.flatMap((format) => shows.map((name) => kept(format, `image show ${name}${most}`))),
  ...showOptions.map((options) => ({ kind: 'output', argv: words(`image show {run}-small ${options}`) })),
  ...failures.map((argv) => ({ kind: 'failure', argv: words(argv) })),
  ...clouds.map((argv) => ({ kind: 'output', argv: words(argv) })),
  ...listOptions.map((options) => ({ kind: 'output', argv: words(`${mine} ${options}`) })),
  ...listFormats.flatMap((format) => lists.map((options) => kept(format, mine + options))),
];
