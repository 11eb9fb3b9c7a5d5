import { app } from '../../../src/app.ts'
import type { Dependencies } from '../../../src/deps.ts'
import type { UnixMillis } from '../../../src/lib/time.ts'
import { followControl, hasPolicy } from '../../../src/middleware/in-force.ts'
import type { DecisionRecord } from '../../../src/telemetry/records.ts'
import { type Attempt, chosenRequest, sessionRequest } from './client-request.ts'
import { CLIENTS, OWN_ADDRESS } from './clients.ts'
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
  const refusal = refusalOf(record)
  const { status } = response
  return {
    client: { id: client.id, label: client.label, address: client.address },
    seen,
    way: wayOf({ client: client.label, seen, examination: examined, refusal, status, origin }),
    ...(examined === undefined ? {} : { examination: examined }),
    answer: await readAnswer(response, origin === undefined),
    ...(refusal === undefined ? {} : { refusal }),
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
  const heard = overhear(dependencies, attempt.gate, attempt.choice)
  const response = await app.fetch(request, heard.dependencies, context)
  const { token } = await response.json<{ readonly token?: string }>()
  const issued = takeApart(token)
  const reason = refusalOf(heard.record())
  return {
    status: response.status,
    ...(issued === undefined ? {} : { token: issued }),
    ...(reason === undefined ? {} : { reason }),
  }
}

function refusalOf(record: DecisionRecord | undefined): string | undefined {
  return record?.action === 'refuse' ? record.reasons[0] : undefined
}

function remarksOn({ choice: { client }, gate }: Attempt): string[] {
  if (gate.prefixes.feeds.length > 0) return []
  if (client.id === OWN_ADDRESS) return [NO_LISTS]
  return client.withoutLists === undefined ? [] : [client.withoutLists]
}

const NO_LISTS =
  'No prefix lists are compiled in: servers, VPN and Tor exits are told by their network’s number and name alone. Run npm run feeds.'
