import { describe, expect, it } from 'vitest'
import {
  type Client,
  factHeaders,
  grant,
  type Holder,
  statement,
  stillTrue,
  type Verified,
  verified,
  verifiedByEdge,
} from '../../../src/enforcement/statements.ts'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import type { Asn } from '../../../src/net/asn.ts'
import { parsePlaceCode } from '../../../src/net/region.ts'
import { absent, observed, type SessionFacts } from '../../../src/observations/types.ts'
import type { Decision } from '../../../src/policy/types.ts'
import { issueSession } from '../../../src/session/issue.ts'
import { identityOf } from '../../../src/signals/identity.ts'
import type { Evidence } from '../../../src/signals/registry.ts'
import { observationsOf } from '../../support/evidence.ts'
import { HOME_ADDRESS } from '../../support/gate.ts'
import { claimsOf, countingRandom, EPOCH, ISSUER, keyring, LIFETIMES, signerOf } from '../session/fixture.ts'
import { decision } from './fixture.ts'

const FACTS: Verified = { place: parsePlaceCode('US-CA'), asn: 7922 as Asn, networkClass: 'residential' }
const NOTHING: Verified = { place: undefined, asn: undefined, networkClass: 'unknown' }
const TO = { issuer: 'https://gate.test', audience: 'origin.test', method: 'GET', pathAndQuery: '/a?b' }
const NOBODY: Client = { session: undefined, identity: undefined }
const SESSION: SessionFacts = {
  subject: 'acct_7',
  identity: 'account',
  authenticatedAt: 1000 as UnixSeconds,
  sessionId: 'sid',
  tokenId: 'jti',
  issuedAt: 1000,
  expiresAt: 2800,
  assurance: 'substantial',
  assuredAt: 1000 as UnixSeconds,
  assuranceStands: true,
  renewalDue: false,
  place: FACTS.place,
  asn: FACTS.asn,
  networkClass: 'residential',
  addressFamily: 4,
  ja4: undefined,
  policyRevision: '0123456789abcdef',
  confirmation: undefined,
}

describe('verified()', () => {
  const place = parsePlaceCode('US-CA')
  it('takes what was observed, and unknown for a class that was not', () => {
    const evidence = {
      place: observed(place, 'edge'),
      'network.asn': observed(7922, 'edge'),
      'network.class': observed('residential', 'table'),
    } as unknown as Evidence
    expect(verified(evidence)).toEqual(FACTS)
    const none = {
      place: absent('tor'),
      'network.asn': { state: 'unavailable', cause: 'x' },
      'network.class': absent('missing'),
    } as unknown as Evidence
    expect(verified(none)).toEqual(NOTHING)
  })
})

describe('verifiedByEdge()', () => {
  const moved = (source: 'feed' | 'operator', edge: unknown) =>
    ({
      place: observed(parsePlaceCode('GB'), source),
      'place.edge': edge,
      'network.asn': observed(7922, 'edge'),
      'network.class': observed('residential', 'table'),
    }) as unknown as Evidence

  it.each(['feed', 'operator'] as const)("takes the edge's word where the %s's is followed", (source) => {
    const byEdge = observed(parsePlaceCode('US-CA'), 'edge')
    expect(verifiedByEdge(moved(source, byEdge))).toEqual(FACTS)
    expect(verifiedByEdge(moved(source, absent('tor')))).toEqual({ ...FACTS, place: undefined })
  })

  it('is verified() where nobody moved the place', () => {
    const evidence = {
      place: observed(parsePlaceCode('US-CA'), 'edge'),
      'place.edge': absent('not_applicable'),
      'network.asn': observed(7922, 'edge'),
      'network.class': observed('residential', 'table'),
    } as unknown as Evidence
    expect(verifiedByEdge(evidence)).toEqual(FACTS)
  })
})

describe('statement()', () => {
  it('says who, where, through what, how sure and under which policy', () => {
    const client: Client = { session: SESSION, identity: { kind: 'account', id: 'acct_7' } }
    expect(statement(FACTS, decision(), 'allow', client, TO)).toEqual({
      iss: 'https://gate.test',
      aud: 'origin.test',
      sid: 'sid',
      sub: 'acct_7',
      sub_kind: 'account',
      htm: 'GET',
      pathAndQuery: '/a?b',
      geo: { country: 'US', region: 'US-CA' },
      net: { asn: 7922, class: 'residential' },
      acr: 'substantial',
      verdict: 'allow',
      tier_max: 'controlled',
      pol: '0123456789abcdef',
    })
  })

  it('names the value of the body that was decided on', () => {
    const stated = statement(FACTS, decision(), 'allow', NOBODY, { ...TO, bodyValue: 'large' })
    expect(stated.res).toBe('large')
  })

  it('leaves out what is not known, rather than say undefined', () => {
    const stated = statement(NOTHING, decision({ tierMax: undefined }), 'limit', NOBODY, TO)
    expect(Object.keys(stated).sort()).toEqual(
      ['acr', 'aud', 'geo', 'htm', 'iss', 'net', 'pathAndQuery', 'pol', 'verdict'].sort(),
    )
    expect(stated).toMatchObject({ geo: {}, net: { class: 'unknown' }, verdict: 'limit' })
    expect('asn' in stated.net).toBe(false)
  })

  it('states the verdict that was applied, not the one that was decided', () => {
    const monitored = decision({ verdict: 'deny', tierMax: undefined })
    expect(statement(FACTS, monitored, 'allow', NOBODY, TO).verdict).toBe('allow')
  })
})

describe('statement(): whose request it is', () => {
  const account = { kind: 'account', id: 'acct_7' } as const
  const key = { kind: 'key', id: 'key_1' } as const
  const anonymous: SessionFacts = { ...SESSION, identity: 'none', subject: 'sid' }
  const keySession: SessionFacts = { ...SESSION, identity: 'key', subject: 'key_1' }

  it.each<[string, Client, object]>([
    ['nobody', NOBODY, {}],
    [
      'an account with its session',
      { session: SESSION, identity: account },
      { sid: 'sid', sub: 'acct_7', sub_kind: 'account' },
    ],
    [
      'an accepted key without a session',
      { session: undefined, identity: key },
      { sub: 'key_1', sub_kind: 'key' },
    ],
    [
      'an account by its key alone',
      { session: undefined, identity: account },
      { sub: 'acct_7', sub_kind: 'account' },
    ],
    [
      "a key's session with its key",
      { session: keySession, identity: key },
      { sid: 'sid', sub: 'key_1', sub_kind: 'key' },
    ],
    ["a key's session without its key", { session: keySession, identity: undefined }, { sid: 'sid' }],
    [
      "a key's session with the key of an account",
      { session: keySession, identity: account },
      { sid: 'sid', sub: 'acct_7', sub_kind: 'account' },
    ],
    [
      'an anonymous session',
      { session: anonymous, identity: undefined },
      { sid: 'sid', sub: 'sid', sub_kind: 'none' },
    ],
    [
      'an anonymous session with an accepted key',
      { session: anonymous, identity: key },
      { sid: 'sid', sub: 'key_1', sub_kind: 'key' },
    ],
  ])('of %s', (_, client, expected) => {
    const { sid, sub, sub_kind } = statement(FACTS, decision(), 'allow', client, TO)
    expect(JSON.parse(JSON.stringify({ sid, sub, sub_kind }))).toEqual(expected)
  })
})

const at = (seconds: number) => seconds as UnixSeconds
const NOW = at(1500)
const NEW: Holder = {
  subject: undefined,
  authenticatedAt: NOW,
  session: undefined,
  isNewHolder: false,
  confirmation: undefined,
}

describe('grant()', () => {
  it('carries the facts, the assurance and the revision over', () => {
    const subject = { id: 'k', kind: 'key' } as const
    const holder = { ...NEW, subject, authenticatedAt: at(1200), session: SESSION }
    expect(grant(FACTS, decision({ assurance: 'low' }), observationsOf(), holder, NOW)).toEqual({
      subject,
      authenticatedAt: 1200,
      sessionId: 'sid',
      assurance: 'low',
      assuredAt: NOW,
      ...FACTS,
      addressFamily: 4,
      ja4: undefined,
      policyRevision: '0123456789abcdef',
      confirmation: undefined,
    })
  })

  it('begins a session where there is none', () => {
    expect(grant(FACTS, decision(), observationsOf(), NEW, NOW).sessionId).toBeUndefined()
  })

  it.each([
    ['goes on under its name for the same holder', false, 'sid'],
    [
      'gets another name for a new holder: one that was planted before the log-in is worth nothing',
      true,
      undefined,
    ],
  ] as const)('a session %s', (_, isNewHolder, sessionId) => {
    const holder = {
      ...NEW,
      subject: { id: 'acct_8', kind: 'account' } as const,
      session: SESSION,
      isNewHolder,
    }
    expect(grant(FACTS, decision(), observationsOf(), holder, NOW).sessionId).toBe(sessionId)
  })

  it('gives a new holder a name, of which nothing was known before', async () => {
    const random = countingRandom()
    const issuedTo = async (isNewHolder: boolean) => {
      const granted = grant(
        FACTS,
        decision(),
        observationsOf(),
        { ...NEW, session: SESSION, isNewHolder },
        NOW,
      )
      const terms = { issuer: ISSUER, lifetimes: LIFETIMES, nextChange: () => undefined, epoch: EPOCH }
      return claimsOf((await issueSession(granted, terms, signerOf(keyring), NOW, random)).token)
    }
    expect(await issuedTo(false)).toMatchObject({ sid: 'sid' })
    const named = [await issuedTo(true), await issuedTo(true)].map(({ sid }) => sid)
    for (const sid of named) expect(sid).toMatch(/^[\w-]{22}$/)
    expect(new Set([...named, 'sid']).size).toBe(3)
  })

  it("dates a key's session by when the origin accepted the key, not by now", () => {
    const sent = { headers: { Authorization: 'Bearer sk-1' } }
    const key = { keyId: 'k', formerKeyId: undefined, acceptedAt: at(300), account: undefined }
    const observations = observationsOf(sent, { key })
    const vouched = identityOf(observations)
    const holder = { ...NEW, subject: vouched, authenticatedAt: vouched?.at ?? NOW }
    expect(grant(FACTS, decision(), observations, holder, NOW).authenticatedAt).toBe(300)
  })

  it.each([
    [1_499, 1_499],
    [1_500, 1_500],
    [1_501, 1_500],
    [1_530, 1_500],
    [9_999, 1_500],
  ])('is of second 1500 at the latest where the subject was vouched for at %s', (vouchedAt, expected) => {
    const holder = { ...NEW, authenticatedAt: at(vouchedAt) }
    expect(grant(FACTS, decision(), observationsOf(), holder, NOW).authenticatedAt).toBe(expected)
  })

  it.each(['none', 'low', 'substantial', 'high'] as const)(
    'is of second 1500 at the latest where assurance %s was verified by a clock ahead of ours',
    (assurance) => {
      for (const assuredAt of [1_499, 1_500, 1_501, 9_999].map(at)) {
        const session: SessionFacts = { ...SESSION, assurance, assuredAt }
        const granted = grant(FACTS, decision({ assurance }), observationsOf(), { ...NEW, session }, NOW)
        const isCarriedOver = assurance === 'high' && assuredAt === 1_499
        expect(granted.assuredAt).toBe(isCarriedOver ? 1_499 : 1_500)
      }
    },
  )

  it.each([
    ['IPv4', HOME_ADDRESS, 4],
    ['IPv6', '2001:db8::1', 6],
    ['nobody knows what', null, undefined],
  ])('binds to the family of the address: %s', (_, address, family) => {
    expect(grant(FACTS, decision(), observationsOf({ address }), NEW, NOW).addressFamily).toBe(family)
  })

  it.each([
    ['off', 't13d_a_b', undefined],
    ['notice', 't13d_a_b', 't13d_a_b'],
    ['require', 't13d_a_b', 't13d_a_b'],
    ['require', undefined, undefined],
  ] as const)(
    'binds to the TLS identity where the configuration looks at it: %s, %s',
    (tls, ja4, expected) => {
      const observations = observationsOf(
        { cf: { botManagement: { ja4 } } },
        { binding: { asn: 'off', tls } },
      )
      expect(grant(FACTS, decision(), observations, NEW, NOW).ja4).toBe(expected)
    },
  )

  it('binds to what the client has shown', () => {
    const confirmation = { jkt: 'x', 'x5t#S256': 'y' }
    const granted = grant(FACTS, decision(), observationsOf(), { ...NEW, confirmation }, NOW)
    expect(granted.confirmation).toEqual(confirmation)
  })

  const proved: SessionFacts = { ...SESSION, assurance: 'high', assuredAt: at(1100) }
  it.each<readonly [string, Decision['assurance'], SessionFacts | undefined, number]>([
    ['a proof that the session carries, and that still counts, keeps its age', 'high', proved, 1100],
    ['a proof made with this request is of now', 'high', SESSION, 1500],
    ['a proof made with this request, without a session, is of now', 'high', undefined, 1500],
    ['what is read off the connection is of now', 'substantial', SESSION, 1500],
    ['a proof that no longer counts lends its age to nothing', 'substantial', proved, 1500],
    ['nothing is of now', 'none', proved, 1500],
  ])('%s', (_, assurance, session, assuredAt) => {
    const granted = grant(FACTS, decision({ assurance }), observationsOf(), { ...NEW, session }, NOW)
    expect(granted).toMatchObject({ assurance, assuredAt })
  })
})

describe('factHeaders()', () => {
  it.each<[string, Verified, Record<string, string>]>([
    [
      'everything',
      FACTS,
      { 'Cordon-Country': 'US', 'Cordon-Region': 'US-CA', 'Cordon-Network': 'residential' },
    ],
    [
      'a country',
      { ...FACTS, place: parsePlaceCode('US') },
      { 'Cordon-Country': 'US', 'Cordon-Network': 'residential' },
    ],
    ['nothing', NOTHING, { 'Cordon-Network': 'unknown' }],
  ])('says what is known of the place: %s', (_, facts, expected) => {
    expect(factHeaders(facts, 'limit')).toEqual({ ...expected, 'Cordon-Verdict': 'limit' })
  })
})

describe('stillTrue()', () => {
  const current = { policyRevision: SESSION.policyRevision, sameBinding: true }

  it('of a session that this request would not change', () => {
    expect(stillTrue(SESSION, undefined, current)).toBe(true)
  })

  it.each([
    ['that is past its time', { ...SESSION, renewalDue: true }, current],
    ['of another revision of the policy', SESSION, { ...current, policyRevision: 'fedcba9876543210' }],
    ['over another network, or with another TLS identity', SESSION, { ...current, sameBinding: false }],
  ])('never of a session %s', (_, session, now) => {
    expect(stillTrue(session, undefined, now)).toBe(false)
  })

  it.each([
    ['the same account', { id: 'acct_7', kind: 'account' } as const, true],
    ['another account', { id: 'acct_8', kind: 'account' } as const, false],
    ['a key that is called like the account', { id: 'acct_7', kind: 'key' } as const, false],
    ['nobody', undefined, true],
    [
      'the same account, and says more of it',
      { id: 'acct_7', kind: 'account', facts: { created: at(1) } } as const,
      false,
    ],
  ])('once the origin recognised %s', (_, subject, expected) => {
    expect(stillTrue(SESSION, subject, current)).toBe(expected)
  })

  const [german, bavarian] = [parsePlaceCode('DE'), parsePlaceCode('DE-BY')]
  it.each([
    ['the same', { created: at(1), ...(german && { home: german }) }, true],
    ['another home', { created: at(1), ...(bavarian && { home: bavarian }) }, false],
    ['no home any more', { created: at(1) }, false],
    ['another date', { created: at(2), ...(german && { home: german }) }, false],
    ['nothing any more', undefined, false],
  ])('of an account of which the origin says %s', (_, facts, expected) => {
    const session = { ...SESSION, account: { created: at(1), ...(german && { home: german }) } }
    const subject = { id: 'acct_7', kind: 'account', ...(facts && { facts }) } as const
    expect(stillTrue(session, subject, current)).toBe(expected)
  })
})
