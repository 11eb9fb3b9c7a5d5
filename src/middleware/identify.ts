import { newDecisionId } from '../deps.ts'
import type { Step } from './steps.ts'

/** Names the decision, and tells the client its name with every answer, so that support can be asked about it. */
export const identify: Step = {
  before(c) {
    c.set('decisionId', newDecisionId(c.env.random))
    return undefined
  },
  after(c) {
    c.res.headers.set('Cordon-Decision', c.get('decisionId'))
  },
}
