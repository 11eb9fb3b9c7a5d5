import { app } from '../../../src/app.ts'
import type { Dependencies } from '../../../src/deps.ts'
import type { UnixMillis } from '../../../src/lib/time.ts'
import { followControl, hasPolicy } from '../../../src/middleware/in-force.ts'
import { type Attempt, chosenRequest, sessionRequest } from './client-request.ts'
import { CLIENTS } from './clients.ts'
import { examinationOf } from './examination.ts'
import { examine } from './examine.ts'
import { overhear } from './overheard.ts'
import { readAnswer } from './read-answer.ts'
import { seenByEdge } from './seen-by-edge.ts'
import { takeApart } from './tokens.ts'
import type { Examination, OtherClient, SessionAnswer, TryResult } from './try-result.ts'
import { wayOf } from './way.ts'

/**
 * Tries a request: what the gate makes of it, what it really answers, and which token the client would get. The answers
 * are the product's own, made in process; they count, are recorded, and reach the origin as any other request does.
 */
export async function tryOut(
  attempt: Attempt,
  dependencies: Dependencies,
  context: ExecutionContext,
): Promise<TryResult> {
  const { choice, gate } = attempt
  const { client } = choice
  const at = choice.now ?? dependencies.clock()
  await followControl(
    gate,
    () => at,
    (task) => context.waitUntil(task),
  )
  // Before the answer: an API key that the origin accepts then is another situation.
  const examined = await examineChoice(attempt, at)
  const others = await examineOthers(attempt, at)
  const { request, cf } = await chosenRequest(attempt)
  const heard = overhear(dependencies, gate, choice)
  const response = await app.fetch(request, heard.dependencies, context)
  const origin = heard.sent()
  const record = heard.record()
  const seen = seenByEdge(cf)
  const refusal = record?.action === 'refuse' ? record.reasons[0] : undefined
  const { status } = response
  return {
    client: { id: client.id, label: client.label, address: client.address },
    seen,
    way: wayOf({ client: client.label, seen, examination: examined, refusal, status, origin }),
    ...(examined === undefined ? {} : { examination: examined }),
    answer: await readAnswer(response, origin === undefined),
    ...(origin === undefined ? {} : { origin }),
    session: await askForSession(attempt, dependencies, context),
    ...(record === undefined ? {} : { record }),
    others,
    remarks: remarksOn(attempt),
  }
}

async function examineChoice(attempt: Attempt, at: UnixMillis): Promise<Examination | undefined> {
  if (!hasPolicy(attempt.gate, at)) return undefined
  const { request, content } = await chosenRequest(attempt)
  const examined = await examine(request, content, attempt.gate, at)
  return examined.ok ? examinationOf(examined.value) : undefined
}

/** Without the token, which is the chosen client's. */
function examineOthers(attempt: Attempt, at: UnixMillis): Promise<OtherClient[]> {
  return Promise.all(
    CLIENTS.map(async (client): Promise<OtherClient> => {
      const { id } = client
      const { request, content } = await chosenRequest({ ...attempt, token: undefined }, client)
      const examined = await examine(request, content, attempt.gate, at)
      if (!examined.ok) return { id, status: 400, reason: examined.error }
      const { decision, disposition } = examined.value
      const { verdict } = decision
      return disposition.action === 'refuse'
        ? { id, verdict, status: disposition.status, reason: disposition.reason }
        : { id, verdict, status: 200 }
    }),
  )
}

async function askForSession(
  attempt: Attempt,
  dependencies: Dependencies,
  context: ExecutionContext,
): Promise<SessionAnswer> {
  const { request } = await sessionRequest(attempt)
  const { now } = attempt.choice
  const clock = now === undefined ? {} : { clock: () => now }
  const response = await app.fetch(request, { ...dependencies, ...clock }, context)
  const body = await response.json<{ readonly token?: string; readonly reason?: string }>()
  const token = takeApart(body.token)
  return {
    status: response.status,
    ...(token === undefined ? {} : { token }),
    ...(body.reason === undefined ? {} : { reason: body.reason }),
  }
}

function remarksOn({ choice, gate }: Attempt): string[] {
  if (gate.prefixes.feeds.length > 0) return []
  const { withoutLists } = choice.client
  return withoutLists === undefined ? [] : [withoutLists]
}
