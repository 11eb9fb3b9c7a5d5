/**
 * The worker of the local edge: plays the part of the edge before the product, then calls the product as production
 * does. Nothing of this is in the production bundle, which has another entry.
 */
import { app } from '../../src/app.ts'
import { dependenciesFrom } from '../../src/deps.ts'
import bundledPolicy from '../../src/policy/data/bundled.json'
import prefixTable from '../../src/tables/data/feeds.bin'
import { defaultClient } from './default-client.ts'
import { isPlayground, playground } from './playground/playground.tsx'
import { edgeFactsOf, receive } from './receive.ts'
import { readSimulation } from './simulate.ts'

// Durable Object classes and RPC entrypoints, which the bindings of wrangler.toml name.
export * from '../../src/index.ts'

type LocalEdgeEnv = Parameters<typeof dependenciesFrom>[0] & {
  /** Answers `?address=` with what the address tells the edge, or 404. */
  readonly LOOKUP: Fetcher
}

// Without a `connect` handler workerd refuses CONNECT with 500. With one it would answer 200 before the handler runs.
export default {
  async fetch(request: Request, env: LocalEdgeEnv, ctx: ExecutionContext): Promise<Response> {
    const dependencies = dependenciesFrom(env, { revealHealth: true, prefixTable, bundledPolicy })
    // Before the product sees the request, and on a path that no origin can have.
    if (isPlayground(request)) return playground(request, { dependencies, lookup: env.LOOKUP, context: ctx })
    const simulation = readSimulation(request.headers)
    if (!simulation.ok) return badSimulation(simulation.error)

    const address = simulation.value.address ?? defaultClient.address
    const cf = await edgeFactsOf(address, simulation.value.cf, env.LOOKUP)
    const atTheEdge = receive(request, address, cf)
    const { now } = simulation.value
    return app.fetch(atTheEdge, now === undefined ? dependencies : { ...dependencies, clock: () => now }, ctx)
  },
}

function badSimulation(detail: string): Response {
  return Response.json(
    { type: 'about:blank', title: 'Bad simulation header', status: 400, detail },
    { status: 400, headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' } },
  )
}
