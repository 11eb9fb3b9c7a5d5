import { join } from 'node:path'
import { formatIssue } from '../../src/config/issue.ts'
import { type Gate, makeGate } from '../../src/gate.ts'
import { secondsFromMillis, type UnixMillis } from '../../src/lib/time.ts'
import { gather } from '../../src/observations/gather.ts'
import { type Judged, judge as judgeRequest } from '../../src/policy/judge.ts'
import { takeSnapshot } from '../../src/request/snapshot.ts'
import { parseTarget } from '../../src/request/target.ts'
import { wranglerOptions } from '../local-edge/wrangler-options.ts'
import { PROJECT_ROOT } from '../project.ts'

/** What the edge would tell of a connection. What is left out, it does not tell. */
export interface Client {
  readonly address?: string
  readonly cf: Readonly<Record<string, unknown>>
}

export interface Judge {
  readonly gate: Gate
  judge(client: Client): Promise<Judged>
}

export interface JudgeOptions {
  /** Bytes of a prefix table; none: no lists. */
  readonly table: Uint8Array<ArrayBuffer>
  /** An environment of wrangler.toml. */
  readonly environment?: string | undefined
  readonly now: UnixMillis
}

/**
 * Decides about connections as the worker would, by the policy in `wrangler.toml`: the same code from the snapshot on.
 * Throws when the configuration or the table is broken.
 */
export async function openJudge({ table, environment, now }: JudgeOptions): Promise<Judge> {
  const { bindings = {} } = await wranglerOptions(join(PROJECT_ROOT, 'wrangler.toml'), environment)
  // The table is the one given here, not the deployment's blob.
  const { NETWORK_TABLE: _, ...variables } = bindings
  // Nothing here is revoked or proved, and the deployment's objects are not on this machine.
  const stateless = { ...variables, STATE: 'none' }
  const made = await makeGate(stateless, (bytes) => new Uint8Array(bytes), { prefixTable: table })
  if (!made.ok) throw new Error(`wrangler.toml:\n${made.error.map(formatIssue).join('\n')}`)
  const gate = made.value
  if (gate.prefixSource.fault !== undefined) throw new Error(gate.prefixSource.fault)
  return { gate, judge: (client) => judge(gate, client, now) }
}

async function judge(gate: Gate, { address, cf }: Client, now: UnixMillis): Promise<Judged> {
  const host = gate.config.HOSTS[0] ?? ''
  const target = parseTarget(`https://${host}/`, host, gate.admittedForms)
  if (!target.ok) throw new Error(`no request can be made to ${host}: ${target.error}`)
  const request = new Request(
    `https://${host}/`,
    address === undefined ? {} : { headers: { 'CF-Connecting-IP': address } },
  )
  Object.defineProperty(request, 'cf', { value: cf })
  const snapshot = takeSnapshot(request, target.value)
  const seconds = secondsFromMillis(now)
  const policy = gate.policies.inForce
  const observations = await gather(snapshot, gate.sources, policy, seconds)
  return judgeRequest(
    policy.compiled,
    observations,
    policy.compiled.resource.match(snapshot, { state: 'none' }, seconds),
    seconds,
  )
}
