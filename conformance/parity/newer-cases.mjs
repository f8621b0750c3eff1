// Commands that `openstack` has since python-openstackclient 7; see cases.mjs.

const recordFormats = ['table', 'json', 'yaml', 'value', 'shell'];
const listFormats = ['table', 'csv', 'json', 'yaml', 'value'];

const everyFormat = (line, formats) => formats.map((format) => `${line} -f ${format}`);

const lists = [
  ...everyFormat('image stores list', listFormats),
  'image stores list --detail -c ID',
  ...everyFormat('image import info', recordFormats),
  ...everyFormat('image metadef resource type list -c Name --sort-column Name', listFormats),
  'image metadef namespace list -f value -c namespace --sort-column namespace',
  'image metadef property list OS::Glance::CommonImageProperties -c name --sort-column name',
  'image metadef object list OS::Software::WebServers -f value',
];

const failures = [
  'image import none-such',
  'image import {run}-empty',
  'image import {run}-empty --method web-download',
  'image import {run}-empty --method nonsense',
  'image stage none-such --file {file}',
  'image stage {run}-small --file {file}',
  'image member get {run}-small none-such',
  'image task show none-such',
  'cached image queue none-such',
  'cached image delete none-such',
  'image metadef namespace show none-such',
  'image metadef namespace delete none-such',
  'image metadef namespace create',
  'image metadef object show none-such none-such',
  'image metadef property show none-such none-such',
  'image metadef property list none-such',
  'image metadef property create none-such --name a --title b --type string --schema nonsense',
  'image metadef resource type association list none-such',
  'image metadef resource type association create none-such OS::Glance::Image',
];

const flows = [
  [
    'image create {own} -c status',
    'image stage {own} --file {file}',
    'image show {own} -c status',
    'image import {own} --wait -f value -c name',
    'image show {own} -c status -c size',
    'image delete {own}',
  ],
  [
    'image create {own} --shared -c status',
    'image add project {own} demo -f json',
    ...everyFormat('image member get {own} {demo}', recordFormats),
    'image member get {own} demo',
    'image remove project {own} demo',
    'image delete {own}',
  ],
  [
    'image create {own} --file {file} --disk-format raw -c name',
    'cached image queue {own}',
    'cached image delete {own}',
    'image delete {own}',
  ],
  [
    'image metadef namespace create {own} --display-name Mine --description What --public',
    ...everyFormat('image metadef namespace show {own}', recordFormats),
    'image metadef namespace set {own} --protected',
    'image metadef namespace show {own} -f json',
    'image metadef namespace delete {own}',
    'image metadef namespace set {own} --unprotected --display-name Mine --description What',
    'image metadef namespace delete {own}',
    'image metadef namespace show {own}',
  ],
  [
    'image metadef namespace create {own} --private -f yaml',
    'image metadef object create o --namespace {own}',
    ...everyFormat('image metadef object show {own} o', recordFormats),
    ...everyFormat('image metadef object list {own}', listFormats),
    'image metadef object update {own} o --name p',
    'image metadef object show {own} p -f value -c name',
    'image metadef object delete {own} p',
    'image metadef object list {own}',
    'image metadef namespace delete {own}',
  ],
  [
    'image metadef namespace create {own} --private -f shell',
    'image metadef property create {own} --name a --title A --type string --schema {} -f json',
    ...everyFormat('image metadef property show {own} a', recordFormats),
    ...everyFormat('image metadef property list {own}', listFormats),
    'image metadef property set {own} a --title B --type string --schema {}',
    'image metadef property show {own} a -f value -c title',
    'image metadef property delete {own} a',
    'image metadef namespace delete {own}',
  ],
  [
    'image metadef namespace create {own} --private -f json',
    'image metadef resource type association create {own} OS::Glance::Image',
    ...everyFormat('image metadef resource type association list {own}', listFormats),
    'image metadef resource type association delete {own} OS::Glance::Image',
    'image metadef resource type association list {own}',
    'image metadef namespace delete {own}',
  ],
];

const words = (line) => line.split(' ');

/** Cases, as those of cases.mjs. */
export const newerCases = [
  ...flows.map((steps) => ({ kind: 'flow', steps: steps.map(words) })),
  ...lists.map((argv) => ({ kind: 'output', argv: words(argv) })),
  ...failures.map((argv) => ({ kind: 'failure', argv: words(argv) })),
];
