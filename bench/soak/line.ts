import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { AnswerReader } from '../load/answer.ts'
import type { Ending } from './fingerprint.ts'
import type { Kind } from './kind.ts'

const PIECES = 4
const BETWEEN_PIECES_MILLIS = 25
/** Long enough for the gate to be in the middle of it. */
const UNTIL_ABORT_MILLIS = 2
/** No answer takes so long, whatever is going on: waiting for it is itself a fault. */
const PATIENCE_MILLIS = 15_000

/**
 * A client's connection, with one request under way at a time. One that was closed, by the gate or by an attacker in the
 * middle of a request, is opened anew for the next.
 */
export class Line {
  readonly #port: number
  #socket: Socket | undefined

  constructor(port: number) {
    this.#port = port
  }

  /** Sends and waits. @returns undefined for what was aborted: nobody has waited for an answer */
  async ask(request: Buffer, manner: Kind['manner']): Promise<Ending | undefined> {
    this.#socket ??= await opened(this.#port)
    const socket = this.#socket
    if (manner === 'aborted') {
      socket.on('error', () => {})
      socket.write(request)
      await sleep(UNTIL_ABORT_MILLIS)
      this.close()
      return undefined
    }
    const ending = answerOn(socket)
    if (manner === 'slowly') await writeSlowly(socket, request)
    else socket.write(request)
    const ended = await ending
    if (ended === 'closed' || /\r\nconnection: close/i.test(ended.head)) this.close()
    return ended
  }

  close(): void {
    this.#socket?.destroy()
    this.#socket = undefined
  }
}

function opened(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      resolve(socket)
    })
  })
}

function answerOn(socket: Socket): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const answers = new AnswerReader()
    const timer = setTimeout(() => end(() => reject(new Error('no answer in time'))), PATIENCE_MILLIS)
    function hear(piece: Buffer): void {
      const answer = answers.push(piece)
      if (answer !== undefined) end(() => resolve(answer))
    }
    const closed = () => end(() => resolve('closed'))
    function end(settle: () => void): void {
      clearTimeout(timer)
      socket.off('data', hear).off('error', closed).off('close', closed)
      settle()
    }
    socket.on('data', hear).on('error', closed).on('close', closed)
  })
}

async function writeSlowly(socket: Socket, request: Buffer): Promise<void> {
  const length = Math.ceil(request.length / PIECES)
  for (let from = 0; from < request.length; from += length) {
    if (from > 0) await sleep(BETWEEN_PIECES_MILLIS)
    socket.write(request.subarray(from, from + length))
  }
}
