import { ADMITTED } from '../expectation.ts'
import { KNOWN_COOKIES, ofEachClient } from '../request.ts'
import type { Subject } from '../subject.ts'

export const floor: Subject = {
  name: 'floor',
  kind: 'floor',
  about: 'gate-shaped: a constant assertion instead of a decision',
  expects: ADMITTED,
  prepare: async (kit) => ({
    worker: { modules: await kit.peer('floor') },
    requests: () => ofEachClient({ headers: { Cookie: KNOWN_COOKIES } }),
  }),
}
