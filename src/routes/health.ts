import type { Context } from 'hono'
import { formatIssue } from '../config/issue.ts'
import type { Gate } from '../deps.ts'
import { secondsFromMillis, type UnixSeconds } from '../lib/time.ts'
import type { CordonEnv } from '../middleware/types.ts'
import { basisHolds } from '../policy/findings.ts'

type Status = 'ok' | 'degraded' | 'broken'

/** In public only the status; why is for the developer's own machine. Answers whatever the configuration is like. */
export async function health(c: Context<CordonEnv>): Promise<Response> {
  const gate = await c.env.gate()
  const details = gate.ok
    ? shortcomings(gate.value, secondsFromMillis(c.env.clock()))
    : gate.error.map(formatIssue)
  const status: Status =
    !gate.ok || gate.value.signing === undefined ? 'broken' : details.length > 0 ? 'degraded' : 'ok'
  const body = c.env.revealHealth
    ? { status, ...about(gate.ok ? gate.value : undefined), details }
    : { status }
  c.header('Cache-Control', 'no-store')
  return c.json(body, status === 'broken' ? 503 : 200)
}

function about(gate: Gate | undefined) {
  return gate === undefined
    ? {}
    : { revision: gate.policy.revision, tables: gate.networks.version, mode: gate.config.MODE }
}

/** What works, and not as the operator meant it to. */
function shortcomings({ config, policy, signing }: Gate, now: UnixSeconds): string[] {
  const found: string[] = []
  if (signing === undefined) found.push('SIGNING_KEYS: missing, so everything that needs a token gets 503')
  if (config.CREDENTIAL_SECRET === undefined && config.KEY_LOCATION.length > 0) {
    found.push('CREDENTIAL_SECRET: missing, so API keys are not looked at')
  }
  for (const { exemption } of policy.exemptions) {
    if (now >= exemption.to) found.push(`POLICY.exemptions: "${exemption.id}" has ended and does nothing`)
  }
  for (const { rule } of policy.rules) {
    if (rule.basis !== undefined && !basisHolds(rule, now)) {
      found.push(`rule "${rule.id}": its basis is not in force, so it refuses with 403 instead of 451`)
    }
  }
  return found
}
