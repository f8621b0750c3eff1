import type { ImportTargets } from '@ostk/sdk';
import { UsageError } from '../errors.ts';
import { type Choice, choice, type Flag, flag, type Texts, texts } from '../parameters/parameter.ts';
import type { Values } from '../parameters/values.ts';

interface StoreParameters {
  readonly store: Texts;
  readonly allStores: Flag;
  readonly failure: Choice<boolean>;
}

/** Where imported data are to go. */
export const storeParameters: StoreParameters = {
  store: texts('--store <store>', 'a store to put the data into (may be repeated)'),
  allStores: flag('--all-stores', 'put the data into all stores'),
  failure: choice({
    'allow-failure': { value: true, description: 'with stores: go on if one of them fails (default)' },
    'disallow-failure': { value: false, description: 'with stores: give up if one of them fails' },
  }),
};

/** What the options say of where the data are to go. */
export function importTargets(values: Values): ImportTargets {
  const stores = values.get(storeParameters.store);
  const allStores = values.get(storeParameters.allStores);
  if (stores.length > 0 && allStores) throw new UsageError('--store and --all-stores exclude each other');
  const isNamed = stores.length > 0 || allStores;
  const failure = values.get(storeParameters.failure);
  if (!isNamed && failure !== undefined) {
    throw new UsageError('--allow-failure and --disallow-failure go with --store or --all-stores');
  }
  return {
    stores: stores.length > 0 ? stores : undefined,
    allStores: allStores || undefined,
    allStoresMustSucceed: isNamed ? failure === false : undefined,
  };
}
