import type { Context } from 'hono'
import { sentPathAndQuery } from '../enforcement/sent-url.ts'
import { verified } from '../enforcement/statements.ts'
import { writtenNotices } from '../middleware/notice.ts'
import type { Step } from '../middleware/steps.ts'
import type { CordonEnv } from '../middleware/types.ts'
import type { AssuranceLevel, Subject } from '../observations/types.ts'
import type { Tier } from '../policy/types.ts'
import { type GeoClaim, geoClaim } from '../session/claims.ts'
import { assertionFor } from './forward.ts'

/** What somebody's own Worker is told about a request that may pass. */
export interface Admission {
  readonly admitted: true
  readonly verdict: 'allow' | 'limit'
  /** Names the decision in the records. */
  readonly decision: string
  /** For the origin, in `Cordon-Assertion`: holds for this method, path and query. */
  readonly assertion: string
  readonly acr: AssuranceLevel
  readonly geo: GeoClaim
  readonly net: { readonly asn?: number; readonly class: string }
  /** The highest tier this client may use. */
  readonly tier_max?: Tier
  /** Which of ORIGIN_ROUTES the request may go by; the assertion is for that origin. */
  readonly route?: string
  readonly subject?: Pick<Subject, 'kind' | 'id'>
  /** For the answer to the client, as `Cordon-Notice`: what will be refused from when on. */
  readonly notice?: string
}

export async function tellDecision(c: Context<CordonEnv>): Promise<Response> {
  const { passage, decisionId, route } = c.var
  const { decision, verdict, identity } = passage
  const { place, asn, networkClass } = verified(passage.evidence)
  const admission: Admission = {
    admitted: true,
    verdict,
    decision: decisionId,
    assertion: await assertionFor(c, sentPathAndQuery(c.get('target'))),
    acr: decision.assurance,
    geo: geoClaim(place),
    net: { ...(asn === undefined ? {} : { asn }), class: networkClass },
    ...(decision.tierMax === undefined ? {} : { tier_max: decision.tierMax }),
    ...(route === undefined ? {} : { route: route.id }),
    ...(identity === undefined ? {} : { subject: { kind: identity.kind, id: identity.id } }),
    ...(passage.notices.length === 0 ? {} : { notice: writtenNotices(passage.notices) }),
  }
  c.header('Cache-Control', 'no-store')
  c.header(ADMISSION_HEADER, JSON.stringify(admission))
  return c.body(null, 200)
}

/** Where `decide()` finds what it answers: an answer to HEAD has no content. All of it is printable ASCII. */
export const ADMISSION_HEADER = 'Cordon-Admission'

/** Where the caller over RPC finds why it was refused: the answer itself may be a page. */
export const REASON_HEADER = 'Cordon-Reason'

/** Names the reason of a refusal beside the answer that is for the client. */
export const tellReason: Step = {
  after(c) {
    const refusal = c.get('refusal')
    if (refusal !== undefined) c.res.headers.set(REASON_HEADER, refusal)
  },
}
