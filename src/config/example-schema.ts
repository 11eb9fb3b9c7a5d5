import * as v from 'valibot'
import { nearest } from '../lib/nearest.ts'
import { EXAMPLE_SIGNALS, signalFault } from '../policy/example-signals.ts'
import { REASON_CODES } from '../policy/reasons.ts'
import { EFFECTS, TIERS } from '../policy/types.ts'
import { hostName, id, instant, method, oneOf, shortText } from './scalars.ts'

const given = v.pipe(
  v.record(
    v.string('the name of a signal'),
    v.union([v.string(), v.number(), v.boolean()], 'text, a number, true or false'),
    'a table of signals and what each says ("absent" and "unavailable" among it)',
  ),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    for (const [name, value] of Object.entries(dataset.value)) {
      const problem = EXAMPLE_SIGNALS.has(name) ? signalFault(name, value) : unknownSignal(name)
      if (problem !== undefined) addIssue({ message: `${name}: ${problem}` })
    }
  }),
)

function unknownSignal(name: string): string {
  const near = nearest(name, [...EXAMPLE_SIGNALS])
  return `the name of a signal${near === undefined ? '' : `; did you mean "${near}"?`}`
}

/** One request and what the policy must say to it. What is not given is as with an ordinary home connection. */
export const example = v.strictObject(
  {
    id,
    given: v.optional(given, {}),
    request: v.optional(
      v.strictObject(
        {
          method: v.optional(method, 'GET'),
          host: v.exactOptional(hostName),
          path: v.optional(
            v.pipe(
              v.string('a path'),
              v.regex(/^\/[^\s#]*$/, 'a path from "/" on'),
              v.maxLength(2000, 'a path'),
            ),
            '/',
          ),
          headers: v.optional(v.record(v.string(), v.string('text'), 'a table of headers'), {}),
          /** What a JSON body would have; left out: no body. */
          body: v.exactOptional(v.unknown()),
        },
        'a table {method?, host?, path?, headers?, body?}',
      ),
      {},
    ),
    at: v.exactOptional(instant),
    expect: v.strictObject(
      {
        verdict: oneOf(EFFECTS),
        reason: v.exactOptional(v.picklist(REASON_CODES, 'a reason code, see the table of reasons')),
        rule: v.exactOptional(shortText),
        tier: v.exactOptional(oneOf(TIERS)),
      },
      'a table {verdict, reason?, rule?, tier?}',
    ),
  },
  'an example {id, given?, request?, at?, expect}',
)

export type Example = v.InferOutput<typeof example>
