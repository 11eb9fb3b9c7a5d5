import fc from 'fast-check'

/**
 * The same cases in every run, so that a failure belongs to the change that made it. `npm run fuzz` draws others, and
 * names the seed of what it finds: `CORDON_SEED=<seed> npm test` draws those again.
 */
fc.configureGlobal({ seed: Number(process.env.CORDON_SEED ?? 1) })
