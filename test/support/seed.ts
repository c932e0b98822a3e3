import fc from 'fast-check'

/**
 * The same examples on every run, so that a change is judged by what it changes. `PROPERTY_SEED` takes another seed to look
 * further, and `random` a new one each time.
 */
const { PROPERTY_SEED = '20261129' } = process.env
if (PROPERTY_SEED !== 'random') fc.configureGlobal({ seed: Number(PROPERTY_SEED) })
