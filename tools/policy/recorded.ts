import { parseStrictJson } from '../../src/lib/strict-json.ts'
import type { UnixSeconds } from '../../src/lib/time.ts'
import { BODY_UNREAD } from '../../src/observations/types.ts'
import type { MatchedResource } from '../../src/policy/types.ts'
import type { Evidence } from '../../src/signals/registry.ts'
import { UsageError } from '../usage-error.ts'
import { RecordReader } from './replay/cordon-record.ts'

/** What an admission record says was decided on. */
export interface Recorded {
  readonly admission: string
  readonly at: UnixSeconds
  readonly revision: string | undefined
  readonly verdict: string
  readonly evidence: Evidence
  readonly resource: MatchedResource
}

type Members = Readonly<Record<string, unknown>>

/**
 * The admission records among lines of JSON; other records are passed over, since they hold no evidence. Addresses were
 * cut to a /24 or a /48 when they were written, so rules on longer prefixes see less than the gate saw.
 *
 * @throws UsageError where there is none, or one of them is damaged
 */
export function readRecorded(text: string): readonly Recorded[] {
  const reader = new RecordReader()
  const found: Recorded[] = []
  for (const line of text.split('\n')) {
    const json = line.trim() === '' ? undefined : parseStrictJson(line)
    if (!json?.ok || !isMembers(json.value) || json.value.event !== 'admission') continue
    const read = reader.read(line)
    if (read.kind !== 'recorded') throw new UsageError(`--record: this is ${read.why}`)
    const { at, revision, verdict, evidence, resource, decision } = read.recorded
    const asked = { ...resource, ...bodyOf(json.value) }
    found.push({ admission: decision, at, revision, verdict, evidence, resource: asked })
  }
  if (found.length === 0)
    throw new UsageError(
      '--record: expected a line of JSON with "event":"admission", which holds the evidence',
    )
  return found
}

function bodyOf({ value, unread }: Members): Pick<MatchedResource, 'value' | 'unread'> {
  const why = BODY_UNREAD.find((known) => known === unread)
  return {
    ...(typeof value === 'string' ? { value } : {}),
    ...(why === undefined ? {} : { unread: why }),
  }
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
