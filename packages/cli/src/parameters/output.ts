import type { QuoteMode } from '../output/csv.ts';
import {
  type Choice,
  choice,
  type Flag,
  flag,
  type Integer,
  integer,
  oneOf,
  type Parameter,
  type Text,
  text,
  type Texts,
  texts,
} from './parameter.ts';

interface CommonOutput {
  readonly columns: Texts;
  readonly noindent: Flag;
  readonly maxWidth: Integer;
  readonly fitWidth: Flag;
  readonly printEmpty: Flag;
}

interface ListOutput extends CommonOutput {
  readonly format: Choice<'csv' | 'json' | 'table' | 'value' | 'yaml'>;
  readonly quote: Choice<QuoteMode>;
  readonly sortColumns: Texts;
  readonly sortDirection: Choice<'asc' | 'desc'>;
}

interface RecordOutput extends CommonOutput {
  readonly format: Choice<'json' | 'shell' | 'table' | 'value' | 'yaml'>;
  readonly prefix: Text;
}

const columns = texts('-c, --column <name>', 'a column to show (may be repeated)');
const noindent = flag('--noindent', 'json: on one line');
const maxWidth = integer(
  '--max-width <characters>',
  'table: the most it may be wide (env: CLIFF_MAX_TERM_WIDTH)',
  0,
);
const fitWidth = flag('--fit-width', 'table: fit it to the terminal (env: CLIFF_FIT_WIDTH=1)');
const printEmpty = flag('--print-empty', 'table: print it even if there is nothing in it');
const listFormat = oneOf('-f, --format <name>', 'output format; table by default', [
  'csv',
  'json',
  'table',
  'value',
  'yaml',
]);
const recordFormat = oneOf('-f, --format <name>', 'output format; table by default', [
  'json',
  'shell',
  'table',
  'value',
  'yaml',
]);
const common: CommonOutput = { columns, noindent, maxWidth, fitWidth, printEmpty };

/** How a list is shown. */
export const listOutput: ListOutput = {
  ...common,
  format: listFormat,
  quote: oneOf('--quote <mode>', 'csv: what to quote; nonnumeric by default', [
    'all',
    'minimal',
    'none',
    'nonnumeric',
  ]),
  sortColumns: texts('--sort-column <name>', 'a column to sort by; the first counts most (may be repeated)'),
  sortDirection: choice({
    'sort-ascending': { value: 'asc', description: 'sort the columns upwards (default)' },
    'sort-descending': { value: 'desc', description: 'sort the columns downwards' },
  }),
};

/** How one thing is shown. */
export const recordOutput: RecordOutput = {
  ...common,
  format: recordFormat,
  prefix: text('--prefix <text>', 'shell: put before the names of all variables'),
};

/** The options that a command takes for what it shows. */
export function outputParameters(output: 'list' | 'record' | 'none'): readonly Parameter<unknown>[] {
  if (output === 'none') return [];
  return Object.values(output === 'list' ? listOutput : recordOutput);
}
