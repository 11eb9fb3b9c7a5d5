import { cordonWorker } from '../cordon.ts'
import { ADMITTED } from '../expectation.ts'
import { ofEachClient } from '../request.ts'
import type { Subject } from '../subject.ts'
import { CUBA_CF } from './refused.ts'

/** A client that would be refused: decided, recorded, and let through. */
export const monitor: Subject = {
  name: 'monitor',
  kind: 'cordon',
  about: 'monitor mode, a client that would be refused',
  expects: ADMITTED,
  prepare: async (kit) => ({
    worker: await cordonWorker(kit, { variables: { MODE: 'monitor' } }),
    requests: () => ofEachClient({ cf: CUBA_CF }),
  }),
}
