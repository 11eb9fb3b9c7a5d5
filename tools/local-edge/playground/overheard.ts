import type { Dependencies } from '../../../src/deps.ts'
import type { Origin } from '../../../src/enforcement/origin.ts'
import type { Gate } from '../../../src/gate.ts'
import { ok } from '../../../src/lib/result.ts'
import type { DecisionRecord } from '../../../src/telemetry/records.ts'
import type { Choice } from './choice.ts'
import { takeApart } from './tokens.ts'
import type { SentToOrigin } from './try-result.ts'

/** Dependencies that do as they always do, and tell what passed through them. */
export interface Overheard {
  readonly dependencies: Dependencies
  /** The decision record, if one was written by now. */
  readonly record: () => DecisionRecord | undefined
  /** What the origin was sent, if it was asked by now. */
  readonly sent: () => SentToOrigin | undefined
}

/** For one request: the product runs as it is, with its clock, its log and its origin listened to. */
export function overhear(dependencies: Dependencies, gate: Gate, { now, form }: Choice): Overheard {
  let record: DecisionRecord | undefined
  let sent: SentToOrigin | undefined
  const origin = dependencies.origin ?? gate.origin
  const errorForms = form === 'openai' || form === 'anthropic' ? () => form : gate.errorForms
  return {
    dependencies: {
      ...dependencies,
      ...(now === undefined ? {} : { clock: () => now }),
      ...(origin === undefined ? {} : { origin: listening(origin, (heard) => (sent = heard)) }),
      log: (line) => {
        if (line.event === 'decision') record = line
        dependencies.log(line)
      },
      gate: async () => ok({ ...gate, errorForms }),
    },
    record: () => record,
    sent: () => sent,
  }
}

function listening(origin: Origin, hear: (sent: SentToOrigin) => void): Origin {
  return {
    base: origin.base,
    behindCache: origin.behindCache,
    fetch(url, init) {
      const headers = new Headers(init.headers)
      const assertion = takeApart(headers.get('Cordon-Assertion') ?? undefined)
      const { method = 'GET' } = init
      hear({ method, url, headers: [...headers], ...(assertion === undefined ? {} : { assertion }) })
      return origin.fetch(url, init)
    },
  }
}
