import { cordonWorker } from '../../load/cordon.ts'
import { ADMITTED } from '../../load/expectation.ts'
import type { Kit } from '../../load/kit.ts'
import { inTurns, rawRequest } from '../../load/request.ts'
import { oneEach, type RequestCurve } from './case.ts'
import { cookieWith, sessionSigner } from './signed-sessions.ts'

/** What the gate's caches of sessions hold at most; beyond it there is nothing to warm up. */
const REMEMBERED = 4_000
/** Statements are not used again after fifteen seconds: those that fit are to be signed before a turn. */
const STATEMENTS = 2_000

/**
 * An isolate remembers 2,000 verified tokens and as many statements, and 4,000 admission records: sizes on both sides of
 * each. In turns, which is the worst order for a cache that drops what was used longest ago: beyond its size it never hits.
 */
export const sessions: RequestCurve = {
  dimension: 'sessions',
  level: 'request',
  name: 'sessions in turns',
  unit: 'session',
  nature: 'cache',
  sizes: [10, 1_000, 1_800, 2_200, 3_600, 4_400, 10_000, 50_000],
  quickSizes: [10, 2_200],
  start: async (kit, sizes) => {
    let requests: readonly Buffer[] | undefined
    return oneEach(sizes, async (size) => {
      const process = await kit.start(`sessions-${size}`, await cordonWorker(kit))
      requests ??= await presenting(kit, process.port, Math.max(...sizes))
      const next = inTurns(requests.slice(0, size))
      return {
        process,
        expects: ADMITTED,
        requests: () => next,
        warmUpRequests: {
          once: size <= REMEMBERED ? size : 0,
          eachTurn: size <= STATEMENTS ? size : 0,
        },
      }
    })
  },
}

async function presenting(kit: Kit, port: number, count: number): Promise<readonly Buffer[]> {
  const sign = await sessionSigner(kit, port)
  const made: Buffer[] = []
  while (made.length < count) {
    const tokens = await Promise.all(Array.from({ length: Math.min(500, count - made.length) }, () => sign()))
    for (const token of tokens)
      made.push(rawRequest({ headers: { Cookie: `theme=dark; ${cookieWith(token)}` } }))
  }
  return made
}
