import { register } from 'node:module';

register('./log-imports.js', import.meta.url);
