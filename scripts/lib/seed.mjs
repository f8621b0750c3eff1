// Preloaded by the test runner: what fast-check tries is the same in every run, so that a change is judged by what it
// changed. OSTK_SEED=N tries something else; a failure tells the seed that it was found with.
import { configureGlobal } from 'fast-check';

configureGlobal({ seed: Number(process.env['OSTK_SEED'] ?? 20_261_123) });
