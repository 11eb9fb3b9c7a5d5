import { describe, expect, it, vi } from 'vitest'
import { parseAsn } from '../../../src/net/asn.ts'
import { formatIpAddress } from '../../../src/net/ip-address.ts'
import { gather, type PolicyTables, type Sources, underPolicy } from '../../../src/observations/gather.ts'
import type { Confirmation, VouchedSubject } from '../../../src/observations/types.ts'
import { identityOf } from '../../../src/signals/identity.ts'
import { isolateAcceptedKeys } from '../../../src/state/accepted-keys.ts'
import { compileNetworkOverrides } from '../../../src/tables/network-overrides.ts'
import { type NetworkTables, networkTables } from '../../../src/tables/networks.ts'
import { CurrentPrefixes } from '../../../src/tables/prefixes.ts'
import { AT, HOME_SESSION, placeNamed, type Sent, snapshotOf } from '../../support/evidence.ts'
import { listed } from '../../support/network-tables.ts'
import { prefixesOf } from '../../support/prefix-lists.ts'

const TABLES: NetworkTables = {
  version: 'test',
  byAsn: (asn) =>
    asn === 7922 ? { class: 'residential', mixed: false, confidence: 'high', reason: 'Comcast' } : undefined,
  byOrganization: (name) =>
    name.includes('Hosting') ? { class: 'hosting', rule: 'hosting', confidence: 'low' } : undefined,
  byAddress: () => [],
  isRelayCarrier: (asn) => asn === 13335,
}
const BUNDLED = networkTables(new CurrentPrefixes())

function sourcesWith(changes: Partial<Sources> = {}): Sources {
  return {
    networks: { ...TABLES },
    acceptedKeys: isolateAcceptedKeys(),
    isRevoked: () => false,
    keyLocations: [{ header: 'authorization', scheme: 'Bearer' }],
    hashKey: async (key) => `hash of ${key}`,
    hashKeyFormerly: undefined,
    verifySession: async (token) => ({ status: 'invalid', code: `asked about ${token}` }),
    verifyProof: undefined,
    binding: { asn: 'notice', tls: 'off' },
    ...changes,
  }
}
const NO_WORDS: PolicyTables = {
  operatorNetworks: () => undefined,
  overrides: compileNetworkOverrides([]),
}
const gathered = (sent: Sent = {}, sources: Partial<Sources> = {}, words: Partial<PolicyTables> = {}) =>
  gather(snapshotOf(sent), sourcesWith(sources), { ...NO_WORDS, ...words }, AT)

const namedThen = (id: string | undefined, at: typeof AT) => (id === undefined ? undefined : { id, at })

describe('the tables', () => {
  it('are asked for the ASN and the name', async () => {
    const { tables } = await gathered({ cf: { asOrganization: 'Acme Hosting' } })
    expect(tables).toMatchObject({
      operator: undefined,
      asn: { class: 'residential', reason: 'Comcast' },
      organization: { class: 'hosting', mixed: false, confidence: 'low', reason: 'hosting' },
    })
  })

  it.each([
    ['an ASN nobody lists', { asn: 64500 }, { asn: undefined }],
    ['no ASN', { asn: undefined }, { asn: undefined }],
    ['a malformed ASN', { asn: '7922' }, { asn: undefined }],
    ['a name no rule fits', {}, { organization: undefined }],
    ['no name', { asOrganization: undefined }, { organization: undefined }],
    ['the name of a relay carrier', { asn: 13335, asOrganization: 'Hosting' }, { organization: undefined }],
  ])('say nothing of %s', async (_, cf, expected) => {
    expect((await gathered({ cf })).tables).toMatchObject(expected)
  })

  it('do not answer for the name of a relay carrier that ships', async () => {
    const cf = { asn: 13335, asOrganization: 'Acme Hosting, Inc.' }
    expect((await gathered({ cf }, { networks: BUNDLED })).tables.organization).toBeUndefined()
    expect(
      (await gathered({ cf: { ...cf, asn: 64500 } }, { networks: BUNDLED })).tables.organization,
    ).toMatchObject({ class: 'hosting' })
  })

  it("the operator's is asked for the address and the ASN", async () => {
    const operatorNetworks = vi.fn<PolicyTables['operatorNetworks']>(() => 'AS7922')
    expect((await gathered({}, {}, { operatorNetworks })).tables.operator).toBe('AS7922')
    const [address, asn] = operatorNetworks.mock.calls[0] ?? []
    expect([address && formatIpAddress(address), asn]).toEqual(['73.162.10.1', parseAsn('AS7922')])
  })

  it("the operator's is asked for neither where neither is known", async () => {
    const operatorNetworks = vi.fn<PolicyTables['operatorNetworks']>(() => undefined)
    await gathered({ address: 'x', cf: null }, {}, { operatorNetworks })
    expect(operatorNetworks.mock.calls).toEqual([[undefined, undefined]])
  })

  it('are asked once for a name, and each table for itself', async () => {
    const byOrganization = vi.fn(TABLES.byOrganization)
    const networks = { ...TABLES, byOrganization }
    for (const asOrganization of ['Acme Hosting', 'Acme Hosting', 'Nothing', 'Nothing']) {
      await gathered({ cf: { asOrganization } }, { networks })
    }
    expect(byOrganization.mock.calls).toEqual([['Acme Hosting'], ['Nothing']])
    await gathered({ cf: { asOrganization: 'Nothing' } }, { networks: { ...networks } })
    expect(byOrganization).toHaveBeenCalledTimes(3)
  })

  it('give the same answer from memory', async () => {
    const networks = { ...TABLES }
    const ask = () => gathered({ cf: { asOrganization: 'Acme Hosting' } }, { networks })
    expect((await ask()).tables).toEqual((await ask()).tables)
  })
})

describe('the lists and overrides', () => {
  const LISTED = [listed('satellite', { place: placeNamed('GB'), movesPlace: true })]

  it('are asked for the address', async () => {
    const byAddress = vi.fn<NetworkTables['byAddress']>(() => LISTED)
    expect((await gathered({}, { networks: { ...TABLES, byAddress } })).tables.prefixes).toBe(LISTED)
    expect(byAddress.mock.calls.map(([address]) => address && formatIpAddress(address))).toEqual([
      '73.162.10.1',
    ])
  })

  it('cannot be asked where there is no address, which is not the same as saying nothing', async () => {
    const prefixes = await prefixesOf({ class: 'vpn', prefixes: ['1.2.3.0/24'] })
    const networks = networkTables(prefixes)
    for (const address of [null, 'not an address'])
      expect((await gathered({ address }, { networks })).tables.prefixes).toBeUndefined()
    expect((await gathered({}, { networks })).tables.prefixes).toEqual([])
  })

  it('say nothing where there are none, address or not', async () => {
    const networks = networkTables(new CurrentPrefixes())
    for (const address of [null, '73.162.10.1'])
      expect((await gathered({ address }, { networks })).tables.prefixes).toEqual([])
  })

  it.each([
    ['that know another place', LISTED],
    ['that cannot be read', undefined],
  ])('%s move nobody here: whether they are followed is the policy to decide', async (_, answers) => {
    const networks = { ...TABLES, byAddress: () => answers }
    expect((await gathered({}, { networks })).tables.moved).toBeUndefined()
  })

  it.each<readonly [string, Sent]>([
    ['from home', {}],
    ['out of a restricted place', { cf: { country: 'CU' } }],
    ['within its country', { cf: { country: 'GB', regionCode: 'SCT' } }],
    ['where the edge knows no country', { cf: { country: 'XX' } }],
    ['where the edge says Tor', { cf: { country: 'T1' } }],
    ['without request.cf', { cf: null }],
  ])('of overrides, one with a place moves %s, whatever the lists say', async (_, sent) => {
    const place = placeNamed('GB-ENG')
    const networks = { ...TABLES, byAddress: () => LISTED }
    const overrides = { class: () => undefined, place: () => place }
    expect((await gathered(sent, { networks }, { overrides })).tables.moved).toEqual({
      place,
      source: 'operator',
      by: 'override',
    })
  })

  it('are asked at the time of the request', async () => {
    const overrides = { class: vi.fn(() => undefined), place: vi.fn(() => undefined) }
    await gathered({}, {}, { overrides })
    const asked = [expect.objectContaining({ version: 4 }), 7922, AT]
    expect([overrides.class.mock.calls, overrides.place.mock.calls]).toEqual([[asked], [asked]])
  })
})

describe('underPolicy()', () => {
  const words = (place: string, entry: string): PolicyTables => ({
    operatorNetworks: () => entry,
    overrides: { class: () => 'business', place: () => placeNamed(place) },
  })

  it('has the words of the other policy in place of those of the one in force, and all else as it was', async () => {
    const live = await gathered({}, {}, words('GB', 'AS1'))
    const other = underPolicy(live, words('CU', 'AS2'), AT)
    expect(other).toEqual({
      ...live,
      tables: {
        ...live.tables,
        operator: 'AS2',
        override: 'business',
        moved: { place: placeNamed('CU'), source: 'operator', by: 'override' },
      },
    })
    expect(other.tables).toEqual((await gathered({}, {}, words('CU', 'AS2'))).tables)
  })

  it('puts nobody where a list or the policy in force had put them', async () => {
    const live = await gathered({}, {}, words('GB', 'AS1'))
    const { moved, operator, override } = underPolicy(live, NO_WORDS, AT).tables
    expect([moved, operator, override]).toEqual([undefined, undefined, undefined])
    const byList = {
      ...live.tables,
      moved: { place: placeNamed('GB'), source: 'feed', by: 'satellite' } as const,
    }
    expect(underPolicy({ ...live, tables: byList }, NO_WORDS, AT).tables.moved).toBeUndefined()
  })

  it('asks at the time of the request', async () => {
    const overrides = { class: vi.fn(() => undefined), place: vi.fn(() => undefined) }
    underPolicy(await gathered(), { ...NO_WORDS, overrides }, AT)
    const asked = [expect.objectContaining({ version: 4 }), 7922, AT]
    expect([overrides.class.mock.calls, overrides.place.mock.calls]).toEqual([[asked], [asked]])
  })
})

describe('the session', () => {
  it('is not verified where there is no token', async () => {
    const verifySession = vi.fn<NonNullable<Sources['verifySession']>>()
    expect((await gathered({}, { verifySession })).session).toEqual({ status: 'none' })
    expect(verifySession).not.toHaveBeenCalled()
  })

  it.each([
    ['header', { 'Cordon-Session': 'a.b.c' }],
    ['cookie', { Cookie: '__Host-cordon=a.b.c' }],
  ] as const)(
    'is verified from the %s, at the time of the request, and says so',
    async (carrier, headers) => {
      const verified = { status: 'verified', facts: HOME_SESSION } as const
      const verifySession = vi.fn<NonNullable<Sources['verifySession']>>(async () => verified)
      expect((await gathered({ headers }, { verifySession })).session).toEqual({ ...verified, carrier })
      expect(verifySession.mock.calls).toEqual([['a.b.c', AT]])
    },
  )

  it('is invalid where a token is repeated, which is not verified', async () => {
    const verifySession = vi.fn<NonNullable<Sources['verifySession']>>()
    const { session } = await gathered({ headers: { 'Cordon-Session': 'a, b' } }, { verifySession })
    expect(session).toEqual({ status: 'invalid', code: 'token.repeated' })
    expect(verifySession).not.toHaveBeenCalled()
  })

  it('is invalid where no key could tell it from a forged one', async () => {
    const sent = { headers: { 'Cordon-Session': 'a.b.c' } }
    expect((await gathered(sent, { verifySession: undefined })).session).toEqual({
      status: 'invalid',
      code: 'token.no_key',
    })
  })
})

describe('the key', () => {
  const sent = { headers: { Authorization: 'Bearer sk-1' } }

  it('is known by its hash only', async () => {
    const observations = await gathered(sent)
    expect(observations.key).toEqual({
      keyId: 'hash of sk-1',
      formerKeyId: undefined,
      acceptedAt: undefined,
      account: undefined,
    })
  })

  it.each([
    ['accepted by the origin', 0, undefined, { acceptedAt: AT, account: undefined }],
    ['accepted with an account', 0, 'account-1', { acceptedAt: AT, account: { id: 'account-1' } }],
    [
      'accepted just under an hour ago',
      3_599,
      'account-1',
      { acceptedAt: AT - 3_599, account: { id: 'account-1' } },
    ],
    ['accepted an hour ago', 3_600, 'account-1', { acceptedAt: undefined, account: undefined }],
  ])('is %s', async (_, ago, account, expected) => {
    const acceptedKeys = isolateAcceptedKeys()
    acceptedKeys.note('hash of sk-1', namedThen(account, (AT - ago) as typeof AT), (AT - ago) as typeof AT)
    expect((await gathered(sent, { acceptedKeys })).key).toMatchObject(expected)
  })

  it.each([
    ['the key', undefined, { kind: 'key', id: 'hash of sk-1' }],
    ['its account', 'account-1', { kind: 'account', id: 'account-1' }],
  ] as const)(
    'that the origin accepted half an hour ago counts %s since then, not since now',
    async (_, account, whose) => {
      const acceptedKeys = isolateAcceptedKeys()
      const then = (AT - 1_800) as typeof AT
      acceptedKeys.note('hash of sk-1', namedThen(account, then), then)
      const observations = await gathered(sent, { acceptedKeys })
      expect(observations.key?.acceptedAt).toBe(then)
      expect(identityOf(observations)).toEqual({ ...whose, at: then })
    },
  )

  it('is not looked at without a secret to hash it with', async () => {
    expect((await gathered(sent, { hashKey: undefined })).key).toBeUndefined()
  })

  it.each([
    ['nothing came', {}],
    ['it is elsewhere', { headers: { 'X-Api-Key': 'sk-1' } }],
  ])('is none, and nothing is hashed, where %s', async (_, sent) => {
    const hashKey = vi.fn<NonNullable<Sources['hashKey']>>()
    expect((await gathered(sent, { hashKey })).key).toBeUndefined()
    expect(hashKey).not.toHaveBeenCalled()
  })

  it('creates nothing when it is unknown', async () => {
    const acceptedKeys = { find: vi.fn(), note: vi.fn() }
    await gathered(sent, { acceptedKeys })
    expect(acceptedKeys.find.mock.calls).toEqual([['hash of sk-1', AT]])
    expect(acceptedKeys.note).not.toHaveBeenCalled()
  })
})

describe('a key that was accepted, and is revoked since', () => {
  const sent = { headers: { Authorization: 'Bearer sk-1' } }
  const then = (AT - 600) as typeof AT
  const noted = (account?: string) => {
    const acceptedKeys = isolateAcceptedKeys()
    acceptedKeys.note('hash of sk-1', namedThen(account, then), then)
    return acceptedKeys
  }
  const revoking =
    (kind: VouchedSubject['kind'], id: string, issuedUpTo: number) =>
    (subject: VouchedSubject): boolean =>
      subject.kind === kind && subject.id === id && subject.at <= issuedUpTo
  const GONE = { keyId: 'hash of sk-1', formerKeyId: undefined, acceptedAt: undefined, account: undefined }

  it.each([
    ['the key', undefined, revoking('key', 'hash of sk-1', then)],
    ['the key of an account', 'account-1', revoking('key', 'hash of sk-1', then)],
    ['its account', 'account-1', revoking('account', 'account-1', then)],
  ] as const)('is a key that nobody accepted: %s', async (_, account, isRevoked) => {
    const observations = await gathered(sent, { acceptedKeys: noted(account), isRevoked })
    expect(observations.key).toEqual(GONE)
    expect(identityOf(observations)).toBeUndefined()
  })

  it.each([
    ['the key, before it was accepted', undefined, revoking('key', 'hash of sk-1', then - 1)],
    ['its account, before it was named', 'account-1', revoking('account', 'account-1', then - 1)],
    ['another key', 'account-1', revoking('key', 'hash of sk-2', AT)],
    ['another account', 'account-1', revoking('account', 'account-2', AT)],
    ['an account that is called like the key', 'account-1', revoking('account', 'hash of sk-1', AT)],
    ['a key that is called like the account', 'account-1', revoking('key', 'account-1', AT)],
  ] as const)('counts still where that was %s', async (_, account, isRevoked) => {
    const { key } = await gathered(sent, { acceptedKeys: noted(account), isRevoked })
    expect(key).toMatchObject({ acceptedAt: then, account: namedThen(account, then) })
  })

  it('counts again once the origin has accepted it anew', async () => {
    const acceptedKeys = noted('account-1')
    const isRevoked = revoking('key', 'hash of sk-1', AT - 1)
    expect((await gathered(sent, { acceptedKeys, isRevoked })).key).toEqual(GONE)
    acceptedKeys.note('hash of sk-1', namedThen('account-1', AT), AT)
    expect((await gathered(sent, { acceptedKeys, isRevoked })).key).toMatchObject({ acceptedAt: AT })
  })

  it('is dropped as well where it was noted under its former id', async () => {
    const acceptedKeys = isolateAcceptedKeys()
    acceptedKeys.note('former hash of sk-1', namedThen('account-1', then), then)
    const hashKeyFormerly = async (key: string) => `former hash of ${key}`
    for (const isRevoked of [revoking('key', 'hash of sk-1', then), revoking('account', 'account-1', then)]) {
      const { key } = await gathered(sent, { acceptedKeys, hashKeyFormerly, isRevoked })
      expect(key).toEqual({ ...GONE, formerKeyId: 'former hash of sk-1' })
    }
  })

  it('is asked about only where the origin accepted it', async () => {
    const isRevoked = vi.fn(() => true)
    await gathered(sent, { isRevoked })
    expect(isRevoked).not.toHaveBeenCalled()
  })
})

describe('what the client proves to hold', () => {
  const JKT = 'A'.repeat(43)
  const FINGERPRINT = 'ab'.repeat(32)
  const X5T = Buffer.from(FINGERPRINT, 'hex').toString('base64url')
  const PROOF = { status: 'verified', jkt: JKT, jti: 'p', iat: AT, nonce: 'none' } as const
  const BAD_PROOF = { status: 'invalid', code: 'proof.signature' } as const

  type Shown = 'nothing' | 'bad' | 'other' | 'good'
  const certificateOf = (shown: Shown) => {
    if (shown === 'nothing') return {}
    const certVerified = shown === 'bad' ? 'FAILED:expired' : 'SUCCESS'
    const certFingerprintSHA256 = shown === 'other' ? 'cd'.repeat(32) : FINGERPRINT
    return { tlsClientAuth: { certPresented: '1', certVerified, certFingerprintSHA256 } }
  }
  const proofOf = (shown: Shown) => {
    if (shown === 'bad') return BAD_PROOF
    return shown === 'other' ? { ...PROOF, jkt: 'B'.repeat(42).concat('A') } : PROOF
  }

  async function presented(confirmation: Confirmation | undefined, key: Shown, certificate: Shown) {
    const headers = {
      'Cordon-Session': 'a.b.c',
      ...(key === 'nothing' ? {} : { 'Cordon-DPoP': 'p.r.f' }),
    }
    return gathered(
      { headers, cf: certificateOf(certificate) },
      {
        verifySession: () => ({ status: 'verified', facts: { ...HOME_SESSION, confirmation } }),
        verifyProof: async () => proofOf(key),
      },
    )
  }

  const SHOWN: readonly Shown[] = ['nothing', 'bad', 'other', 'good']
  const CONFIRMATIONS: readonly (Confirmation | undefined)[] = [
    undefined,
    { jkt: JKT },
    { 'x5t#S256': X5T },
    { jkt: JKT, 'x5t#S256': X5T },
  ]
  const ALL = CONFIRMATIONS.flatMap((confirmation) =>
    SHOWN.flatMap((key) => SHOWN.map((certificate) => [confirmation, key, certificate] as const)),
  )
  it.each(ALL)(
    'of a token bound to %j: its key %s, its certificate %s',
    async (confirmation, key, certificate) => {
      const { session, proof } = await presented(confirmation, key, certificate)
      const isProved =
        (confirmation?.jkt === undefined || key === 'good') &&
        (confirmation?.['x5t#S256'] === undefined || certificate === 'good')
      expect(session).toEqual(
        isProved
          ? { status: 'verified', facts: { ...HOME_SESSION, confirmation }, carrier: 'header' }
          : { status: 'unproved', code: key === 'bad' ? 'proof.signature' : 'proof.missing' },
      )
      expect(proof).toEqual(key === 'nothing' ? { status: 'none' } : proofOf(key))
    },
  )

  it('is asked about this method, this URL without its query, and the token that came with it', async () => {
    const verifyProof = vi.fn<NonNullable<Sources['verifyProof']>>(async () => PROOF)
    const headers = { 'Cordon-Session': 'a.b.c', 'Cordon-DPoP': 'p.r.f' }
    await gathered({ method: 'POST', path: '/v1/a?b=c', headers }, { verifyProof })
    const about = { method: 'POST', url: 'https://gate.test/v1/a', token: 'a.b.c' }
    expect(verifyProof.mock.calls).toEqual([['p.r.f', about, AT]])
  })

  it.each(CONFIRMATIONS.filter((confirmation) => confirmation !== undefined))(
    'does not make a bound token good in a cookie, where none was ever given out: %j',
    async (confirmation) => {
      const headers = { Cookie: '__Host-cordon=a.b.c', 'Cordon-DPoP': 'p.r.f' }
      const sources = {
        verifySession: () => ({ status: 'verified', facts: { ...HOME_SESSION, confirmation } }) as const,
        verifyProof: async () => PROOF,
      }
      const { session, proof } = await gathered({ headers, cf: certificateOf('good') }, sources)
      expect(session).toEqual({ status: 'unproved', code: 'proof.cookie' })
      expect(proof).toBe(PROOF)
    },
  )

  it('leaves a bearer token in a cookie as it is', async () => {
    const headers = { Cookie: '__Host-cordon=a.b.c', 'Cordon-DPoP': 'p.r.f' }
    const sources = {
      verifySession: () => ({ status: 'verified', facts: HOME_SESSION }) as const,
      verifyProof: async () => BAD_PROOF,
    }
    expect((await gathered({ headers }, sources)).session).toMatchObject({
      status: 'verified',
      carrier: 'cookie',
    })
  })

  it('is asked about no token in a cookie, which the page that makes the proof cannot read', async () => {
    const verifyProof = vi.fn<NonNullable<Sources['verifyProof']>>(async () => PROOF)
    const headers = { Cookie: '__Host-cordon=a.b.c', 'Cordon-DPoP': 'p.r.f' }
    await gathered({ headers }, { verifyProof })
    const about = { method: 'GET', url: 'https://gate.test/v1/messages' }
    expect(verifyProof.mock.calls).toEqual([['p.r.f', about, AT]])
  })

  it('is asked about the token in the header where both came', async () => {
    const verifyProof = vi.fn<NonNullable<Sources['verifyProof']>>(async () => PROOF)
    const headers = { Cookie: '__Host-cordon=c', 'Cordon-Session': 'a.b.c', 'Cordon-DPoP': 'p.r.f' }
    await gathered({ headers }, { verifyProof })
    const about = { method: 'GET', url: 'https://gate.test/v1/messages', token: 'a.b.c' }
    expect(verifyProof.mock.calls).toEqual([['p.r.f', about, AT]])
  })

  it('does not count a certificate that was revoked', async () => {
    const confirmation = { 'x5t#S256': X5T }
    const certificate = { certPresented: '1', certVerified: 'SUCCESS', certFingerprintSHA256: FINGERPRINT }
    const presenting = (certRevoked: string) =>
      gathered(
        {
          headers: { 'Cordon-Session': 'a.b.c' },
          cf: { tlsClientAuth: { ...certificate, certRevoked } },
        },
        { verifySession: () => ({ status: 'verified', facts: { ...HOME_SESSION, confirmation } }) },
      )
    expect((await presenting('0')).session).toMatchObject({ status: 'verified' })
    expect((await presenting('1')).session).toEqual({ status: 'unproved', code: 'proof.missing' })
  })

  it('is asked about no token where none came, or more than one', async () => {
    const verifyProof = vi.fn<NonNullable<Sources['verifyProof']>>(async () => PROOF)
    const about = { method: 'GET', url: 'https://gate.test/v1/messages' }
    for (const tokens of [{}, { 'Cordon-Session': 'a, b' }])
      expect(
        (await gathered({ headers: { 'Cordon-DPoP': 'p.r.f', ...tokens } }, { verifyProof })).proof,
      ).toBe(PROOF)
    expect(verifyProof.mock.calls.map(([, asked]) => asked)).toEqual([about, about])
  })

  it('is nothing where no proof came, or nobody can check one', async () => {
    const verifyProof = vi.fn<NonNullable<Sources['verifyProof']>>()
    expect((await gathered({}, { verifyProof })).proof).toEqual({ status: 'none' })
    expect(verifyProof).not.toHaveBeenCalled()
    const sent = { headers: { 'Cordon-DPoP': 'p.r.f' } }
    expect((await gathered(sent, { verifyProof: undefined })).proof).toEqual({ status: 'none' })
  })

  it.each([
    { status: 'expired', code: 'token.expired' },
    { status: 'revoked', code: 'revoked.session' },
    { status: 'invalid', code: 'token.signature' },
  ] as const)('does not mend a token that is $status', async (standing) => {
    const headers = { 'Cordon-Session': 'a.b.c', 'Cordon-DPoP': 'p.r.f' }
    const sources = { verifySession: () => standing, verifyProof: async () => PROOF }
    expect((await gathered({ headers }, sources)).session).toEqual(standing)
  })
})

describe('a key from before the secret was changed', () => {
  const sent = { headers: { Authorization: 'Bearer sk-1' } }
  const hashKeyFormerly = async (key: string) => `former hash of ${key}`
  const noted = (keyId: string, account?: string) => {
    const acceptedKeys = isolateAcceptedKeys()
    acceptedKeys.note(keyId, namedThen(account, AT), AT)
    return acceptedKeys
  }

  it('is known by its new id, and by its former one', async () => {
    expect((await gathered(sent, { hashKeyFormerly })).key).toEqual({
      keyId: 'hash of sk-1',
      formerKeyId: 'former hash of sk-1',
      acceptedAt: undefined,
      account: undefined,
    })
  })

  it.each([
    [
      'its former id',
      noted('former hash of sk-1', 'account-1'),
      { acceptedAt: AT, account: { id: 'account-1' } },
    ],
    ['its new id', noted('hash of sk-1', 'account-1'), { acceptedAt: AT, account: { id: 'account-1' } }],
    ['the former id of another key', noted('former hash of sk-2'), { acceptedAt: undefined }],
  ])('is accepted still where it was under %s', async (_, acceptedKeys, expected) => {
    expect((await gathered(sent, { hashKeyFormerly, acceptedKeys })).key).toMatchObject(expected)
  })

  it('is by its new id what was learned last', async () => {
    const acceptedKeys = noted('former hash of sk-1', 'account-1')
    acceptedKeys.note('hash of sk-1', namedThen('account-2', AT), AT)
    expect((await gathered(sent, { hashKeyFormerly, acceptedKeys })).key).toMatchObject({
      account: { id: 'account-2' },
    })
  })

  it('is new once the former secret is no longer kept', async () => {
    const acceptedKeys = noted('former hash of sk-1')
    expect((await gathered(sent, { acceptedKeys })).key).toMatchObject({ acceptedAt: undefined })
  })

  it('keeps its session: whose subject is the former id is the key that came', async () => {
    const facts = { ...HOME_SESSION, identity: 'key', subject: 'former hash of sk-1' } as const
    const headers = { ...sent.headers, 'Cordon-Session': 'a.b.c' }
    const sources = { networks: TABLES, verifySession: () => ({ status: 'verified', facts }) as const }
    const known = await gathered({ headers }, { ...sources, hashKeyFormerly })
    expect(identityOf(known)).toEqual({
      kind: 'key',
      id: 'hash of sk-1',
      at: HOME_SESSION.authenticatedAt,
    })
    expect(identityOf(await gathered({ headers }, sources))).toBeUndefined()
  })
})

it('what a session is bound to is told along', async () => {
  const binding = { asn: 'require', tls: 'notice' } as const
  expect((await gathered({}, { binding })).binding).toBe(binding)
})

it('observations are frozen', async () => {
  expect(Object.isFrozen(await gathered())).toBe(true)
})
