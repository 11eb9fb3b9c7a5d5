import type { Answer } from '../load/answer.ts'
import { jsonOf, partOf } from './token.ts'

/** How a request ended: with an answer, or without one because the connection was closed. */
export type Ending = Answer | 'closed'

/** What the origin says has reached it; see `workers/origin`. */
export interface Received {
  readonly method: string
  readonly target: string
  readonly reserved: readonly string[]
  readonly cookie: string | null
  readonly bodyBytes: number
  readonly assertion: string | null
}

/** Of an answer that is the origin's. */
export function receivedIn({ status, head, body }: Answer): Received | undefined {
  if (status !== 200 || !/\r\ncontent-type: application\/json/i.test(head)) return undefined
  const parsed = jsonOf(body.toString()) as Partial<Received> | undefined
  return Array.isArray(parsed?.reserved) ? (parsed as Received) : undefined
}

/** What is the same for the same request in the same situation, whatever the time and the load. */
export function fingerprintOf(ending: Ending): string {
  if (ending === 'closed') return 'closed'
  const received = receivedIn(ending)
  const { status, head } = ending
  return JSON.stringify({
    status,
    ...(received === undefined ? { said: saidIn(ending) } : { admitted: admittedAs(received) }),
    cordon: namesIn(head),
    cookie: /\r\nset-cookie: *__Host-cordon=([^;\r]*)/i.test(head) ? 'session' : 'none',
    cache: valueIn(head, 'cache-control'),
    type: valueIn(head, 'content-type'),
  })
}

/** What the gate says by itself: the reason, or nothing that depends on anything. */
function saidIn({ head, body }: Answer): string {
  const type = valueIn(head, 'content-type') ?? ''
  if (type.startsWith('text/html')) return /<title>([^<]*)/.exec(body.toString())?.[1] ?? 'a page'
  if (!type.includes('json')) return type
  const { reason, status, decision: _ } = (jsonOf(body.toString()) ?? {}) as Record<string, unknown>
  return `${reason ?? status ?? 'json'}`
}

/** The statement without what names it, the session and the second. */
function admittedAs({ assertion, reserved, cookie, bodyBytes, method }: Received): object {
  const { verdict, acr, geo, net, tier_max, res } = (
    assertion === null ? {} : (partOf(assertion, 'claims') ?? {})
  ) as Record<string, unknown>
  return { verdict, acr, geo, net, tier_max, res, reserved, cookie, bodyBytes, method }
}

/** Names of our own headers, each once. */
function namesIn(head: string): readonly string[] {
  const names = head.split('\r\n').map((line) => line.slice(0, line.indexOf(':')).toLowerCase())
  return [...new Set(names.filter((name) => name.startsWith('cordon')))].toSorted()
}

function valueIn(head: string, name: string): string | undefined {
  const line = head.split('\r\n').find((one) => one.toLowerCase().startsWith(`${name}:`))
  return line?.slice(name.length + 1).trim()
}
