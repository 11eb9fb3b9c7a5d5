import type { Nature } from './curve.ts'
import type { RequestCurve } from './requests/case.ts'
import { cookies, headers, tokens } from './requests/messages.ts'
import { entries, rules } from './requests/policies.ts'
import { prefixes } from './requests/prefixes.ts'
import { revocations } from './requests/revocations.ts'
import { sessions } from './requests/sessions.ts'
import type { StepCurve } from './steps.ts'

export interface Dimension {
  readonly name: string
  readonly about: string
  readonly requests: readonly RequestCurve[]
  readonly steps: readonly StepCurve[]
}

const RULES = [10, 50, 200, 1_000]
const QUICK_RULES = [10, 50, 200]
const ENTRIES = [100, 1_000, 20_000]

function step(
  dimension: string,
  unit: string,
  sizes: readonly number[],
  quickSizes: readonly number[] = sizes,
): (component: StepCurve['component'], name: string, nature?: Nature) => StepCurve {
  return (component, name, nature = 'list') => ({
    ...{ dimension, unit, sizes, quickSizes, component, name, nature },
    level: 'step',
  })
}

const perRule = step('rules', 'rule', RULES, QUICK_RULES)
const perResource = step('resources', 'resource', RULES, QUICK_RULES)
const perEntry = step('entries', 'entry', ENTRIES)

/** In the order of the report. */
export const DIMENSIONS: readonly Dimension[] = [
  {
    name: 'rules',
    about: 'rules of the policy, ten list entries each',
    requests: [rules],
    steps: [
      perRule('rules', 'decide: rules with lists'),
      perRule('neighbours', 'decide: lists of other regions of the client’s country'),
      perRule('unplaced', 'decide: the same, a client whom nothing places'),
      perRule('listless', 'decide: rules without lists'),
      perRule('findings', 'every rule’s finding, for a new admission record'),
    ],
  },
  {
    name: 'entries',
    about: 'entries in the lists of the policy',
    requests: [entries],
    steps: [
      perEntry('entries', 'decide: eight rules'),
      perEntry('allowed', 'ALLOWED_NETWORKS: not in it'),
      perEntry('allowedHit', 'ALLOWED_NETWORKS: in it'),
      perEntry('overrides', 'NETWORK_OVERRIDES: not in it'),
      perEntry('overridesHit', 'NETWORK_OVERRIDES: in it'),
    ],
  },
  {
    name: 'resources',
    about: 'resources of the policy',
    requests: [],
    steps: [
      perResource('resources', 'match a path asked for before'),
      perResource('newPaths', 'match a path never asked for'),
    ],
  },
  {
    name: 'prefixes',
    about: 'prefixes of the table',
    requests: [prefixes],
    steps: [
      step(
        'prefixes',
        'prefix',
        [0, 10_000, 100_000, 1_000_000],
        [0, 10_000, 100_000],
      )('prefixes', 'look up'),
    ],
  },
  {
    name: 'revocations',
    about: 'revocations in force',
    requests: [revocations],
    steps: [
      step(
        'revocations',
        'revocation',
        [0, 10_000, 50_000],
        [0, 1_000, 10_000],
      )('revocations', 'ask for a token'),
    ],
  },
  { name: 'sessions', about: 'sessions that take turns', requests: [sessions], steps: [] },
  { name: 'token', about: 'characters of the session token', requests: tokens, steps: [] },
  { name: 'cookies', about: 'bytes of the origin’s own cookies', requests: cookies, steps: [] },
  { name: 'headers', about: 'headers of a request', requests: headers, steps: [] },
]
