import { describe, expect, it } from 'vitest'
import {
  BINDING_MODES,
  type Observations,
  observed,
  type SessionBinding,
  type SessionFacts,
} from '../../../src/observations/types.ts'
import { breaksBinding, sessionBinding } from '../../../src/signals/session-binding.ts'
import { sessionStatus } from '../../../src/signals/session-status.ts'
import { observationsOf, placeNamed, type Sent } from '../../support/evidence.ts'
import { withSession } from '../../support/session.ts'

const TCP = 't13d1516h2_8daaf6152771_02713d6af862'
const QUIC = 'q13d0312h3_55b375c5d22e_06cda9e17597'
const OTHER_TCP = 't13d1715h2_5b57614c22b0_3d5424432f57'
const presenting = (ja4: string | undefined): Sent => ({ cf: { botManagement: { ja4 } } })

const noticing: SessionBinding = { asn: 'notice', tls: 'notice' }
const binding = (facts: Partial<SessionFacts>, sent: Sent, modes = noticing) =>
  withSession(facts, sent, { binding: modes })
const changeOf = (observations: Observations) => sessionBinding.detect(observations)

describe('what differs from the connection a session was issued on', () => {
  it.each<readonly [string, Partial<SessionFacts>, Sent, string]>([
    ['nothing', {}, {}, 'same'],
    ['another address, as behind CGNAT', {}, { address: '73.162.99.200' }, 'same'],
    ['another ASN', {}, { cf: { asn: 701 } }, 'asn'],
    ['an ASN where there was none', { asn: undefined }, {}, 'same'],
    ['no ASN any more', {}, { cf: { asn: undefined } }, 'same'],
    ['an ASN that cannot be read', {}, { cf: { asn: '7922' } }, 'same'],
    ['another family, and with it another ASN', {}, { address: '2001:db8::1', cf: { asn: 701 } }, 'same'],
    ['another family under the same ASN', {}, { address: '2601:640::1' }, 'same'],
    [
      'IPv6 as before, another ASN',
      { addressFamily: 6 },
      { address: '2601:640::1', cf: { asn: 701 } },
      'asn',
    ],
    ['IPv4 mapped into IPv6, another ASN', {}, { address: '::ffff:73.162.10.2', cf: { asn: 701 } }, 'asn'],
    ['no address any more', {}, { address: null, cf: { asn: 701 } }, 'same'],
    ['no address then', { addressFamily: undefined }, { cf: { asn: 701 } }, 'same'],
    [
      'another carrier of a privacy relay',
      { networkClass: 'privacy_relay', asn: 13335 as SessionFacts['asn'] },
      { cf: { asn: 20940 } },
      'same',
    ],
    ['the same TLS identity', { ja4: TCP }, presenting(TCP), 'same'],
    ['another TLS identity', { ja4: TCP }, presenting(OTHER_TCP), 'tls'],
    ['HTTP/3 where it was HTTP/2', { ja4: TCP }, presenting(QUIC), 'same'],
    ['HTTP/2 where it was HTTP/3', { ja4: QUIC }, presenting(TCP), 'same'],
    ['another one over QUIC', { ja4: QUIC }, presenting(`${QUIC.slice(0, -1)}0`), 'tls'],
    ['no TLS identity any more', { ja4: TCP }, presenting(undefined), 'same'],
    ['a TLS identity where there was none', {}, presenting(TCP), 'same'],
    ['both', { ja4: TCP }, { cf: { asn: 701, botManagement: { ja4: OTHER_TCP } } }, 'asn_and_tls'],
  ])('%s: %4$s', (_, facts, sent, expected) => {
    expect(changeOf(binding(facts, sent))).toEqual(observed(expected, 'token'))
  })

  it.each([
    { status: 'none' },
    { status: 'invalid', code: 'token.signature' },
    { status: 'unproved', code: 'proof.missing' },
  ] as const)('is nothing to ask where the session is $status', (session) => {
    const observations = observationsOf({ cf: { asn: 701 } }, { session, binding: noticing })
    expect(changeOf(observations)).toEqual(observed('none', 'token'))
    expect(breaksBinding(observations)).toBe(false)
  })
})

describe('the mode of each binding', () => {
  const both: readonly [Partial<SessionFacts>, Sent] = [
    { ja4: TCP },
    { cf: { asn: 701, botManagement: { ja4: OTHER_TCP } } },
  ]
  const CHANGES = {
    off: { off: 'same', notice: 'tls', require: 'tls' },
    notice: { off: 'asn', notice: 'asn_and_tls', require: 'asn_and_tls' },
    require: { off: 'asn', notice: 'asn_and_tls', require: 'asn_and_tls' },
  }
  it.each(BINDING_MODES.flatMap((asn) => BINDING_MODES.map((tls) => [asn, tls] as const)))(
    'asn = %s, tls = %s: off sees nothing, notice says it, require makes the token none',
    (asn, tls) => {
      const observations = binding(...both, { asn, tls })
      expect(changeOf(observations)).toEqual(observed(CHANGES[asn][tls], 'token'))
      const breaks = asn === 'require' || tls === 'require'
      expect(breaksBinding(observations)).toBe(breaks)
      expect(sessionStatus.detect(observations)).toEqual(observed(breaks ? 'binding' : 'valid', 'token'))
    },
  )

  it.each([
    ['CGNAT', {}, { address: '73.162.99.200' }],
    ['a dual-stack home that leaves by two networks', {}, { address: '2001:db8::1', cf: { asn: 701 } }],
    ['HTTP/3 after HTTP/2', { ja4: TCP }, presenting(QUIC)],
    ['a connection without a TLS identity', { ja4: TCP }, presenting(undefined)],
  ] as const)('require breaks no session over %s', (_, facts, sent) => {
    const observations = binding(facts, sent, { asn: 'require', tls: 'require' })
    expect(sessionStatus.detect(observations)).toEqual(observed('valid', 'token'))
  })

  it('require breaks no session that changes between the carriers of a privacy relay', () => {
    const sent: Sent = { cf: { asn: 20940, asOrganization: undefined } }
    const facts = { networkClass: 'privacy_relay', asn: 13335 as SessionFacts['asn'] } as const
    const tables = { ...observationsOf().tables, override: 'privacy_relay' } as const
    const modes = { asn: 'require', tls: 'require' } as const
    expect(sessionStatus.detect(withSession(facts, sent, { binding: modes, tables }))).toEqual(
      observed('valid', 'token'),
    )
  })

  it.each<readonly [string, Partial<SessionFacts>, string]>([
    ['the country first', { place: placeNamed('DE'), networkClass: 'mobile' }, 'place_changed'],
    ['then the network class', { networkClass: 'mobile' }, 'network_changed'],
    ['then the binding', {}, 'binding'],
  ])('a token that is worth nothing for several causes names %s', (_, facts, status) => {
    const observations = binding(facts, { cf: { asn: 701 } }, { asn: 'require', tls: 'off' })
    expect(sessionStatus.detect(observations)).toEqual(observed(status, 'token'))
  })
})
