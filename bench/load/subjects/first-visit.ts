import { cordonWorker, NAVIGATION } from '../cordon.ts'
import { CLIENTS, homeAddress, rawRequest } from '../request.ts'
import type { Subject } from '../subject.ts'

/**
 * Each visit asks for another page, because what is stated of a client without a session is the same for all of one
 * network: with the same page a statement would serve again, and only the session would be signed.
 */
export const firstVisit: Subject = {
  name: 'firstVisit',
  kind: 'cordon',
  about: 'first visit: session and assertion signed',
  expects: {
    status: 200,
    has: ['x-origin: asserted', 'set-cookie: __host-cordon=', 'cordon-decision: '],
    body: 'message_9',
  },
  prepare: async (kit) => ({
    worker: await cordonWorker(kit),
    requests: () => {
      let visit = 0
      return () => {
        visit++
        const path = `/articles/${Date.now().toString(36)}-${visit}`
        return rawRequest({ path, address: homeAddress(visit % CLIENTS), headers: NAVIGATION })
      }
    },
  }),
}
