/** The parts of a request's way, in its order, and what is called. */
export const COMPONENTS = {
  decisionId: 'a name for the decision: 16 random bytes',
  parseTarget: 'what is asked for; a plain path',
  parseTargetEscaped: 'the same with escapes, in every reading',
  takeSnapshot: 'request and request.cf read',
  gather: 'tables asked; no token, no key',
  gatherKnown: 'the same with a session that was seen before',
  byAsn: 'network number in the ASN table',
  byOrganization: 'rules on a name, which gather() remembers',
  byAddress: 'address among 147,000 prefixes, as many as the lists have',
  byAddressMillion: 'address among 1,000,000 prefixes',
  verifySessionSeen: 'ES256, seen before; its header read; 10,000 revocations',
  verifySessionFirst: 'ES256, not seen before',
  verifySessionFirstEdDSA: 'EdDSA, not seen before',
  verifyProof: 'DPoP proof with token and nonce; ES256, a known key',
  matchResource: 'shipped policy; 64 paths over and over',
  matchResourceFirst: 'the same; more paths than are remembered',
  collectEvidence: 'all signals',
  decide: 'shipped policy',
  judge: 'evidence and decision',
  mintSession: 'ES256',
  mintSessionEdDSA: 'EdDSA',
  mintAssertion: 'ES256, signed for this request',
  mintAssertionReused: 'one that was signed before',
  requestHeaders: 'copied and thinned out: 22 headers of a browser',
  responseHeaders: 'the same back: 14 headers',
  stableFacts: 'text that tells situations apart',
  recordAllowed: 'an allow of a known situation that is not written',
  recordRefused: 'a refusal, written as JSON',
  refusalJson: 'the whole answer, 451',
  refusalPage: 'the whole answer, 18 languages in turns',
  wholeKnown: 'the whole gate, a known session; the origin a function',
  wholeFirst: 'the same, session and assertion signed',
  wholeRefused: 'the same, 451 as JSON, with its record',
} as const

/** What happens once, or once a language: measured in processes of their own. */
export const FIRST_TIMES = {
  firstPage: 'the first refusal page of a process, in English',
  firstPageInLanguage: 'after it the first one in each other language',
} as const

export type ComponentName = keyof typeof COMPONENTS
export type FirstTimeName = keyof typeof FIRST_TIMES
export type Name = ComponentName | FirstTimeName

export const ALL: Readonly<Record<Name, string>> = { ...COMPONENTS, ...FIRST_TIMES }
export const NAMES = Object.keys(ALL) as readonly Name[]

/** By name what only the round itself costs, where something is called and where it is also waited for. */
export const LOOPS = { sync: 'loop', async: 'loopAwaiting' } as const
export type LoopName = (typeof LOOPS)[keyof typeof LOOPS]

export function isComponent(name: Name): name is ComponentName {
  return Object.hasOwn(COMPONENTS, name)
}

export function isFirstTime(name: Name): name is FirstTimeName {
  return Object.hasOwn(FIRST_TIMES, name)
}
