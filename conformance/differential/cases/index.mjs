// The corpus: configurations that both libraries resolve.
import { domains, methods, overrides, places } from './auth.mjs';
import { environments } from './environment.mjs';
import { profiles } from './profiles.mjs';
import { regions } from './regions.mjs';
import { choices, searches } from './search.mjs';
import { certificates, services, spellings } from './settings.mjs';
import { scalars, structures } from './yaml.mjs';

export const cases = [
  ...places(),
  ...domains(),
  ...methods(),
  ...overrides(),
  ...searches(),
  ...choices(),
  ...environments(),
  ...regions(),
  ...profiles(),
  ...spellings(),
  ...certificates(),
  ...services(),
  ...scalars(),
  ...structures(),
];
