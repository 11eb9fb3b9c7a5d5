import { type CordonChoice, cordonWorker } from '../cordon.ts'
import type { Kit } from '../kit.ts'
import { HOME_CF, inTurns, ofEachClient, type RequestSource, rawRequest } from '../request.ts'
import type { Subject } from '../subject.ts'

interface Case {
  readonly worker?: CordonChoice
  readonly requests: RequestSource
}

/** An API client is told why in problem JSON. */
function refused(
  name: string,
  about: string,
  answer: { readonly status: 451 | 403; readonly reason: string },
  choose: (kit: Kit) => Case | Promise<Case>,
): Subject {
  return {
    name,
    kind: 'cordon',
    about,
    expects: { status: answer.status, has: ['cordon-decision: '], body: `"${answer.reason}"` },
    async prepare(kit) {
      const { worker, requests } = await choose(kit)
      return { worker: await cordonWorker(kit, worker), requests: () => requests }
    },
  }
}

export const CUBA_CF = {
  ...HOME_CF,
  country: 'CU',
  region: 'La Habana',
  regionCode: '03',
  city: 'Havana',
  asn: 27725,
  asOrganization: 'ETECSA',
  timezone: 'America/Havana',
}

const AMAZON_CF = { ...HOME_CF, asn: 16509, asOrganization: 'Amazon.com, Inc.' }

export const refusedPlace = refused(
  'refusedPlace',
  'refused by place',
  { status: 451, reason: 'place.restricted' },
  () => ({ requests: ofEachClient({ cf: CUBA_CF }) }),
)

export const refusedNetwork = refused(
  'refusedNetwork',
  'refused by network number',
  { status: 403, reason: 'network.hosting' },
  () => ({ requests: ofEachClient({ cf: AMAZON_CF }) }),
)

export const refusedFeed = refused(
  'refusedFeed',
  'refused by address, a million prefixes loaded',
  { status: 403, reason: 'network.hosting' },
  async (kit) => {
    const { file, address } = await kit.millionPrefixes()
    return { worker: { table: file }, requests: inTurns([rawRequest({ address })]) }
  },
)
