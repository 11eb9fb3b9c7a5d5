import { BoundedMap } from '../../src/lib/bounded-map.ts'
import { applySimulation, type CfChange, isSimulationHeader } from './simulate.ts'

/** By address, at most 512: what the look-up answered does not change while the process lives. */
const lookups = new BoundedMap<string, object>(512)

/** Set by the edge alone, whatever the client sends. */
const EDGE_HEADERS = ['CF-Connecting-IP', 'CF-IPCountry']

/** What the edge writes into `CF-IPCountry`, `T1` and `XX` among it. `Sim-Cf` may ask for what no header can hold. */
const COUNTRY_HEADER_VALUE = /^[A-Z0-9]{2}$/

/** The request as the edge would hand it to the Worker; method, URL, body and upgrade stay as they came. */
export function receive(request: Request, address: string, cf: unknown): Request {
  const headers = new Headers(request.headers)
  for (const name of [...headers.keys()].filter(isSimulationHeader)) headers.delete(name)
  for (const name of EDGE_HEADERS) headers.delete(name)
  headers.set('CF-Connecting-IP', address)
  const country = typeof cf === 'object' && cf !== null && 'country' in cf ? cf.country : undefined
  if (typeof country === 'string' && COUNTRY_HEADER_VALUE.test(country)) headers.set('CF-IPCountry', country)

  const received = new Request(request, { headers })
  // Defined, not passed as `cf`: workerd takes only objects there, and malformed input is what one wants to try.
  Object.defineProperty(received, 'cf', { value: cf })
  return received
}

/** The `request.cf` of a client at this address, changed as somebody wants it. @param lookup answers `?address=` */
export async function edgeFactsOf(address: string, cf: CfChange, lookup: Fetcher): Promise<unknown> {
  return applySimulation(await lookUp(address, lookup), { cf })
}

async function lookUp(address: string, lookup: Fetcher): Promise<object> {
  const known = lookups.get(address)
  if (known !== undefined) return known
  const response = await lookup.fetch(`http://lookup/?address=${encodeURIComponent(address)}`)
  if (!response.ok)
    throw new Error(`local edge: the look-up answered ${response.status} for a checked address`)
  const found = await response.json<object>()
  lookups.set(address, found)
  return found
}
