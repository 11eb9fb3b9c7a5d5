import type { Gate } from '../gate.ts'
import { err, type Result } from '../lib/result.ts'
import type { RequestTarget } from '../observations/types.ts'
import { hasUnexpectedContent, NEVER_FORWARDED } from '../request/message.ts'
import { parseTarget } from '../request/target.ts'
import { recordEarlyRefusal } from '../telemetry/write.ts'
import { plainProblem, refuse } from './refuse.ts'
import type { Step } from './steps.ts'

/** Refuses what two parsers could read differently. No mode softens it: monitoring a smuggled request helps nobody. */
export const wellFormed: Step = {
  before(c) {
    const target = checkedTarget(c.req.raw, c.get('gate'))
    if (!target.ok) {
      recordEarlyRefusal(
        c.get('decisionId'),
        c.env.clock(),
        c.req.raw,
        { reason: target.error, status: 400 },
        c.env.log,
      )
      return refuse(c, target.error)
    }
    c.set('target', target.value)
    return isReservedAlias(target.value) ? plainProblem(c, 404, 'Not Found') : undefined
  },
}

type Fault = 'request.path' | 'request.host' | 'request.method' | 'request.body'

function checkedTarget(
  request: Request,
  { config, admittedForms, methods }: Gate,
): Result<RequestTarget, Fault> {
  if (NEVER_FORWARDED.has(request.method)) return err('request.method')
  const target = parseTarget(request.url, request.headers.get('Host') ?? undefined, admittedForms)
  if (!target.ok) return methods.has(request.method) ? target : err('request.method')
  // What the origin takes is no word on our own endpoints, which know their methods themselves.
  if (!methods.has(request.method) && !isOurs(target.value.path)) return err('request.method')
  const { host, hostname } = target.value
  if (!config.HOSTS.includes(host) && !config.HOSTS.includes(hostname)) return err('request.host')
  return hasUnexpectedContent(request.method, request.headers) ? err('request.body') : target
}

function isOurs(path: string): boolean {
  return path === '/.cordon' || path.startsWith('/.cordon/')
}

/** The reserved path in a spelling other than its own: neither ours to answer nor the origin's to see. */
function isReservedAlias({ path, readings }: RequestTarget): boolean {
  if (isOurs(path)) return false
  return readings.some((reading) => /^\/\.cordon(?:\/|$)/i.test(reading))
}
