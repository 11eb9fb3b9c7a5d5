import * as v from 'valibot'
import { NETWORK_CLASSES } from '../net/network-class.ts'
import { wholeNumber } from './scalars.ts'

const seconds = wholeNumber(30, 86_400, 'seconds')

const byClass = v.strictObject(
  {
    ...(Object.fromEntries(NETWORK_CLASSES.map((name) => [name, v.exactOptional(seconds)])) as Record<
      (typeof NETWORK_CLASSES)[number],
      v.ExactOptionalSchema<typeof seconds, undefined>
    >),
    other: seconds,
  },
  'seconds, or a table of network classes with `other`',
)

const lifetime = v.lazy(
  (input): v.GenericSchema<unknown, number | v.InferOutput<typeof byClass>> =>
    typeof input === 'number' ? seconds : byClass,
)

/** Assurance level → network class → seconds. Each level must be there: a forgotten one has no life of its own. */
export const sessionLifetimes = v.strictObject(
  { high: lifetime, substantial: lifetime, low: lifetime, none: lifetime },
  'a table {high, substantial, low, none}',
)
