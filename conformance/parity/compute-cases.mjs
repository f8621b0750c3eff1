// Servers, where the cloud has a Compute service with a flavor m1.nano; see cases.mjs.

const recordFormats = ['table', 'json', 'yaml', 'value', 'shell'];
const listFormats = ['table', 'csv', 'json', 'yaml', 'value'];

const everyFormat = (line, formats) => formats.map((format) => `${line} -f ${format}`);

/** No network cards: for that, both have to speak this microversion. */
const speaking = '--os-compute-api-version 2.37';

/** All but what each server has for itself. */
const most =
  ' -c OS-DCF:diskConfig -c OS-EXT-AZ:availability_zone -c OS-EXT-STS:power_state -c OS-EXT-STS:task_state' +
  ' -c OS-EXT-STS:vm_state -c OS-SRV-USG:launched_at -c OS-SRV-USG:terminated_at -c accessIPv4 -c addresses' +
  ' -c config_drive -c created -c description -c flavor -c hostId -c host_status -c id -c image -c key_name -c locked' +
  ' -c name -c progress -c project_id -c properties -c status -c tags -c updated -c user_id -c volumes_attached';

const create = `server create {own} ${speaking} --image {run}-small --flavor m1.nano --nic none --wait`;

const flows = [
  [
    `${create} --property a=b -f json -c name -c status -c flavor -c image -c properties`,
    ...everyFormat(`server show {own} ${speaking}${most}`, recordFormats),
    ...everyFormat('server list --name {own}', listFormats),
    ...everyFormat('server list --name {own} -c Name -c Status -c Flavor', listFormats),
    'server list --name {own} -n',
    'server list --name {own} --status ACTIVE --image {run}-small --flavor m1.nano -f value -c Name',
    'server list --name {own} --status ERROR',
    'server rebuild {own} --wait -f value -c name -c status -c flavor',
    'server delete {own} --wait',
    'server show {own}',
  ],
  [
    `${create} -f value -c name`,
    'server image create {own} --name {own} -f json -c name -c status -c visibility -c min_disk',
    'image delete {own}',
    'server delete {own} --wait',
  ],
];

const lists = everyFormat('flavor list', listFormats);

const failures = [
  'server show none-such',
  'server show',
  'server delete none-such',
  'server delete',
  'server create x',
  'server create x --image {run}-small',
  'server create x --image none-such --flavor m1.nano',
  'server create x --image {run}-small --flavor none-such',
  `server create x ${speaking} --image {run}-big --flavor m1.nano --nic none`,
  'server rebuild none-such --image {run}-small',
  'server image create none-such',
  'server backup create none-such',
  'server list --flavor none-such',
  'server list --image none-such',
  'server list --limit x',
];

const words = (line) => line.split(' ');

/** Cases, as those of cases.mjs. */
export const computeCases = [
  ...flows.map((steps) => ({ kind: 'flow', steps: steps.map(words) })),
  ...lists.map((argv) => ({ kind: 'output', argv: words(argv) })),
  ...failures.map((argv) => ({ kind: 'failure', argv: words(argv) })),
];
