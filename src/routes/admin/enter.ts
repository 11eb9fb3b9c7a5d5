import { createMiddleware } from 'hono/factory'
import type { AdminContext, Administrator } from '../../admin/context.ts'
import type { AdminFault } from '../../admin/faults.ts'
import { refusedOutcome } from '../../admin/record.ts'
import { plainProblem } from '../../middleware/refuse.ts'
import type { CordonEnv } from '../../middleware/types.ts'
import { clientNetwork } from '../../net/client-network.ts'
import { parseIpAddress } from '../../net/ip-address.ts'
import { keptAddress } from '../../telemetry/evidence.ts'
import { timestamp } from '../../telemetry/write.ts'
import { adminContextOf, administrationOf } from '../admin-context.ts'
import { adminProblem } from './problem.ts'

export interface AdminEnv extends CordonEnv {
  Bindings: CordonEnv['Bindings'] & { readonly asked: Pick<CordonEnv['Variables'], 'gate' | 'decisionId'> }
  Variables: CordonEnv['Variables'] & {
    administrator: Administrator
    adminContext: AdminContext
  }
}

/** What is known of the request outside, known inside. */
export function known() {
  return createMiddleware<AdminEnv>(async function known(c, next) {
    const { gate, decisionId } = c.env.asked
    c.set('gate', gate)
    c.set('decisionId', decisionId)
    return next()
  })
}

/**
 * The door itself: nothing behind it is answered to anybody who has not come through, not even that it does not exist.
 * Where nobody can come through there is no door, and its paths are as unknown as any other.
 */
export function enter() {
  return createMiddleware<AdminEnv>(async function enter(c, next) {
    const context = adminContextOf(c)
    const { door, attempts, requests } = administrationOf(c.var.gate)
    if (door === undefined || context === undefined) return plainProblem(c, 404, 'Not Found')
    const { now, decision } = context
    const { headers } = c.req.raw
    const network = clientNetwork(headers.get('CF-Connecting-IP'))
    // Before the credential is looked at: guessing must not even cost a signature check. Who shares a network with
    // somebody who guesses waits as well.
    const shutSeconds = attempts.waitSeconds(network, now)
    if (shutSeconds !== undefined)
      return adminProblem({ code: 'admin.too_many_attempts', retryAfterSeconds: shutSeconds }, decision)
    const entered = await door(headers, now)
    if (!entered.ok) {
      if (isAttempt(entered.error)) {
        attempts.count(network, now)
        c.env.log({ event: 'admin', ...requestOf(c), ...refusedOutcome(entered.error) })
      }
      return adminProblem(entered.error, decision)
    }
    const { name } = entered.value
    const waitSeconds = requests.waitSeconds(name, now)
    if (waitSeconds !== undefined)
      return adminProblem({ code: 'admin.too_many_requests', retryAfterSeconds: waitSeconds }, decision)
    requests.count(name, now)
    c.set('administrator', entered.value)
    c.set('adminContext', context)
    return next()
  })
}

/** Nothing was tried without a credential, and nothing was refused while the keys cannot be read. */
function isAttempt({ code }: AdminFault): boolean {
  return code !== 'admin.credential_missing' && code !== 'admin.keys_unavailable'
}

/** What every record of the door says of the request. */
export function requestOf(c: {
  readonly env: CordonEnv['Bindings']
  readonly var: { readonly decisionId: string }
  readonly req: { readonly raw: Request }
}) {
  const address = parseIpAddress(c.req.raw.headers.get('CF-Connecting-IP') ?? '')
  return {
    time: timestamp(c.env.clock()),
    decision: c.var.decisionId,
    door: 'http' as const,
    ...(address === undefined ? {} : { address: keptAddress(address) }),
  }
}
