import { CompactSign, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import { describe, expect, it } from 'vitest'
import {
  isReplacedName,
  replacedName,
  signPolicy,
  statementText,
  verifyPolicySignatures,
} from '../../../src/config/policy-signature.ts'
import type { PolicySigner } from '../../../src/config/policy-signers-schema.ts'
import { policySigner } from '../../support/policy-signers.ts'

const SHA = 'ab'.repeat(32)
const OTHER = 'cd'.repeat(32)
const ada = await policySigner('ada', 'ES256')
const bea = await policySigner('bea', 'EdDSA')
const mallory = await policySigner('mallory', 'ES256')
const SIGNERS: readonly PolicySigner[] = [ada.signer, bea.signer]
const TYP = 'cordon-policy+jws'
const HEADER = { typ: TYP, alg: 'ES256' }

async function jws(header: object, payload: string, key: JWK = ada.jwk, alg = 'ES256') {
  const signer = new CompactSign(new TextEncoder().encode(payload))
  return signer.setProtectedHeader(header as never).sign(await importJWK(key, alg))
}
const verify = (...signatures: readonly string[]) => verifyPolicySignatures(SHA, signatures, SIGNERS)

describe('signatures of a document', () => {
  it('are told by whose key made them, ES256 or Ed25519', async () => {
    expect(await verify(await signPolicy(SHA, ada.jwk), await signPolicy(SHA, bea.jwk))).toEqual({
      signers: ['ada', 'bea'],
      signed: [
        { index: 0, signer: 'ada', replaces: undefined },
        { index: 1, signer: 'bea', replaces: undefined },
      ],
      faults: [],
    })
  })

  it('count once for a signer, however many there are', async () => {
    const both = [await signPolicy(SHA, ada.jwk), await signPolicy(SHA, ada.jwk)]
    expect(new Set(both).size).toBe(2)
    expect((await verify(...both)).signers).toEqual(['ada'])
  })

  it.each([OTHER, 'deployed:0123456789abcdef'])('say which policy they replace: %s', async (replaces) => {
    const signature = await signPolicy(SHA, ada.jwk, replaces)
    expect(await verify(await signPolicy(SHA, bea.jwk), signature)).toEqual({
      signers: ['bea', 'ada'],
      signed: [
        { index: 0, signer: 'bea', replaces: undefined },
        { index: 1, signer: 'ada', replaces },
      ],
      faults: [],
    })
  })

  it('are none by anybody else', async () => {
    expect(await verify(await signPolicy(SHA, mallory.jwk))).toEqual({
      signers: [],
      signed: [],
      faults: [{ index: 0, expected: 'a signature by one of POLICY_SIGNERS' }],
    })
  })

  it('are none for another document', async () => {
    const faults = [{ index: 0, expected: 'a signature of this document; this one is of another' }]
    expect(await verify(await signPolicy(OTHER, ada.jwk))).toEqual({ signers: [], signed: [], faults })
  })

  it('spoil no other that is good', async () => {
    const { signers, faults } = await verify('x.y.z', await signPolicy(SHA, bea.jwk))
    expect([signers, faults.map(({ index }) => index)]).toEqual([['bea'], [0]])
  })

  const good = JSON.stringify({ sha256: SHA })
  it.each<readonly [string, () => Promise<string>, string]>([
    ['of another type', () => jws({ ...HEADER, typ: 'cordon-session+jwt' }, good), 'a header'],
    ['of no type', () => jws({ alg: 'ES256' }, good), 'a header'],
    ['with a kid', () => jws({ ...HEADER, kid: 'ada' }, good), 'a header'],
    [
      'with a key of its own',
      async () => jws({ ...HEADER, jwk: mallory.signer.jwk }, good, mallory.jwk),
      'a header',
    ],
    ['with another claim', () => jws(HEADER, JSON.stringify({ sha256: SHA, exp: 1 })), 'a payload'],
    ...['', 'live', OTHER.toUpperCase(), `${OTHER} `, 'deployed:', 'deployed:0123', null, 7, [OTHER]].map(
      (replaces) =>
        [
          `that replaces ${JSON.stringify(replaces)}`,
          () => jws(HEADER, JSON.stringify({ sha256: SHA, replaces })),
          'a payload',
        ] as const,
    ),
    [
      'that replaces two',
      () => jws(HEADER, `{"sha256":"${SHA}","replaces":"${SHA}","replaces":"${OTHER}"}`),
      'a compact JWS',
    ],
    ['of no document', () => jws(HEADER, JSON.stringify({ replaces: OTHER })), 'a payload'],
    [
      'with another claim beside what they replace',
      () => jws(HEADER, JSON.stringify({ sha256: SHA, replaces: OTHER, exp: 1 })),
      'a payload',
    ],
    ['of no checksum', () => jws(HEADER, '{}'), 'a payload'],
    ['of a number', () => jws(HEADER, '{"sha256":7}'), 'a payload'],
    ['of two checksums', () => jws(HEADER, `{"sha256":"${OTHER}","sha256":"${SHA}"}`), 'a compact JWS'],
    ['whose text is none', async () => 'not a signature', 'a compact JWS'],
    ['that is empty', async () => '', 'a compact JWS'],
    ['of endless length', async () => `${'a'.repeat(2000)}.b.c`, 'a compact JWS'],
  ])('are none %s', async (_, make, expected) => {
    const { signers, faults } = await verify(await make())
    expect(signers).toEqual([])
    expect(faults[0]?.expected).toMatch(expected)
  })

  it('are none of algorithm none, nor of a shared secret', async () => {
    const [, payload = ''] = (await signPolicy(SHA, ada.jwk)).split('.')
    const none = Buffer.from(JSON.stringify({ typ: TYP, alg: 'none' })).toString('base64url')
    expect((await verify(`${none}.${payload}.AA`)).signers).toEqual([])
    const hs = await new CompactSign(new TextEncoder().encode(good))
      .setProtectedHeader({ typ: TYP, alg: 'HS256' })
      .sign(new TextEncoder().encode('a secret of thirty-two characters'))
    expect((await verify(hs)).signers).toEqual([])
  })

  it('are none once a letter of them is another', async () => {
    const signature = await signPolicy(SHA, bea.jwk)
    const at = signature.lastIndexOf('.') + 5
    const changed = `${signature.slice(0, at)}${signature[at] === 'A' ? 'B' : 'A'}${signature.slice(at + 1)}`
    expect((await verify(changed)).signers).toEqual([])
  })

  it('are looked at up to the sixteenth', async () => {
    const { signers, faults } = await verify(...Array(16).fill('x.y.z'), await signPolicy(SHA, ada.jwk))
    expect([signers, faults.length]).toEqual([[], 16])
  })
})

describe('what is replaced', () => {
  it('is the live document, or the deployed policy by its revision', () => {
    expect(replacedName(OTHER, '0123456789abcdef')).toBe(OTHER)
    const deployed = replacedName(undefined, '0123456789abcdef')
    expect(deployed).toBe('deployed:0123456789abcdef')
    expect([OTHER, deployed, 'live', `${deployed}0`].map(isReplacedName)).toEqual([true, true, false, false])
  })

  it('stands in the payload only where there is any', () => {
    expect(statementText({ sha256: SHA })).toBe(`{"sha256":"${SHA}"}`)
    expect(statementText({ sha256: SHA, replaces: OTHER })).toBe(`{"sha256":"${SHA}","replaces":"${OTHER}"}`)
  })
})

describe('signPolicy()', () => {
  it('signs with a key that says more of itself than it needs', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true })
    const jwk = await exportJWK(privateKey)
    const { x = '', y = '' } = jwk
    const signature = await signPolicy(SHA, { ...jwk, kid: 'mine', use: 'sig', key_ops: ['verify'] })
    const signer: PolicySigner = { name: 'me', jwk: { kty: 'EC', crv: 'P-256', x, y } }
    expect((await verifyPolicySignatures(SHA, [signature], [signer])).signers).toEqual(['me'])
  })

  it('throws for what is no private key', async () => {
    await expect(signPolicy(SHA, ada.signer.jwk)).rejects.toThrow()
  })
})
