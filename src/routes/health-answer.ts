import type { Context } from 'hono'
import { formatIssue } from '../config/issue.ts'
import { type Gate, signingKeyOf } from '../gate.ts'
import {
  millisFromSeconds,
  parseInstant,
  SECONDS_PER_DAY,
  secondsFromMillis,
  type UnixMillis,
} from '../lib/time.ts'
import { inBackground } from '../middleware/in-background.ts'
import { followControl, hasPolicy } from '../middleware/in-force.ts'
import type { CordonEnv } from '../middleware/types.ts'
import { basisHolds } from '../policy/findings.ts'
import { modeAt } from '../served-policy.ts'
import { formatNetwork } from '../tables/network-overrides.ts'
import { timestamp } from '../telemetry/write.ts'

type Status = 'ok' | 'degraded' | 'broken'

/** In public only the status; why is for the developer's own machine. Answers whatever the configuration is like. */
export async function tellHealth(c: Context<CordonEnv>): Promise<Response> {
  const gate = await c.env.gate()
  // An isolate that has only ever been asked how it is would not know.
  if (gate.ok) await followControl(gate.value, c.env.clock, (task) => inBackground(c, task))
  const details = gate.ok ? shortcomings(gate.value, c.env.clock()) : gate.error.map(formatIssue)
  const serves = gate.ok && canServe(gate.value, c.env.clock())
  const status: Status = !serves ? 'broken' : details.length > 0 ? 'degraded' : 'ok'
  const body = c.env.revealHealth
    ? { status, ...about(gate.ok ? gate.value : undefined, c.env.clock()), details }
    : { status }
  c.header('Cache-Control', 'no-store')
  return c.json(body, status === 'broken' ? 503 : 200)
}

/** Whether there is anything that everybody does not get 503 for. */
function canServe(gate: Gate, at: UnixMillis): boolean {
  return signingKeyOf(gate, at) !== undefined && hasPolicy(gate, at)
}

function about(gate: Gate | undefined, at: UnixMillis) {
  return gate === undefined
    ? {}
    : {
        revision: gate.policies.inForce.revision,
        mode: modeAt(gate.policies.inForce, secondsFromMillis(at)),
        policy: {
          live: gate.inForce.policy ?? null,
          standing: gate.policySource.standing(at),
          candidate: gate.inForce.candidate ?? null,
          break_glass_until: gate.inForce.breakGlassUntil ?? null,
        },
        tables: gate.networks.version,
        lists: gate.prefixes.feeds.map(({ id, date, prefixes }) => ({ id, date, prefixes })),
      }
}

/** What works, and not as the operator meant it to. */
function shortcomings(gate: Gate, at: UnixMillis): string[] {
  const { config, policies, keyring, prefixes, prefixSource, inForce } = gate
  const now = secondsFromMillis(at)
  const found: string[] = []
  if (keyring === undefined) found.push('SIGNING_KEYS: missing, so everything that needs a token gets 503')
  else if (signingKeyOf(gate, at) === undefined)
    found.push('SIGNING_KEYS: every key is revoked or yet to come, so everything that needs a token gets 503')
  if (inForce.fault !== undefined) found.push(`${inForce.fault}; what is in force is ${inForce.standing(at)}`)
  found.push(...policyShortcomings(gate, at))
  if (config.CREDENTIAL_SECRET === undefined && config.KEY_LOCATION.length > 0) {
    found.push('CREDENTIAL_SECRET: missing, so API keys are not looked at')
  }
  const { policy } = policies.inForce.loaded
  for (const exemption of policy.exemptions) {
    if (now >= exemption.to) found.push(`POLICY.exemptions: "${exemption.id}" has ended and does nothing`)
  }
  for (const { network, owner, expires } of policy.networkOverrides) {
    if (now >= expires)
      found.push(`NETWORK_OVERRIDES: "${formatNetwork(network)}" of ${owner} has expired and does nothing`)
  }
  if (prefixSource.fault !== undefined) found.push(prefixSource.fault)
  for (const { id, checkedAt, maxAgeDays } of prefixes.feeds) {
    const checked = parseInstant(checkedAt)
    if (checked !== undefined && now > checked + maxAgeDays * SECONDS_PER_DAY)
      found.push(
        `prefix list "${id}" was current on ${checkedAt.slice(0, 10)}, more than ${maxAgeDays} days ago`,
      )
  }
  for (const rule of policy.rules) {
    if (rule.basis !== undefined && !basisHolds(rule, now)) {
      found.push(`rule "${rule.id}": its basis is not in force, so it refuses with 403 instead of 451`)
    }
  }
  return found
}

const WHAT_SERVES = {
  current: '',
  stale: '; the policy before it is in force',
  expired: '; the policy before it may not serve any longer, so everybody gets 503',
  missing: '; no policy was in force here before it, so everybody gets 503',
} as const

function* policyShortcomings(
  { inForce, policySource, candidateSource }: Gate,
  at: UnixMillis,
): Generator<string> {
  if (policySource.fault !== undefined) yield `${policySource.fault}${WHAT_SERVES[policySource.standing(at)]}`
  if (candidateSource.fault !== undefined) yield candidateSource.fault
  const { breakGlassUntil } = inForce
  if (breakGlassUntil !== undefined && secondsFromMillis(at) < breakGlassUntil)
    yield `the glass is broken until ${timestamp(millisFromSeconds(breakGlassUntil))}: what no law demands refuses nobody`
}
