import { FORWARDED } from '../expectation.ts'
import { KNOWN_COOKIES, ofEachClient } from '../request.ts'
import type { Subject } from '../subject.ts'

export const forward: Subject = {
  name: 'forward',
  kind: 'floor',
  about: 'only forwards',
  expects: FORWARDED,
  prepare: async (kit) => ({
    worker: { modules: await kit.peer('forward') },
    requests: () => ofEachClient({ headers: { Cookie: KNOWN_COOKIES } }),
  }),
}
