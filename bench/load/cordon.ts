/** The product as a subject: the production bundle with the shipped configuration, with single things changed. */
import type { Answer } from './answer.ts'
import { withTable } from './bundle.ts'
import type { WorkerParts } from './capnp.ts'
import type { Kit } from './kit.ts'
import { ask } from './load.ts'
import {
  CLIENTS,
  HOME_CF,
  homeAddress,
  inTurns,
  type RequestChoice,
  type RequestSource,
  rawRequest,
} from './request.ts'

export interface CordonChoice {
  readonly variables?: Readonly<Record<string, unknown>>
  /** Path of a prefix table instead of that of the build. */
  readonly table?: string
}

export async function cordonWorker(kit: Kit, { variables, table }: CordonChoice = {}): Promise<WorkerParts> {
  const modules = await kit.cordon()
  return {
    modules: table === undefined ? modules : withTable(modules, table),
    variables: { ...(await kit.shipped()), ...variables },
    durableObjects: { CONTROL: 'ControlObject', REPLAY: 'ReplayObject' },
  }
}

/** What a browser adds where a person opens a page. */
export const NAVIGATION = {
  Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'Sec-Fetch-Dest': 'document',
  'Sec-Fetch-Mode': 'navigate',
  'Sec-Fetch-Site': 'none',
} as const

/** One cookie of the origin's own, which every client has. */
const OTHER_COOKIE = 'theme=dark'

/** The same request of each of the clients, in turns; each has visited before and presents its session. */
export async function ofKnownClients(port: number, choice: RequestChoice = {}): Promise<RequestSource> {
  const requests: Buffer[] = []
  for (let client = 0; client < CLIENTS; client++) {
    const address = homeAddress(client)
    const { cf = HOME_CF } = choice
    const visit = await ask(port, rawRequest({ path: '/', address, cf, headers: NAVIGATION }))
    const Cookie = `${OTHER_COOKIE}; ${cookieOf(visit)}`
    requests.push(rawRequest({ address, ...choice, headers: { ...choice.headers, Cookie } }))
  }
  return inTurns(requests)
}

function cookieOf({ status, head }: Answer): string {
  const cookie = /\r\nset-cookie: *(__Host-cordon=[^;\r]+)/i.exec(head)?.[1]
  if (cookie === undefined) throw new Error(`a visit without a session: ${status}\n${head}`)
  return cookie
}

/** A header of an answer; undefined where it has none. */
export function headerOf({ head }: Answer, name: string): string | undefined {
  const lines = head.split('\r\n').slice(1)
  const line = lines.find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`))
  return line?.slice(name.length + 1).trim()
}
