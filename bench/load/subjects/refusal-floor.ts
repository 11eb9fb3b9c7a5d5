import { ofEachClient } from '../request.ts'
import type { Subject } from '../subject.ts'
import { CUBA_CF } from './refused.ts'

/** The floor of any refusal that is recorded and explained. */
export const refusalFloor: Subject = {
  name: 'refusalFloor',
  kind: 'floor',
  about: 'refusal-shaped: constant problem JSON and a constant line in the log instead of a decision',
  expects: { status: 451, has: ['cordon-decision: '], body: '"place.restricted"' },
  prepare: async (kit) => ({
    worker: { modules: await kit.peer('refusal-floor') },
    requests: () => ofEachClient({ cf: CUBA_CF }),
  }),
}

/** What tutorials show: refuses by country, without a word of why, a record or an id. */
export const honoCountry: Subject = {
  name: 'honoCountry',
  kind: 'peer',
  about: 'Hono, refuses by country in a line of text',
  expects: { status: 451, body: 'Not available' },
  prepare: async (kit) => ({
    worker: { modules: await kit.peer('hono-country') },
    requests: () => ofEachClient({ cf: CUBA_CF }),
  }),
}
