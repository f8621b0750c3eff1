import { stringify } from 'yaml';
import type { Value } from './data.ts';

/** A value as YAML 1.1, the version that scripts around `openstack` read; keys sorted. */
export function toYaml(value: Value): string {
  return stringify(value, {
    version: '1.1',
    sortMapEntries: true,
    indentSeq: false,
    singleQuote: true,
    // A text stays on one line, whatever it holds: who greps need not unfold it.
    lineWidth: 0,
    blockQuote: false,
    aliasDuplicateObjects: false,
  });
}
