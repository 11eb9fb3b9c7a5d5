import { env } from 'cloudflare:test'
import type { Gate } from '../../src/gate.ts'
import type { ControlObject } from '../../src/state/control/object.ts'
import type { Change, ControlUpdate, PolicyDocument } from '../../src/state/control/types.ts'
import type { ReplayObject } from '../../src/state/replay/object.ts'
import type { TestGate } from '../support/gate.ts'

const { CONTROL, REPLAY } = env as unknown as {
  CONTROL: DurableObjectNamespace<ControlObject>
  REPLAY: DurableObjectNamespace<ReplayObject>
}

let made = 0

/** How Control answers reads: after so many milliseconds, with an error, or not at all. */
export type Manner = { readonly afterMillis: number } | 'throws' | 'never'

/**
 * Real objects of this test's own, behind bindings that count what is asked of them and can be made to fail. Gates that
 * are given the same `vars` are isolates of one deployment.
 */
export function ownState() {
  const name = `own-${made++}`
  const seen = { reads: 0, changes: 0, uses: 0, documents: 0 }
  /** Appeals that `Control` was asked to take. */
  const offered = { appeals: 0 }
  const manner: {
    control: Manner
    documents: Manner
    replay: Manner
    /** What is read in the place of these documents; null: nothing. */
    readonly damaged: Map<string, PolicyDocument | null>
  } = {
    damaged: new Map(),
    control: { afterMillis: 0 },
    documents: { afterMillis: 0 },
    replay: { afterMillis: 0 },
  }
  const object = () => CONTROL.getByName(name)
  const control = {
    getByName: () => ({
      read: async (since: number | undefined, now: number, form?: 'packed') => {
        seen.reads++
        await kept(manner.control)
        return object().read(since, now as never, form)
      },
      change: async (order: never, now: never) => {
        seen.changes++
        await kept(manner.control)
        return object().change(order, now)
      },
      revocations: async (page: never, now: never) => object().revocations(page, now),
      changes: async (page: never) => object().changes(page),
      earlier: async (order: never, now: never) => object().earlier(order, now),
      policies: async () => object().policies(),
      appeal: async (entry: never, now: never) => {
        offered.appeals++
        await kept(manner.control)
        return object().appeal(entry, now)
      },
      appeals: async (page: never) => object().appeals(page),
      document: async (sha256: string) => {
        seen.documents++
        await kept(manner.documents)
        const instead = manner.damaged.get(sha256)
        return instead === undefined ? object().document(sha256) : (instead ?? undefined)
      },
    }),
  }
  const replay = {
    getByName: (shard: string) => ({
      use: async (use: never, now: never) => {
        seen.uses++
        await kept(manner.replay)
        return REPLAY.getByName(`${name}-${shard}`).use(use, now)
      },
    }),
  }
  return { vars: { STATE: 'control', CONTROL: control, REPLAY: replay }, seen, offered, manner, object }
}

async function kept(manner: Manner): Promise<void> {
  if (manner === 'throws') throw new Error('the object cannot be reached')
  if (manner === 'never') await new Promise(() => {})
  else if (manner.afterMillis > 0) await new Promise((resolve) => setTimeout(resolve, manner.afterMillis))
}

/** The gate of an isolate, for what only the admin door does otherwise. */
export async function gateOf({ dependencies }: TestGate): Promise<Gate> {
  const made = await dependencies.gate()
  if (!made.ok) throw new Error(JSON.stringify(made.error))
  return made.value
}

/** Changes what is in force, as the admin door of this isolate does; it knows at once. */
export async function carryOut(isolate: TestGate, change: Change): Promise<ControlUpdate> {
  const { control, inForce } = await gateOf(isolate)
  if (control === undefined) throw new Error('there is no Control')
  const order = { change, by: { name: 'anna', role: 'operator' }, why: 'a test', decision: 'd' } as const
  const changed = await control.change(order, Math.trunc(isolate.at / 1000) as never)
  if (!changed.ok) throw new Error(changed.error)
  inForce.apply(changed.value.update)
  return changed.value.update
}
