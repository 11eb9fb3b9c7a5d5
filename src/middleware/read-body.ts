import type { Context } from 'hono'
import { err, ok, type Result } from '../lib/result.ts'
import { bodyByHead, declaredLength, readingOf } from '../request/body.ts'
import { recordEarlyRefusal } from '../telemetry/write.ts'
import { inBackground } from './in-background.ts'
import { followControl } from './in-force.ts'
import { refuse } from './refuse.ts'
import type { Step } from './steps.ts'
import { takeContent } from './take-content.ts'
import type { CordonEnv, ReadBody } from './types.ts'

/** Longer than this nobody is waited for; what was sent until then and the rest go on unread. */
const READ_SECONDS = 30

/**
 * Reads the body where a resource looks into it, and nowhere else: everything else streams. Refuses what two parsers
 * could read differently, in every mode. Before `geofence`.
 *
 * @param absent what a request without a body is: empty, or one of which it was not handed over
 */
export function readBody(absent: 'empty' | 'not_recorded' = 'empty'): Step {
  return {
    before(c) {
      const { method, headers } = c.req.raw
      const header = (name: string) => headers.get(name) ?? undefined
      const { resource } = c.get('policy').compiled
      return resource.needsBody({ method, target: c.get('target'), header }) ? takeBody(c, absent) : undefined
    },
  }
}

async function takeBody(
  c: Context<CordonEnv>,
  absent: 'empty' | 'not_recorded',
): Promise<Response | undefined> {
  const request = c.req.raw
  const body = await read(request, c.get('gate').config.BODY_LIMIT_BYTES, absent)
  if (!body.ok) {
    const refusal = { reason: body.error, status: 400 } as const
    recordEarlyRefusal(c.get('decisionId'), c.env.clock(), request, refusal, c.env.log)
    return refuse(c, refusal.reason)
  }
  c.set('body', body.value)
  await catchUp(c)
  return undefined
}

/** A body may have taken long: what was revoked meanwhile is revoked, and another policy may be in force. */
async function catchUp(c: Context<CordonEnv>): Promise<void> {
  const gate = c.get('gate')
  await followControl(gate, c.env.clock, (task) => inBackground(c, task))
  c.set('policy', gate.policies.inForce)
}

async function read(
  { method, headers, body }: Request,
  limitBytes: number,
  absent: 'empty' | 'not_recorded',
): Promise<Result<ReadBody, 'resource.ambiguous' | 'request.body'>> {
  const known = bodyByHead(method, headers, limitBytes)
  if (known !== undefined) return ok({ reading: known, content: undefined })
  if (body === null)
    return ok({
      reading:
        absent === 'empty' ? { state: 'read', value: undefined } : { state: 'unread', why: 'not_recorded' },
      content: undefined,
    })
  const taken = await takeContent(body, limitBytes, READ_SECONDS)
  switch (taken.state) {
    // The client has hung up, or broke its own framing.
    case 'failed':
      return err('request.body')
    case 'part': {
      const { why, stream } = taken
      return ok({ reading: { state: 'unread', why }, content: ofLength(stream, declaredLength(headers)) })
    }
    case 'whole': {
      const reading = readingOf(taken.bytes, headers.get('Content-Type'))
      return reading.ok ? ok({ reading: reading.value, content: taken.bytes }) : reading
    }
  }
}

/** A stream of our own would lose its length, and an origin that wants one would refuse it (411). */
function ofLength(
  stream: ReadableStream<Uint8Array>,
  length: number | undefined,
): ReadableStream<Uint8Array> {
  return length === undefined ? stream : stream.pipeThrough(new FixedLengthStream(length))
}
