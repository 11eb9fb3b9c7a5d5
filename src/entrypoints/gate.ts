import { WorkerEntrypoint } from 'cloudflare:workers'
import { decisions } from '../app.ts'
import { dependenciesFrom } from '../deps.ts'
import bundledPolicy from '../policy/data/bundled.json'
import { ADMISSION_HEADER, type Admission, REASON_HEADER } from '../routes/tell-decision.ts'
import prefixTable from '../tables/data/feeds.bin'

export interface Refusal {
  readonly admitted: false
  readonly status: number
  /** The problem's reason; undefined where the request was no good for any policy. */
  readonly reason?: string
  readonly decision: string
  /** Ready to be sent to the client as it is. */
  readonly response: Response
}

/**
 * For the operator's own Workers, by a service binding with `entrypoint = "CordonGate"`: the gate decides, the caller
 * enforces.
 */
export class CordonGate extends WorkerEntrypoint<Env> {
  /**
   * Decides about a request as the gate would if it stood in front: same policy, tables and records, and a presented
   * session counts as it does there. Issues none, renews none, and learns nothing of the origin's answer.
   *
   * @param request as the caller got it from the edge, with its `cf`, `CF-Connecting-IP`, URL and headers, and without its
   *                body, which would be handed over with it: `new Request(request, { body: null })`. Whoever holds the
   *                binding is believed about all of this, as the edge is. Where a resource looks into bodies, a request
   *                without one counts as one whose body could not be read (`BODY_UNKNOWN`, `tier_max`); hand over a
   *                clone with its body where the value is to decide.
   */
  async decide(request: Request): Promise<Admission | Refusal> {
    const dependencies = dependenciesFrom(this.env, { prefixTable, bundledPolicy })
    const response = await decisions.fetch(request, dependencies, this.ctx)
    const admission = response.headers.get(ADMISSION_HEADER)
    if (admission !== null) return JSON.parse(admission) as Admission
    const decision = response.headers.get('Cordon-Decision') ?? ''
    const reason = response.headers.get(REASON_HEADER) ?? undefined
    response.headers.delete(REASON_HEADER)
    return { admitted: false, status: response.status, decision, response, ...(reason && { reason }) }
  }
}
