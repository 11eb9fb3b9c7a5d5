import { largePolicy } from '../../decide/made-up.ts'
import { type CordonChoice, cordonWorker, ofKnownClients } from '../cordon.ts'
import { ADMITTED } from '../expectation.ts'
import type { Kit } from '../kit.ts'
import { HOME_CF, type RequestChoice } from '../request.ts'
import type { Subject } from '../subject.ts'

function known(
  name: string,
  about: string,
  choose: (kit: Kit) => CordonChoice | Promise<CordonChoice>,
  client: RequestChoice = {},
): Subject {
  return {
    name,
    kind: 'cordon',
    about,
    expects: ADMITTED,
    prepare: async (kit) => ({
      worker: await cordonWorker(kit, await choose(kit)),
      requests: (port) => ofKnownClients(port, client),
    }),
  }
}

export const knownSession = known('knownSession', 'known session, assertion reused', () => ({}))

export const knownSessionPerRequest = known(
  'knownSessionPerRequest',
  'known session, an assertion for each request',
  () => ({ variables: { ASSERTION: 'per-request' } }),
)

export const knownSessionMillion = known(
  'knownSessionMillion',
  'known session, a million prefixes loaded',
  async (kit) => ({ table: (await kit.millionPrefixes()).file }),
)

/** The policy has made-up codes of regions of the United States, beside which a real one is ambiguous. */
const CANADA_CF = {
  ...HOME_CF,
  country: 'CA',
  region: 'Ontario',
  regionCode: 'ON',
  city: 'Toronto',
  postalCode: 'M5V',
  timezone: 'America/Toronto',
  colo: 'YYZ',
  asn: 577,
  asOrganization: 'Bell Canada',
}

/** As variables, of which the platform takes 5 KB: there it would come in the bundle. Both are read once an isolate. */
export const rules200 = known(
  'rules200',
  'known session, 200 rules and 20,000 entries',
  () => ({ variables: { ...largePolicy(), EXAMPLES: [] } }),
  { cf: CANADA_CF },
)
