import type { Subject } from './subject.ts'
import { body } from './subjects/body.ts'
import { dpopClient } from './subjects/dpop-client.ts'
import { firstVisit } from './subjects/first-visit.ts'
import { floor } from './subjects/floor.ts'
import { forward } from './subjects/forward.ts'
import { honoIp } from './subjects/hono-ip.ts'
import { honoJose } from './subjects/hono-jose.ts'
import { honoJwt } from './subjects/hono-jwt.ts'
import {
  knownSession,
  knownSessionMillion,
  knownSessionPerRequest,
  rules200,
} from './subjects/known-session.ts'
import { kvScan } from './subjects/kv-scan.ts'
import { monitor } from './subjects/monitor.ts'
import { ok } from './subjects/ok.ts'
import { honoCountry, refusalFloor } from './subjects/refusal-floor.ts'
import { refusedFeed, refusedNetwork, refusedPlace } from './subjects/refused.ts'

/** In the order of the report. */
export const SUBJECTS: readonly Subject[] = [
  ok,
  forward,
  floor,
  refusalFloor,
  honoCountry,
  honoIp(100),
  honoIp(1_000),
  honoIp(10_000),
  honoJwt,
  honoJose,
  kvScan,
  knownSession,
  knownSessionPerRequest,
  knownSessionMillion,
  firstVisit,
  dpopClient,
  refusedPlace,
  refusedNetwork,
  refusedFeed,
  monitor,
  rules200,
  body,
]
