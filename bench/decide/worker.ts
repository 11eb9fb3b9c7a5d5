/** Deciding inside workerd: decides about made-up clients, under the policy it was given, as often as it is told. */
import { formatIssue } from '../../src/config/issue.ts'
import { loadPolicy } from '../../src/config/policy-document.ts'
import type { Observations } from '../../src/observations/types.ts'
import { type CompiledPolicy, compilePolicy } from '../../src/policy/compile.ts'
import { decide } from '../../src/policy/decide.ts'
import { judge } from '../../src/policy/judge.ts'
import type { MatchedResource } from '../../src/policy/types.ts'
import { collectEvidence, type Evidence } from '../../src/signals/registry.ts'
import { at } from '../at.ts'
import { clients, largePolicy, NOW, RESOURCES } from './made-up.ts'

interface Bench {
  readonly policy: CompiledPolicy
  readonly observations: readonly Observations[]
  readonly evidence: readonly Evidence[]
}

let bench: Bench | undefined

export default {
  async fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname === '/policy') return prepare(await request.json<object>())
    if (pathname === '/large') return prepare(largePolicy())
    const subject = SUBJECTS[pathname.slice(1)]
    if (subject === undefined || bench === undefined) return new Response('no such subject', { status: 404 })
    return new Response(String(subject(bench, Number(searchParams.get('times')))))
  },
}

function prepare(document: object): Response {
  const loaded = loadPolicy(document)
  if (!loaded.ok) return new Response(loaded.error.map(formatIssue).join('\n'), { status: 400 })
  const observations = clients()
  bench = {
    policy: compilePolicy(loaded.value.policy, '0123456789abcdef'),
    observations,
    evidence: observations.map(collectEvidence),
  }
  return new Response(`${bench.policy.rules.length} rules`)
}

type Subject = (bench: Bench, times: number) => number

const SUBJECTS: Readonly<Record<string, Subject>> = {
  /** What going round costs by itself. */
  loop: ({ evidence }, times) => {
    let sum = 0
    for (let i = 0; i < times; i++) sum += at(evidence, i).place.state.length + resourceOf(i).tier.length
    return sum
  },
  decide: ({ policy, evidence }, times) => {
    let sum = 0
    for (let i = 0; i < times; i++)
      sum += decide(policy, at(evidence, i), resourceOf(i), NOW).determining.length
    return sum
  },
  /** With what only a record or an explanation wants. */
  findings: ({ policy, evidence }, times) => {
    let sum = 0
    for (let i = 0; i < times; i++) sum += decide(policy, at(evidence, i), resourceOf(i), NOW).findings.length
    return sum
  },
  evidence: ({ observations }, times) => {
    let sum = 0
    for (let i = 0; i < times; i++) sum += collectEvidence(at(observations, i)).place.state.length
    return sum
  },
  judge: ({ policy, observations }, times) => {
    let sum = 0
    for (let i = 0; i < times; i++)
      sum += judge(policy, at(observations, i), resourceOf(i), NOW).decision.determining.length
    return sum
  },
}

/** Both lists have lengths without a common divisor, so that each client meets each tier. */
function resourceOf(index: number): MatchedResource {
  return at(RESOURCES, index)
}
