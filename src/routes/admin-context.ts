import { type Administration, makeAdministration } from '../admin/administration.ts'
import type { AdminContext, PolicyView, TableReading } from '../admin/context.ts'
import { fetchJson } from '../admin/fetch-json.ts'
import document from '../admin/openapi.json'
import type { Dependencies } from '../deps.ts'
import type { Gate } from '../gate.ts'
import { secondsFromMillis, type UnixMillis } from '../lib/time.ts'
import type { CordonEnv } from '../middleware/types.ts'
import { modeAt } from '../served-policy.ts'
import { readBlob } from '../state/prefix-blob.ts'
import { openPrefixes } from '../tables/prefixes.ts'

/** By gate: as many as there are configurations in this isolate. */
const known = new WeakMap<Gate, Administration>()

export function administrationOf(gate: Gate): Administration {
  const held = known.get(gate)
  if (held !== undefined) return held
  const { ADMIN_ACCESS: access, ADMIN_TOKEN_SHA256: tokens = [] } = gate.config
  const made = makeAdministration({ access, tokens }, fetchJson)
  known.set(gate, made)
  return made
}

/** What operations get to know; undefined where no `Control` is bound, and so nothing can be administered. */
export function adminContextFrom(gate: Gate, at: UnixMillis, decision: string): AdminContext | undefined {
  const { control, inForce, keyring } = gate
  if (control === undefined) return undefined
  const { stamp, epoch, tables, policy, candidate, breakGlassUntil, count } = inForce
  return {
    control,
    inForce: {
      stamp,
      epoch,
      tables,
      policy,
      candidate,
      breakGlassUntil,
      count,
      standing: inForce.standing(at),
      apply: (update) => inForce.apply(update),
    },
    readTable: (sha256) => readTable(gate, sha256),
    policies: policyView(gate, at),
    keys: (now) =>
      (keyring?.states(now) ?? []).map((key) =>
        inForce.isKeyRevoked(key.kid) ? { ...key, state: 'ended' } : key,
      ),
    forSeconds: gate.revocationSeconds,
    now: secondsFromMillis(at),
    decision,
    document,
  }
}

function policyView(gate: Gate, at: UnixMillis): PolicyView {
  const { config, inForce, policies, policySource, candidateSource } = gate
  return {
    deployed: policies.deployed,
    served: policies.inForce,
    mode: modeAt(policies.inForce, secondsFromMillis(at)),
    standing: policySource.standing(at),
    fault: policySource.fault,
    candidate: policies.candidate,
    candidateFault: candidateSource.fault,
    signers: config.POLICY_SIGNERS,
    async follow() {
      policySource.want(inForce.policy, at)
      candidateSource.want(inForce.candidate, at)
      await Promise.all([policySource.retry(at), candidateSource.retry(at)])
    },
  }
}

const TABLE_WAIT_MILLIS = 10_000

/** As `PrefixSource` would bring it into force, except that what is in force stays. */
async function readTable({ blobs, bundledTable }: Gate, sha256: string): Promise<TableReading> {
  if (sha256 === bundledTable) return 'ok'
  if (blobs === undefined) return 'no_store'
  const read = await readBlob(blobs, sha256, TABLE_WAIT_MILLIS)
  if (!read.ok) return read.error
  const opened = await openPrefixes(read.value)
  return opened.ok && opened.value.sha256 === sha256 ? 'ok' : 'unsound'
}

export function adminContextOf(c: {
  readonly env: Pick<Dependencies, 'clock'>
  readonly var: Pick<CordonEnv['Variables'], 'gate' | 'decisionId'>
}): AdminContext | undefined {
  return adminContextFrom(c.var.gate, c.env.clock(), c.var.decisionId)
}
