import { err, ok, type Result } from '../../src/lib/result.ts'
import { millisFromSeconds, type UnixMillis, type UnixSeconds } from '../../src/lib/time.ts'
import { formatIpAddress, parseIpAddress } from '../../src/net/ip-address.ts'
import { EDGE_DEFAULTS, nearestColo } from './edge-defaults.ts'

/** What `Sim-Cf` does to what the address look-up found. */
export type CfChange =
  | { readonly kind: 'none' }
  | { readonly kind: 'override'; readonly properties: Readonly<Record<string, unknown>> }
  | { readonly kind: 'remove' }
  | { readonly kind: 'malformed'; readonly value: unknown }

export type Simulation = {
  /** In its one recommended text; absent when the default client calls. */
  readonly address?: string
  readonly cf: CfChange
  /** Absent when the request's clock is the real one. */
  readonly now?: UnixMillis
}

/** 9999-12-31T23:59:59Z, the last second that RFC 3339 can write. */
const LAST_SECOND = 253402300799

const READERS: Readonly<Record<string, (value: string) => Result<Partial<Simulation>, string>>> = {
  'sim-client-ip': readAddress,
  'sim-cf': readCf,
  'sim-now': readNow,
}

/** Any spelling of a header of ours, so that `Sim_Cf` fails like the typo it is. */
export function isSimulationHeader(name: string): boolean {
  return name.toLowerCase().replaceAll('_', '-').startsWith('sim-')
}

/**
 * What the `Sim-*` headers of a request ask for, or a sentence for a person naming the header that is wrong and what
 * was expected. A name that is none of ours is wrong too: a typo must not silently simulate nothing.
 */
export function readSimulation(headers: Headers): Result<Simulation, string> {
  let simulation: Simulation = { cf: { kind: 'none' } }
  for (const [name, value] of headers) {
    if (!isSimulationHeader(name)) continue
    const read = Object.hasOwn(READERS, name) ? READERS[name] : undefined
    if (read === undefined) {
      return err(`${name}: there is no such header. Known are Sim-Client-IP, Sim-Cf and Sim-Now.`)
    }
    const part = read(value)
    if (!part.ok) return part
    simulation = { ...simulation, ...part.value }
  }
  return ok(simulation)
}

/**
 * The `request.cf` that the product is to see: what the address look-up found on top of an ordinary browser's
 * connection, changed as `Sim-Cf` says. `undefined` is no `cf` at all; not an object is malformed input on purpose.
 */
export function applySimulation(lookedUp: object | undefined, { cf: change }: Simulation): unknown {
  if (change.kind === 'remove') return undefined
  if (change.kind === 'malformed') return change.value
  const cf: Record<string, unknown> = { ...EDGE_DEFAULTS, colo: nearestColo(lookedUp), ...lookedUp }
  if (change.kind === 'none') return cf
  for (const [name, value] of Object.entries(change.properties)) {
    if (value === null) delete cf[name]
    else Object.defineProperty(cf, name, { value, enumerable: true, configurable: true, writable: true })
  }
  return cf
}

function readAddress(value: string): Result<Partial<Simulation>, string> {
  const address = parseIpAddress(value)
  if (address !== undefined) return ok({ address: formatIpAddress(address) })
  return err(`Sim-Client-IP: expected one IPv4 or IPv6 address, such as 73.162.10.1, not ${quote(value)}.`)
}

function readCf(value: string): Result<Partial<Simulation>, string> {
  let json: unknown
  try {
    json = JSON.parse(value)
  } catch {
    return err(
      `Sim-Cf: expected one JSON text: an object such as {"country":"T1"} to override properties, null to remove ` +
        `request.cf, or another value to replace it; not ${quote(value)}.`,
    )
  }
  if (json === null) return ok({ cf: { kind: 'remove' } })
  if (typeof json !== 'object' || Array.isArray(json)) return ok({ cf: { kind: 'malformed', value: json } })
  return ok({ cf: { kind: 'override', properties: json as Record<string, unknown> } })
}

function readNow(value: string): Result<Partial<Simulation>, string> {
  const seconds = /^\d{1,12}$/.test(value) ? Number(value) : Number.NaN
  if (seconds <= LAST_SECOND) return ok({ now: millisFromSeconds(seconds as UnixSeconds) })
  return err(
    `Sim-Now: expected one whole number of Unix seconds from 0 to ${LAST_SECOND}, not ${quote(value)}.`,
  )
}

function quote(value: string): string {
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value)
}
