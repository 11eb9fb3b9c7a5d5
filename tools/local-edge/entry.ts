/**
 * The worker of the local edge: plays the part of the edge before the product, then calls the product as production
 * does. Nothing of this is in the production bundle, which has another entry.
 */
import { app } from '../../src/app.ts'
import { dependenciesFrom } from '../../src/deps.ts'
import { BoundedMap } from '../../src/lib/bounded-map.ts'
import bundledPolicy from '../../src/policy/data/bundled.json'
import prefixTable from '../../src/tables/data/feeds.bin'
import { defaultClient } from './default-client.ts'
import { applySimulation, isSimulationHeader, readSimulation, type Simulation } from './simulate.ts'

// Durable Object classes and RPC entrypoints, which the bindings of wrangler.toml name.
export * from '../../src/index.ts'

type LocalEdgeEnv = Parameters<typeof dependenciesFrom>[0] & {
  /** Answers `?address=` with what the address tells the edge, or 404. */
  readonly LOOKUP: Fetcher
}

/** By address, at most 512: what the look-up answered does not change while the process lives. */
const lookups = new BoundedMap<string, object>(512)

/** Set by the edge alone, whatever the client sends. */
const EDGE_HEADERS = ['CF-Connecting-IP', 'CF-IPCountry']

/** What the edge writes into `CF-IPCountry`, `T1` and `XX` among it. `Sim-Cf` may ask for what no header can hold. */
const COUNTRY_HEADER_VALUE = /^[A-Z0-9]{2}$/

// Without a `connect` handler workerd refuses CONNECT with 500. With one it would answer 200 before the handler runs.
export default {
  async fetch(request: Request, env: LocalEdgeEnv, ctx: ExecutionContext): Promise<Response> {
    const simulation = readSimulation(request.headers)
    if (!simulation.ok) return badSimulation(simulation.error)

    const address = simulation.value.address ?? defaultClient.address
    const atTheEdge = await receive(request, address, env.LOOKUP, simulation.value)
    const dependencies = dependenciesFrom(env, { revealHealth: true, prefixTable, bundledPolicy })
    const { now } = simulation.value
    return app.fetch(atTheEdge, now === undefined ? dependencies : { ...dependencies, clock: () => now }, ctx)
  },
}

/** The request as the edge would hand it to the Worker; method, URL, body and upgrade stay as they came. */
async function receive(
  request: Request,
  address: string,
  lookup: Fetcher,
  simulation: Simulation,
): Promise<Request> {
  const cf = applySimulation(await lookUp(address, lookup), simulation)
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

function badSimulation(detail: string): Response {
  return Response.json(
    { type: 'about:blank', title: 'Bad simulation header', status: 400, detail },
    { status: 400, headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' } },
  )
}
