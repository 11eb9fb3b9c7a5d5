import { connect, type Socket } from 'node:net'
import { type Answer, AnswerReader } from './answer.ts'
import type { RequestSource } from './request.ts'

const LOOPBACK = '127.0.0.1'

/** What every answer must be: a subject that fails is fast. */
export interface Expectation {
  readonly status: number
  /** In status line and headers, in lower case. */
  readonly has: readonly string[]
  readonly hasNot?: readonly string[]
  readonly body?: string
}

export interface Load {
  readonly port: number
  readonly next: RequestSource
  readonly expects: Expectation
  readonly seconds: number
  /** Connections, each with one request under way. */
  readonly atOnce: number
}

export interface LoadResult {
  /** From the first request to the last answer. */
  readonly seconds: number
  readonly latencyMicros: readonly number[]
}

/** Keeps the subject busy for so long. Rejects at the first answer that is not as expected. */
export async function putUnderLoad({ port, next, expects, seconds, atOnce }: Load): Promise<LoadResult> {
  const sockets = await Promise.all(Array.from({ length: atOnce }, () => open(port)))
  const latencyMicros: number[] = []
  const begun = performance.now()
  const end = begun + seconds * 1000
  try {
    await Promise.all(
      sockets.map((socket) =>
        converse(socket, () => (performance.now() < end ? next() : undefined), expects, latencyMicros),
      ),
    )
    return { seconds: (performance.now() - begun) / 1000, latencyMicros }
  } finally {
    for (const socket of sockets) socket.destroy()
  }
}

/** One request, one answer, whatever it is. */
export async function ask(port: number, request: Buffer): Promise<Answer> {
  const socket = await open(port)
  const reader = new AnswerReader()
  try {
    return await new Promise<Answer>((resolve, reject) => {
      socket.on('data', (piece) => {
        const answer = reader.push(piece)
        if (answer !== undefined) resolve(answer)
      })
      socket.once('error', reject)
      socket.once('close', () => reject(new Error('the connection was closed before the answer had ended')))
      socket.write(request)
    })
  } finally {
    socket.destroy()
  }
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: LOOPBACK, noDelay: true })
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      resolve(socket)
    })
  })
}

/** Asks, waits for the answer, asks again: no pipelining. */
function converse(
  socket: Socket,
  next: RequestSource,
  expects: Expectation,
  latencyMicros: number[],
): Promise<void> {
  return new Promise((resolve, reject) => {
    const reader = new AnswerReader()
    let asked = 0
    const say = () => {
      const request = next()
      if (request === undefined) return resolve()
      asked = performance.now()
      socket.write(request)
    }
    socket.on('data', (piece) => {
      const answer = reader.push(piece)
      if (answer === undefined) return
      latencyMicros.push((performance.now() - asked) * 1000)
      const fault = faultOf(answer, expects)
      if (fault === undefined) say()
      else reject(new Error(fault))
    })
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('the subject has closed a connection')))
    say()
  })
}

/** What is wrong with an answer; undefined: nothing. */
export function faultOf(answer: Answer, { status, has, hasNot = [], body }: Expectation): string | undefined {
  if (answer.status !== status) return `status ${answer.status} instead of ${status}\n${shown(answer)}`
  const missing = has.find((text) => !answer.head.includes(text))
  if (missing !== undefined) return `no ${missing} in\n${shown(answer)}`
  const surplus = hasNot.find((text) => answer.head.includes(text))
  if (surplus !== undefined) return `${surplus} in\n${shown(answer)}`
  return body === undefined || answer.body.includes(body) ? undefined : `no ${body} in\n${shown(answer)}`
}

const SHOWN_CHARACTERS = 600

function shown({ head, body }: Answer): string {
  return `${head}\n\n${body.toString('utf8', 0, SHOWN_CHARACTERS)}`
}
