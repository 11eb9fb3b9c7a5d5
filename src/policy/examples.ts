import type { UnixSeconds } from '../lib/time.ts'
import type { TargetFault } from '../request/target.ts'
import type { CompiledPolicy } from './compile.ts'
import { decide } from './decide.ts'
import type { ReasonCode } from './reasons.ts'
import { type Described, situationOf } from './situation.ts'
import type { Tier, Verdict } from './types.ts'

/** A request, and what a policy must say to it; see `config/example-schema`. */
export interface ExampleCase extends Described {
  readonly id: string
  /** When it is asked; left out: now. */
  readonly at?: UnixSeconds | undefined
  readonly expect: Expectation
}

/** What is left out may be anything. */
export interface Expectation {
  readonly verdict: Verdict
  /** The primary one. */
  readonly reason?: ReasonCode | undefined
  /** One of those that determined the verdict. */
  readonly rule?: string | undefined
  readonly tier?: Tier | undefined
}

export interface ExampleResult {
  readonly id: string
  readonly ok: boolean
  readonly expected: Expectation
  readonly got: Got
}

export interface Got {
  readonly verdict: Verdict
  /** Undefined where the request is let in. */
  readonly reason: ReasonCode | undefined
  /** Those that determined the verdict. */
  readonly rules: readonly string[]
  /** Undefined where the request was refused before it was asked what for. */
  readonly tier: Tier | undefined
}

/**
 * Asks the policy each of its examples. One that could never be asked, because its path or host is refused before any
 * policy, is refused here for the same reason.
 */
export function runExamples(
  examples: readonly ExampleCase[],
  compiled: CompiledPolicy,
  now: UnixSeconds,
): readonly ExampleResult[] {
  return examples.map((example) => {
    const got = answerTo(example, compiled, example.at ?? now)
    return { id: example.id, ok: meets(got, example.expect), expected: example.expect, got }
  })
}

function answerTo(example: ExampleCase, compiled: CompiledPolicy, now: UnixSeconds): Got {
  const situation = situationOf(example, compiled, now)
  if (!situation.ok) return refusedBefore(situation.error)
  const { evidence, resource } = situation.value
  const { verdict, reasons, determining, tier } = decide(compiled, evidence, resource, now)
  return { verdict, reason: reasons[0], rules: determining, tier }
}

function refusedBefore(reason: TargetFault): Got {
  return { verdict: 'deny', reason, rules: [], tier: undefined }
}

function meets(got: Got, { verdict, reason, rule, tier }: Expectation): boolean {
  return (
    got.verdict === verdict &&
    (reason === undefined || got.reason === reason) &&
    (rule === undefined || got.rules.includes(rule)) &&
    (tier === undefined || got.tier === tier)
  )
}

/** One result as a line of text, for a report on a policy. */
export function formatExampleResult({ id, ok, expected, got }: ExampleResult): string {
  const wanted = [expected.verdict, expected.reason, expected.rule, expected.tier]
  if (ok) return `${id}: ${expected.verdict}`
  const found = [got.verdict, got.reason, ...got.rules, got.tier]
  return `${id}: expected ${words(wanted)}, got ${words(found)}`
}

function words(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' ')
}
