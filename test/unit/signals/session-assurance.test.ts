import { describe, expect, it } from 'vitest'
import { ASSURANCE_LEVELS, absent, observed } from '../../../src/observations/types.ts'
import { assuranceOf } from '../../../src/policy/assurance.ts'
import { collectEvidence } from '../../../src/signals/registry.ts'
import { sessionAssurance } from '../../../src/signals/session-assurance.ts'
import { observationsOf, placeNamed } from '../../support/evidence.ts'
import { withSession } from '../../support/session.ts'

const NONE = absent('not_applicable')
const high = { assurance: 'high' } as const

describe('session.assurance', () => {
  it.each(ASSURANCE_LEVELS)(
    'is told of what was proved beyond the connection, and of nothing else: %s',
    (assurance) => {
      expect(sessionAssurance.detect(withSession({ assurance }))).toEqual(
        assurance === 'high' ? observed('high', 'token') : NONE,
      )
    },
  )

  it.each([
    ['without a session', observationsOf()],
    [
      'of a session that is to be renewed, or under a policy that wants it anew',
      withSession({ ...high, assuranceStands: false }),
    ],
    ['from another country', withSession({ ...high, place: placeNamed('DE') })],
    ['through another kind of network', withSession({ ...high, networkClass: 'mobile' })],
    [
      'over another network, where that is required',
      withSession(high, { cf: { asn: 701 } }, { binding: { asn: 'require', tls: 'off' } }),
    ],
    [
      'without the key it is bound to',
      observationsOf({}, { session: { status: 'unproved', code: 'proof.missing' } }),
    ],
    ['once revoked', observationsOf({}, { session: { status: 'revoked', code: 'revoked.session' } })],
  ])('is not told %s', (_, observations) => {
    expect(sessionAssurance.detect(observations)).toEqual(NONE)
    expect(assuranceOf(collectEvidence(observations))).not.toBe('high')
  })

  it('is the assurance of the decision where it is told', () => {
    expect(assuranceOf(collectEvidence(withSession(high)))).toBe('high')
    expect(assuranceOf(collectEvidence(withSession({ assurance: 'substantial' })))).toBe('substantial')
  })

  it('is asked for by a rule as a session is', () => {
    expect(sessionAssurance.reason(undefined)).toBe('session.required')
  })
})
