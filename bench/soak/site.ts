import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { SigningJwk } from '../../tools/signing-keys.ts'
import { cordonWorker } from '../load/cordon.ts'
import type { Kit } from '../load/kit.ts'
import { BASE_URL } from '../load/request.ts'
import type { Workerd } from '../load/workerd.ts'
import { type Door, doorAt, type Operator } from './door.ts'
import { DEPLOYED, liveDocument } from './policies.ts'
import type { PolicyName } from './situation.ts'

/** Those of a data centre: the first is asked by the operators, the second hears of it from `Control`. */
export const ISOLATES = 2
export const AUDIENCE = 'https://origin.example.net'

/** What two processes of one run have in common. */
export interface Plan {
  readonly operator: Operator
  /** Checksum of the table that the configuration names. */
  readonly configuredTable: string
  /** `host:port` of the KV namespace that has the tables. */
  readonly blobs: string
}

/** The production bundle as it would be deployed, in a process of its own, before anybody has come. */
export interface Site {
  readonly process: Workerd
  /** In the first isolate. */
  readonly door: Door
  readonly document: string
  /** Revision → which of the two it is. */
  readonly policies: ReadonlyMap<string, PolicyName>
}

export async function openSite(
  kit: Kit,
  { operator, configuredTable, blobs }: Plan,
  keys: readonly SigningJwk[],
  inspector = false,
): Promise<Site> {
  const variables = {
    POLICY: DEPLOYED,
    SIGNING_KEYS: JSON.stringify({ keys }),
    ADMIN_TOKEN_SHA256: operator.secret,
    NETWORK_TABLE: configuredTable,
    ORIGIN_AUDIENCE: AUDIENCE,
  }
  const origin = await kit.helper('soak-origin', {
    modules: await kit.peer('origin', join(import.meta.dirname, 'workers')),
  })
  const worker = await cordonWorker(kit, { variables })
  const process = await kit.start(
    `gate-${randomUUID()}`,
    { ...worker, kv: { NETWORK_TABLES: blobs }, outbound: origin, isolates: ISOLATES },
    inspector,
  )
  const door = doorAt(process.port, operator)
  const document = liveDocument(await kit.shipped())
  const deployed = await door('GET', '/state')
  const live = await door('PUT', '/policy', { document, dry_run: true })
  const policies = new Map<string, PolicyName>([
    [String(deployed.revision), 'deployed'],
    [String(live.revision), 'live'],
  ])
  if (policies.size !== 2) throw new Error('the two policies are one')
  return { process, door, document, policies }
}

export const ISSUER = BASE_URL
