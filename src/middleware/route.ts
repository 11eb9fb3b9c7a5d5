import { refuse } from './refuse.ts'
import type { Step } from './steps.ts'

/**
 * Where origins are by region: finds the one that this request may go to, or refuses it. No mode and no break-glass
 * softens that. A rule can be tried out on live traffic, because letting somebody in for a while does little; data that
 * has been to another region's origin has been there.
 */
export const route: Step = {
  before(c) {
    const { router } = c.get('gate')
    if (router === undefined) return undefined
    const found = router(c.get('passage').evidence)
    if (!found.ok) {
      c.set('fault', found.error)
      return refuse(c, found.error.reason)
    }
    c.set('route', found.value)
    return undefined
  },
}
