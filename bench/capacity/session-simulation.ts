import { BoundedMap } from '../../src/lib/bounded-map.ts'
import type { UnixSeconds } from '../../src/lib/time.ts'
import { Admissions } from '../../src/telemetry/admissions.ts'
import { ASSUMPTIONS } from './limits.ts'
import { spreadOver } from './places.ts'
import { ASSERTION_REUSE_SECONDS, CACHES, TOKEN_LIFE_SECONDS } from './product.ts'
import { Chance, zipfDraw } from './random.ts'

export interface SessionPlan {
  readonly isolates: number
  /** Of the clients that are simulated. */
  readonly requestsPerSecond: number
  /** Sessions, or networks of refused clients: each comes to one place, by Zipf's law. */
  readonly clients: number
  /** Pages of a site, by Zipf's law; 1 for an API with one endpoint. */
  readonly paths: number
  readonly seed: number
}

/** Shares of requests. */
export interface CacheRatios {
  /** Token verified here before. */
  readonly knownToken: number
  /** Statement of the last seconds serves again. */
  readonly reusedAssertion: number
  /** An admission record is written. */
  readonly newAdmission: number
}

/** Places of like size are one: the first of each stands for all up to the next. */
const RANKS = [0, 1, 4, 15, 50, 150]
const MOST_REQUESTS = 200_000

/**
 * One isolate of each size of place, through its life, with the caches of the product. Which isolate of a place a request
 * meets is chance, as far as anybody outside of the platform can tell.
 */
export function simulateSessions(plan: SessionPlan): CacheRatios {
  const places = spreadOver(plan.isolates, ASSUMPTIONS.places)
  const chance = new Chance(plan.seed)
  const sum = { knownToken: 0, reusedAssertion: 0, newAdmission: 0 }
  for (const [at, rank] of RANKS.entries()) {
    const place = places[rank]
    if (place === undefined) continue
    const alike = places.slice(rank, RANKS[at + 1])
    const weight = alike.reduce((total, { share }) => total + share, 0)
    const found = isolateOf(
      (plan.requestsPerSecond * place.share) / place.isolates,
      Math.max(1, Math.round(plan.clients * place.share)),
      plan.paths,
      chance,
    )
    sum.knownToken += weight * found.knownToken
    sum.reusedAssertion += weight * found.reusedAssertion
    sum.newAdmission += weight * found.newAdmission
  }
  return sum
}

function isolateOf(perSecond: number, clients: number, paths: number, chance: Chance): CacheRatios {
  const drawClient = zipfDraw(clients, chance)
  const drawPath = zipfDraw(paths, chance)
  const tokens = new BoundedMap<number, true>(CACHES.knownTokens.entries)
  const assertions = new BoundedMap<number, number>(CACHES.assertions.entries)
  const admissions = new Admissions()
  const count = { requests: 0, knownToken: 0, reusedAssertion: 0, newAdmission: 0 }
  const until = Math.min(ASSUMPTIONS.isolateLifeSeconds, MOST_REQUESTS / perSecond)
  for (let now = chance.untilNext(perSecond); now < until; now += chance.untilNext(perSecond)) {
    const client = drawClient()
    count.requests++
    // Each session is renewed at a time of its own.
    const token = client * 1_000 + Math.floor((now + (client % TOKEN_LIFE_SECONDS)) / TOKEN_LIFE_SECONDS)
    if (tokens.get(token)) count.knownToken++
    else tokens.set(token, true)
    const statement = client * paths + drawPath()
    const signedAt = assertions.get(statement)
    if (signedAt !== undefined && now - signedAt < ASSERTION_REUSE_SECONDS) count.reusedAssertion++
    else assertions.set(statement, now)
    if (admissions.find(`${client}`, Math.floor(now) as UnixSeconds, () => 'id').isNew) count.newAdmission++
  }
  const { requests, ...found } = count
  if (requests === 0) return { knownToken: 0, reusedAssertion: 0, newAdmission: 1 }
  return {
    knownToken: found.knownToken / requests,
    reusedAssertion: found.reusedAssertion / requests,
    newAdmission: found.newAdmission / requests,
  }
}
