import type { LoadedPolicy } from '../../src/config/policy-document.ts'
import { canonicalJson } from '../../src/lib/canonical-json.ts'
import type { UnixSeconds } from '../../src/lib/time.ts'
import { diffPolicies, formatDiff, type PolicyChange } from '../../src/policy/diff.ts'
import { type Loosening, loosened, loosenedByMode } from '../../src/policy/loosening.ts'
import { dateText } from './dates.ts'

/** What one policy is that another was not, and what of it is milder where a law stands behind it. */
export interface Comparison {
  readonly changes: readonly PolicyChange[]
  /** What stands beside the policy proper: `MODE`, `NOTICE_FROM`, `EXAMPLES`. */
  readonly beside: readonly Beside[]
  readonly loosened: readonly Loosening[]
  /** Of these, the rules that the later document does not name in `overrides_basis`. */
  readonly unannounced: readonly string[]
}

export interface Beside {
  readonly name: string
  readonly before: string
  readonly after: string
}

export function compare(before: LoadedPolicy, after: LoadedPolicy, now: UnixSeconds): Comparison {
  const loosenings = [...loosened(before.policy, after.policy, now), ...loosenedByMode(before, after, now)]
  const rules = new Set(loosenings.map(({ rule }) => rule))
  return {
    changes: diffPolicies(before.policy, after.policy),
    beside: [...besideOf(before, after)],
    loosened: loosenings,
    unannounced: [...rules].filter((rule) => !after.loosens.includes(rule)),
  }
}

export function isSamePolicy({ changes, beside }: Comparison): boolean {
  return changes.length === 0 && beside.length === 0
}

function* besideOf(before: LoadedPolicy, after: LoadedPolicy): Generator<Beside> {
  yield* differing('MODE', before.mode, after.mode)
  yield* differing('NOTICE_FROM', dateOf(before), dateOf(after))
  const [was, is] = [before, after].map(({ examples }) => canonicalJson(examples))
  if (was !== is)
    yield {
      name: 'EXAMPLES',
      before: `${before.examples.length}`,
      after: `${after.examples.length}, not the same`,
    }
}

function* differing(name: string, before: string, after: string): Generator<Beside> {
  if (before !== after) yield { name, before, after }
}

function dateOf({ noticeFrom }: LoadedPolicy): string {
  return noticeFrom === undefined ? 'none' : dateText(noticeFrom)
}

export function comparisonText(comparison: Comparison): string {
  if (isSamePolicy(comparison)) return 'no difference'
  const { changes, beside, loosened: loosenings, unannounced } = comparison
  return [
    ...beside.map(({ name, before, after }) => `~ ${name}: ${before} → ${after}`),
    ...formatDiff(changes),
    ...(loosenings.length === 0
      ? []
      : [
          '',
          'Loosens rules that rest on a law:',
          ...loosenings.map(({ rule, how }) => `  ${rule}: ${how}`),
          unannounced.length === 0
            ? '  all of them named in POLICY.overrides_basis'
            : `  not named in POLICY.overrides_basis, so that no gate takes it: ${unannounced.join(', ')}`,
        ]),
  ].join('\n')
}
