import { readFileSync } from 'node:fs'
import { ok, type Result } from '../../src/lib/result.ts'
import type { UnixSeconds } from '../../src/lib/time.ts'
import { gather, type Sources } from '../../src/observations/gather.ts'
import { readSignal } from '../../src/policy/example-signals.ts'
import { judge } from '../../src/policy/judge.ts'
import { type Described, type Situation, situationOf } from '../../src/policy/situation.ts'
import { takeSnapshot } from '../../src/request/snapshot.ts'
import { parseTarget, type TargetFault } from '../../src/request/target.ts'
import type { ServedPolicy } from '../../src/served-policy.ts'
import { type Evidence, isSignalName } from '../../src/signals/registry.ts'
import { isolateAcceptedKeys } from '../../src/state/accepted-keys.ts'
import { networkTables } from '../../src/tables/networks.ts'
import { CurrentPrefixes } from '../../src/tables/prefixes.ts'
import { ensureFeedTable, FEED_TABLE } from '../feed-table-file.ts'
import { openLookup } from '../local-edge/lookup.ts'
import { UsageError } from '../usage-error.ts'

/**
 * The situation of a client at this address: place and network looked up offline as the local edge does, classes by the
 * tables of this build and the words of the policy; what was given besides is laid over it.
 */
export async function situationAt(
  address: string,
  described: Described,
  served: ServedPolicy,
  now: UnixSeconds,
): Promise<Result<Situation, TargetFault>> {
  // The resource, and whether the request is one at all.
  const asked = situationOf(
    { ...described, given: { ...described.given, 'client.address': address } },
    served.compiled,
    now,
  )
  if (!asked.ok) return asked
  const evidence = await evidenceOf(address, described, served, asked.value, now)
  return ok({ resource: asked.value.resource, evidence: { ...evidence, ...laidOver(described) } as Evidence })
}

async function evidenceOf(
  address: string,
  { request }: Described,
  served: ServedPolicy,
  { resource }: Situation,
  now: UnixSeconds,
): Promise<Evidence> {
  const lookup = await openLookup((line) => console.error(line))
  const host = request.host ?? 'host.invalid'
  const target = parseTarget(`https://${host}${request.path}`, undefined)
  if (!target.ok) throw new Error(`the situation before had this target: ${target.error}`)
  const received = new Request(`https://${host}/`, {
    headers: { ...request.headers, 'CF-Connecting-IP': address },
  })
  Object.defineProperty(received, 'cf', { value: lookup.cf(address) ?? {} })
  const snapshot = { ...takeSnapshot(received, target.value), method: request.method }
  const observations = await gather(snapshot, await sources(), served, now)
  // Where a publisher's list moves the client, what comes of it decides whether it is followed.
  return judge(served.compiled, observations, resource, now).evidence
}

/** The tables of this build; nothing of a deployment: no keys, no sessions. */
async function sources(): Promise<Sources> {
  ensureFeedTable()
  const prefixes = new CurrentPrefixes()
  const bytes = new Uint8Array(readFileSync(FEED_TABLE))
  const opened = bytes.length === 0 ? undefined : await prefixes.swap(bytes)
  if (opened?.ok === false)
    throw new UsageError(`the prefix table of the build is ${opened.error}: run npm run feeds`)
  return {
    networks: networkTables(prefixes),
    acceptedKeys: isolateAcceptedKeys(),
    isRevoked: () => false,
    keyLocations: [],
    hashKey: undefined,
    hashKeyFormerly: undefined,
    verifySession: undefined,
    verifyProof: undefined,
    binding: { asn: 'notice', tls: 'off' },
  }
}

function laidOver({ given }: Described): Partial<Record<string, unknown>> {
  const signals: Record<string, unknown> = {}
  for (const [name, written] of Object.entries(given))
    if (isSignalName(name)) signals[name] = readSignal(name, written)
  return signals
}
