import type { Answer } from './answer.ts'

/** What every answer must be: a subject that fails is fast. */
export interface Expectation {
  readonly status: number
  /** In status line and headers, in lower case. */
  readonly has?: readonly string[]
  readonly hasNot?: readonly string[]
  /** In the body, as it is. */
  readonly body?: string
}

/** What is wrong with an answer, with the answer; undefined: nothing. */
export function faultOf(
  answer: Answer,
  { status, has = [], hasNot = [], body }: Expectation,
): string | undefined {
  if (answer.status !== status) return `status ${answer.status} instead of ${status}\n${shown(answer)}`
  const head = answer.head.toLowerCase()
  const missing = has.find((text) => !head.includes(text))
  if (missing !== undefined) return `no "${missing}" in\n${shown(answer)}`
  const surplus = hasNot.find((text) => head.includes(text))
  if (surplus !== undefined) return `"${surplus}" in\n${shown(answer)}`
  if (body === undefined || answer.body.includes(body)) return undefined
  return `no "${body}" in\n${shown(answer)}`
}

const SHOWN_BYTES = 600

function shown({ head, body }: Answer): string {
  return `${head}\n\n${body.toString('utf8', 0, SHOWN_BYTES)}`
}

/** The origin's answer to a request that came as it was. */
export const FORWARDED: Expectation = { status: 200, has: ['x-origin: bare'], body: 'message_9' }

/** The origin's answer to a request that came with a statement about it, under the name of its decision. */
export const ADMITTED: Expectation = {
  status: 200,
  has: ['x-origin: asserted', 'cordon-decision: '],
  hasNot: ['set-cookie: '],
  body: 'message_9',
}
