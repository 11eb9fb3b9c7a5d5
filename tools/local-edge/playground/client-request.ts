import type { Gate } from '../../../src/gate.ts'
import { utf8 } from '../../../src/lib/bytes.ts'
import { SESSION_HEADER } from '../../../src/request/presented-token.ts'
import { edgeFactsOf, receive } from '../receive.ts'
import type { Choice, Form } from './choice.ts'
import type { Client } from './clients.ts'

/** What all requests of one try have in common. */
export interface Attempt {
  readonly choice: Choice
  /** A session token that the client presents. */
  readonly token: string | undefined
  /** Scheme and host that the playground itself was asked at: one of the gate's own. */
  readonly origin: string
  readonly gate: Gate
  readonly lookup: Fetcher
}

/** A request of this client as the gate would get it, with what the edge says of it. */
export interface ClientRequest {
  readonly request: Request
  readonly content: Uint8Array<ArrayBuffer>
  readonly cf: unknown
}

const PAGE_HEADERS = {
  Accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
  'Sec-Fetch-Dest': 'document',
  'Sec-Fetch-Mode': 'navigate',
  'Sec-Fetch-Site': 'none',
}

/** The request that is tried, from the chosen client or another one. */
export function chosenRequest(attempt: Attempt, client = attempt.choice.client): Promise<ClientRequest> {
  const { method, path, body, form } = attempt.choice
  return requestOf(attempt, client, { method, path, body, form })
}

/** The same client asking for a session token, as programs do. */
export function sessionRequest(attempt: Attempt): Promise<ClientRequest> {
  return requestOf(attempt, attempt.choice.client, {
    method: 'POST',
    path: '/.cordon/session',
    body: undefined,
    form: 'json',
  })
}

interface Asked {
  readonly method: string
  readonly path: string
  readonly body: string | undefined
  readonly form: Form
}

async function requestOf(attempt: Attempt, client: Client, asked: Asked): Promise<ClientRequest> {
  const { origin, lookup } = attempt
  const content = utf8(asked.body ?? '')
  const request = new Request(`${origin}${asked.path}`, {
    method: asked.method,
    headers: headersOf(attempt, client, asked),
    redirect: 'manual',
    ...(asked.body === undefined ? {} : { body: content }),
  })
  const change = client.cf === undefined ? NO_CHANGE : ({ kind: 'override', properties: client.cf } as const)
  const cf = await edgeFactsOf(client.address, change, lookup)
  return { request: receive(request, client.address, cf), content, cf }
}

const NO_CHANGE = { kind: 'none' } as const

function headersOf({ choice, token, origin, gate }: Attempt, client: Client, { body, form }: Asked): Headers {
  const headers = new Headers({ Host: new URL(origin).host, 'Accept-Language': choice.language })
  const wanted = form === 'page' ? PAGE_HEADERS : { Accept: 'application/json' }
  for (const [name, value] of Object.entries({ ...wanted, ...client.headers })) headers.set(name, value)
  if (body !== undefined) {
    headers.set('Content-Type', 'application/json')
    headers.set('Content-Length', `${utf8(body).length}`)
  }
  if (token !== undefined) headers.set(SESSION_HEADER, token)
  const [location] = gate.config.KEY_LOCATION
  if (choice.key !== undefined && location !== undefined) {
    const { header, scheme } = location
    headers.set(header, scheme === undefined ? choice.key : `${scheme} ${choice.key}`)
  }
  return headers
}
