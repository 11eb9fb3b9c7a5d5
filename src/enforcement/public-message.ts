import type { ReasonCode } from '../policy/reasons.ts'
import type { StoryId } from '../texts/stories.ts'

/** What beside the reason decides which story is the true one. */
export interface Circumstances {
  /** A person in front of a browser; else a program, whose developer reads the answer. */
  readonly isPerson: boolean
  /** The connection is surely a mobile operator's: it comes out in that operator's country, wherever its user is. */
  readonly isMobile: boolean
  /** It is not refused for good: more proof would do. */
  readonly isChallenge: boolean
  /** The session is bound to no key, where one that is bound is needed. */
  readonly isUnbound: boolean
}

/** A program's refusal with nothing special about it. */
export const USUAL_CIRCUMSTANCES: Circumstances = {
  isPerson: false,
  isMobile: false,
  isChallenge: false,
  isUnbound: false,
}

/**
 * The one mapping from reasons to what the client is told of them. Exhaustive: a reason without a story does not compile.
 * Never a neighbour's story: what cannot be told apart is told as what both have in common.
 */
const STORIES: Readonly<Record<ReasonCode, StoryId | ((circumstances: Circumstances) => StoryId)>> = {
  'request.path': 'request_path',
  'request.host': 'request_host',
  'request.method': 'request_method',
  'request.body': 'request_body',
  'request.rate': 'too_many_requests',
  'resource.ambiguous': 'request_ambiguous',
  'service.misconfigured': 'service_fault',
  'service.no_key': 'service_fault',
  'service.stale': 'service_fault',
  'origin.unreachable': 'origin_unreachable',
  'origin.invalid': 'origin_invalid',
  'origin.timeout': 'origin_slow',
  'place.restricted': placeStory('place_restricted'),
  'place.not_allowed': placeStory('place_not_allowed'),
  'place.unknown': 'place_unknown',
  'place.ambiguous': 'place_ambiguous',
  'place.unproven': 'place_unproven',
  'place.impossible': 'place_impossible',
  'place.not_served': 'place_not_served',
  'network.hosting': ({ isPerson }) => (isPerson ? 'hosting_person' : 'hosting_program'),
  'network.vpn': 'vpn',
  'network.proxy': 'proxy',
  'network.tor': 'tor',
  'network.privacy_relay': 'privacy_relay',
  'network.edge_worker': 'edge_worker',
  'network.unknown': 'network_unknown',
  'policy.denied': ({ isChallenge }) => (isChallenge ? 'place_unproven' : 'policy_denied'),
  'key.shared': 'key_shared',
  'key.travel': 'key_travel',
  'key.cluster': 'key_cluster',
  'key.surge': 'key_surge',
  'key.exposed': 'key_exposed',
  'account.card': 'account_card',
  'account.phone': 'account_phone',
  'account.ownership': 'account_ownership',
  'account.conflict': 'account_conflict',
  'session.required': 'session_required',
  'session.expired': 'session_expired',
  'session.revoked': 'session_ended',
  'session.invalid': 'session_invalid',
  'session.proof': ({ isUnbound }) => (isUnbound ? 'session_unbound' : 'session_proof'),
  'session.place_changed': 'session_other_country',
  'session.network_changed': 'session_other_network',
  'session.binding': 'session_other_client',
  'session.cross_site': 'session_cross_site',
}

/** A person who may be let in after all hears of no prohibition, and one with a SIM card from abroad of Wi-Fi. */
function placeStory(usual: StoryId) {
  return ({ isChallenge, isMobile }: Circumstances): StoryId => {
    if (isChallenge) return 'place_unproven'
    return isMobile ? 'place_mobile' : usual
  }
}

/** The story of a reason. */
export function storyOf(reason: ReasonCode, circumstances: Circumstances): StoryId {
  const story = STORIES[reason]
  return typeof story === 'function' ? story(circumstances) : story
}

const EITHER = [false, true] as const
const EVERY_CIRCUMSTANCE: readonly Circumstances[] = EITHER.flatMap((isPerson) =>
  EITHER.flatMap((isMobile) =>
    EITHER.flatMap((isChallenge) =>
      EITHER.map((isUnbound) => ({ isPerson, isMobile, isChallenge, isUnbound })),
    ),
  ),
)

/** Every story that a reason can be told as, the usual one first: for whoever explains a code. */
export function storiesOf(reason: ReasonCode): readonly StoryId[] {
  return [...new Set(EVERY_CIRCUMSTANCE.map((circumstances) => storyOf(reason, circumstances)))]
}
