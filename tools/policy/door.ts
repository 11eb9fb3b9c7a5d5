import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { millisOf } from '../../src/lib/time.ts'
import { UsageError } from '../usage-error.ts'

/** Options of every command that goes to a gate. The token is none: arguments are seen by everybody on a machine. */
export const DOOR_OPTIONS = {
  gate: { type: 'string' },
  'token-file': { type: 'string' },
} as const

export interface DoorOptions {
  readonly gate?: string | undefined
  readonly 'token-file'?: string | undefined
}

export type DoorEnvironment = Readonly<Record<string, string | undefined>>

export type ChangeMethod = 'POST' | 'PUT' | 'DELETE'

/** The admin door of one gate. */
export interface Door {
  /** As messages name it. */
  readonly gate: string
  /** @param path below `/.cordon/admin` */
  read(path: string): Promise<Answer>
  /** Carried out once, however often it has to be sent. */
  change(method: ChangeMethod, path: string, order: object): Promise<Answer>
}

export type Answer = Readonly<Record<string, unknown>>

/** The gate said no, and why. */
export class Refused extends UsageError {
  readonly reason: string

  constructor(reason: string, message: string) {
    super(message)
    this.reason = reason
  }
}

const TIMEOUT_SECONDS = 30
const TRIES = 4
const PAUSE_SECONDS = 1

/**
 * The door of the gate that `--gate` or CORDON_GATE names, with the token from CORDON_ADMIN_TOKEN or a file.
 *
 * @throws UsageError where either is missing, or the token would go in clear text
 */
export function openDoor(options: DoorOptions, env: DoorEnvironment = process.env): Door {
  const gate = gateOf(options.gate ?? env.CORDON_GATE)
  const token = tokenOf(options['token-file'], env.CORDON_ADMIN_TOKEN)
  const send = async (method: string, path: string, order?: object): Promise<Answer> => {
    const headers: Record<string, string> = { Authorization: `Bearer ${token}`, Accept: 'application/json' }
    if (order !== undefined) {
      headers['Content-Type'] = 'application/json'
      headers['Idempotency-Key'] = randomUUID()
    }
    const init = { method, headers, ...(order === undefined ? {} : { body: JSON.stringify(order) }) }
    return sendPatiently(`${gate}/.cordon/admin${path}`, init, gate)
  }
  return { gate, read: (path) => send('GET', path), change: send }
}

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

function gateOf(text: string | undefined): string {
  if (text === undefined || text === '')
    throw new UsageError('expected --gate https://… (or CORDON_GATE): whose policy is it?')
  const url = URL.parse(text)
  const isClear = url?.protocol === 'http:' && !LOOPBACK.test(url.hostname)
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    url.pathname !== '/' ||
    url.search !== '' ||
    url.username !== ''
  )
    throw new UsageError('--gate: expected the origin of a gate, such as https://api.example.com')
  if (isClear) throw new UsageError('--gate: expected https: the admin token would go in clear text')
  return url.origin
}

function tokenOf(file: string | undefined, variable: string | undefined): string {
  const token = (file === undefined ? variable : readToken(file))?.trim()
  if (token === undefined || token === '')
    throw new UsageError('expected an admin token in CORDON_ADMIN_TOKEN, or in a file with --token-file FILE')
  // Never repeated: what is in the wrong place may be another secret.
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new UsageError('the admin token is not one: expected printable ASCII')
  return token
}

function readToken(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new UsageError('--token-file: the file cannot be read')
  }
}

interface Init {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** A change carries its key, so that one that was made although no answer came is not made again. */
async function sendPatiently(url: string, init: Init, gate: string): Promise<Answer> {
  for (let tried = 1; ; tried++) {
    const answered = await sendOnce(url, init, gate)
    if (!(answered instanceof UsageError)) return answered
    const mayPass = !(answered instanceof Refused) || answered.reason === 'control.unreachable'
    if (!mayPass || tried === TRIES) throw answered
    await sleep(millisOf(PAUSE_SECONDS * tried))
  }
}

async function sendOnce(url: string, init: Init, gate: string): Promise<Answer | UsageError> {
  let response: Response
  let body: string
  try {
    // A redirect would take the token to somebody else.
    response = await fetch(url, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(millisOf(TIMEOUT_SECONDS)),
    })
    body = await response.text()
  } catch (error) {
    return new UsageError(`${gate} cannot be reached${causeOf(error)}`)
  }
  const answer = jsonOf(body)
  if (response.ok && answer !== undefined) return answer
  return refusalOf(response, answer, gate)
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if (error.name === 'TimeoutError') return `: no answer within ${TIMEOUT_SECONDS} seconds`
  const { cause } = error
  return cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
}

function jsonOf(body: string): Answer | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Answer)
      : undefined
  } catch {
    return undefined
  }
}

function refusalOf({ status }: Response, answer: Answer | undefined, gate: string): UsageError {
  const reason = typeof answer?.reason === 'string' ? answer.reason : undefined
  if (answer === undefined || reason === undefined)
    return new Refused(
      '',
      `${gate} answered ${status}, and not as the admin door of a gate: is it the gate, and is the door open?`,
    )
  const detail = typeof answer.detail === 'string' ? answer.detail : ''
  const errors = Array.isArray(answer.errors) ? answer.errors.map(String) : []
  const decision = typeof answer.decision === 'string' ? [`decision ${answer.decision}`] : []
  return new Refused(reason, [`${gate} refused: ${detail} (${reason})`, ...errors, ...decision].join('\n  '))
}
