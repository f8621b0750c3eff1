import { stringify } from 'yaml';
import type { Value } from './data.ts';

/** A value as YAML 1.1, the version that scripts around `openstack` read; keys sorted. */
export function toYaml(value: Value): string {
  return stringify(value, {
    version: '1.1',
    sortMapEntries: true,
    indentSeq: false,
    singleQuote: true,
    lineWidth: 80,
    minContentWidth: 0,
    aliasDuplicateObjects: false,
  });
}
