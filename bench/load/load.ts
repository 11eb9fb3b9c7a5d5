import { connect, type Socket } from 'node:net'
import { type Answer, AnswerReader } from './answer.ts'
import { type Expectation, faultOf } from './expectation.ts'
import type { RequestSource } from './request.ts'

const LOOPBACK = '127.0.0.1'

export interface LoadResult {
  /** From the first request to the last answer. */
  readonly seconds: number
  readonly latencyMicros: readonly number[]
}

/** Connections to one subject, each with one request under way at a time: no pipelining. */
export class Connections {
  readonly #sockets: readonly Socket[]

  private constructor(sockets: readonly Socket[]) {
    this.#sockets = sockets
  }

  static async open(port: number, count: number): Promise<Connections> {
    return new Connections(await Promise.all(Array.from({ length: count }, () => open(port))))
  }

  /** Keeps the subject busy for so long. Rejects at the first answer that is not as expected. */
  async converse(next: RequestSource, expects: Expectation, seconds: number): Promise<LoadResult> {
    const latencyMicros: number[] = []
    const begun = performance.now()
    const end = begun + seconds * 1000
    const inTime: RequestSource = () => (performance.now() < end ? next() : undefined)
    await Promise.all(this.#sockets.map((socket) => converse(socket, inTime, expects, latencyMicros)))
    return { seconds: (performance.now() - begun) / 1000, latencyMicros }
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
  }
}

/** One request, one answer, whatever it is. */
export async function ask(port: number, request: Buffer): Promise<Answer> {
  const socket = await open(port)
  try {
    return await new Promise<Answer>((resolve, reject) => {
      const answers = new AnswerReader()
      socket.on('data', (piece) => {
        const answer = answers.push(piece)
        if (answer !== undefined) resolve(answer)
      })
      socket.once('error', reject)
      socket.once('close', () => reject(new Error(CLOSED)))
      socket.write(request)
    })
  } finally {
    socket.destroy()
  }
}

const CLOSED = 'a connection was closed before the answer had ended'

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

/** Asks, waits for the answer, asks again, until there is nothing left to ask. */
function converse(
  socket: Socket,
  next: RequestSource,
  expects: Expectation,
  latencyMicros: number[],
): Promise<void> {
  return new Promise((resolve, reject) => {
    const answers = new AnswerReader()
    let asked = 0
    function say(): void {
      const request = next()
      asked = performance.now()
      if (request === undefined) end()
      else socket.write(request)
    }
    function hear(piece: Buffer): void {
      const answer = answers.push(piece)
      if (answer === undefined) return
      latencyMicros.push((performance.now() - asked) * 1000)
      const fault = faultOf(answer, expects)
      if (fault === undefined) say()
      else end(new Error(fault))
    }
    function closed(): void {
      end(new Error(CLOSED))
    }
    function end(error?: Error): void {
      socket.off('data', hear).off('error', end).off('close', closed)
      if (error === undefined) resolve()
      else reject(error)
    }
    socket.on('data', hear).on('error', end).on('close', closed)
    say()
  })
}
