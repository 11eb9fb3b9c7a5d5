import { describe, expect, it } from 'vitest'
import { storiesOf, storyOf, USUAL_CIRCUMSTANCES } from '../../../src/enforcement/public-message.ts'
import { REASON_CODES, type ReasonCode } from '../../../src/policy/reasons.ts'
import { en } from '../../../src/texts/locales/en.ts'
import { OUTLOOKS, STORY_IDS, type StoryId } from '../../../src/texts/stories.ts'

const PROGRAM = USUAL_CIRCUMSTANCES
const PERSON = { ...PROGRAM, isPerson: true }

describe('storyOf()', () => {
  it.each([
    ['network.hosting', PROGRAM, 'hosting_program'],
    ['network.hosting', PERSON, 'hosting_person'],
    ['network.vpn', PROGRAM, 'vpn'],
    ['network.vpn', PERSON, 'vpn'],
    ['place.restricted', PERSON, 'place_restricted'],
    ['place.restricted', { ...PERSON, isMobile: true }, 'place_mobile'],
    ['place.not_allowed', PROGRAM, 'place_not_allowed'],
    ['place.not_allowed', { ...PROGRAM, isMobile: true }, 'place_mobile'],
    ['place.ambiguous', { ...PERSON, isMobile: true }, 'place_ambiguous'],
    ['place.restricted', { ...PERSON, isMobile: true, isChallenge: true }, 'place_unproven'],
    ['policy.denied', PERSON, 'policy_denied'],
    ['policy.denied', { ...PERSON, isChallenge: true }, 'place_unproven'],
    ['session.proof', PROGRAM, 'session_proof'],
    ['session.proof', { ...PROGRAM, isUnbound: true }, 'session_unbound'],
    ['service.stale', PERSON, 'service_fault'],
  ] as const)('%s of %j is told as %s', (reason, circumstances, story) => {
    expect(storyOf(reason, circumstances)).toBe(story)
  })
})

describe('storiesOf()', () => {
  it('tells every story there is', () => {
    expect([...new Set(REASON_CODES.flatMap(storiesOf))].sort()).toEqual([...STORY_IDS].sort())
  })
})

/** Words that name a cause. A text that is about one of them must not bring up another. */
const CAUSES: Record<string, RegExp> = {
  place: /\b(?:country|countries|region|regions|place|places|located|location)\b/i,
  vpn: /\bVPN\b/,
  tor: /\bTor\b/,
  relay: /\brelay\b/i,
  hosting: /\b(?:hosting|cloud|data centre)\b/i,
  key: /\bAPI key\b/i,
  account: /\baccount\b/i,
  session: /\bsession\b/i,
  origin: /\bcould not be reached\b/i,
  path: /\bpath\b/i,
  method: /\bmethod\b/i,
}

/** By reason or its group: what its title and detail may name. */
const ALLOWED: Record<string, readonly string[]> = {
  'request.path': ['path'],
  'request.host': [],
  'request.rate': [],
  'request.method': ['method'],
  'request.body': ['method'],
  'resource.ambiguous': [],
  service: [],
  origin: ['origin'],
  'network.hosting': ['hosting', 'vpn'],
  'place.restricted': ['place'],
  'network.vpn': ['vpn'],
  'network.proxy': [],
  'network.tor': ['tor'],
  'network.privacy_relay': ['relay'],
  'network.edge_worker': [],
  'network.unknown': [],
  // An impossible place is told without saying which facts disagree.
  place: ['place'],
  'policy.denied': ['place'],
  key: ['key', 'place'],
  account: ['account', 'place'],
  session: ['session'],
  'session.place_changed': ['session', 'place'],
}

const TOLD: readonly (readonly [ReasonCode, StoryId])[] = REASON_CODES.flatMap((reason) =>
  storiesOf(reason).map((story) => [reason, story] as const),
)

describe('the stories, in English', () => {
  it.each(TOLD)('%s as %s names its own cause and no other', (reason, story) => {
    const { title, detail } = en.stories[story]
    const allowed = ALLOWED[reason] ?? ALLOWED[reason.split('.')[0] ?? '']
    if (allowed === undefined) throw new Error(`say which causes ${reason} may name`)
    const named = Object.keys(CAUSES).filter((cause) => CAUSES[cause]?.test(`${title.text} ${detail.text}`))
    expect(named.filter((cause) => !allowed.includes(cause))).toEqual([])
  })

  it.each(STORY_IDS)('%s has something to do next', (story) => {
    expect(OUTLOOKS[story].steps.length).toBeGreaterThan(0)
  })

  it.each(TOLD.filter(([reason]) => /^(?:service|origin)\./.test(reason)))(
    '%s as %s is a fault of ours: nothing the person changes helps',
    (_, story) => {
      expect(OUTLOOKS[story].retryable).toBe(false)
    },
  )

  it.each(TOLD.filter(([reason]) => /^(?:request|session|network)\./.test(reason)))(
    '%s as %s can be put right',
    (_, story) => {
      expect(OUTLOOKS[story].retryable).toBe(true)
    },
  )
})
