import { describe, expect, test } from 'vitest'
import { inCookie, inHeader, tokenFor } from '../support/clients.ts'
import { HOME_CF, later, type TestGate, testGate } from '../support/gate.ts'
import { onlyDecision } from '../support/records.ts'
import { claimsOf, cookieToken, FORGET, refusalOf } from '../support/responses.ts'
import { dpopClient, hashOf, nonceOf } from './dpop-client.ts'
import { carryOut, ownState } from './isolates.ts'

const MEMBERS = { id: 'members', tier: 'standard', path: '/members/*', session: 'required' }
const PAY = { id: 'pay', tier: 'controlled', path: '/pay', session: 'required', replay: 'strict' }
const POLICY = { default: 'allow', resources: [MEMBERS, PAY] }
const SESSION = { method: 'POST', url: 'https://gate.test/.cordon/session' }

function isolate(state = ownState(), vars: Record<string, unknown> = {}) {
  return { gate: testGate({ POLICY, ...state.vars, ...vars }), state }
}

const withProof = (token: string, proof: string) => ({
  headers: { 'Cordon-Session': token, 'Cordon-DPoP': proof },
})

describe('POST /.cordon/session with a proof', () => {
  test('without a nonce is 401, and brings one', async () => {
    const { gate } = isolate()
    const client = await dpopClient()
    const response = await gate.send('/.cordon/session', {
      method: 'POST',
      headers: { 'Cordon-DPoP': await client.proof(gate, SESSION) },
    })
    expect(response.headers.get('Cordon-DPoP-Nonce')).toMatch(/^[\w-]{22}$/)
    await refusalOf(response, 401, 'session.proof')
    expect(onlyDecision(gate.records)).toMatchObject({ action: 'refuse', reasons: ['session.proof'] })
  })

  test.each(['ES256', 'Ed25519'] as const)('with it gives a token bound to the key (%s)', async (alg) => {
    const { gate, state } = isolate()
    const client = await dpopClient(alg)
    const nonce = await nonceOf(gate, await client.proof(gate, SESSION))
    const proof = await client.proof(gate, { ...SESSION, nonce })
    const response = await gate.send('/.cordon/session', {
      method: 'POST',
      headers: { 'Cordon-DPoP': proof },
    })
    const body = await response.json<{ token: string }>()
    expect(body).toMatchObject({ bound_to: ['key'] })
    expect(claimsOf(body.token).cnf).toEqual({ jkt: client.jkt })
    expect(state.seen.uses).toBe(1)
    // Once: here, and in another isolate.
    for (const other of [gate, isolate(state).gate]) {
      const again = await other.send('/.cordon/session', {
        method: 'POST',
        headers: { 'Cordon-DPoP': proof },
      })
      expect(again.headers.has('Cordon-DPoP-Nonce')).toBe(true)
      await refusalOf(again, 401, 'session.proof')
    }
  })

  test.each([
    ['a nonce that is none of ours', { nonce: 'x'.repeat(22) }],
    ['another method', { method: 'GET' }],
    ['another path', { url: 'https://gate.test/.cordon/sessions' }],
    ['another host', { url: 'https://other.test/.cordon/session' }],
    ['an older time', { madeAt: -36 }],
    ['a later time', { madeAt: 36 }],
  ])('for %s is 401, and gives no token', async (_, choice) => {
    const { gate } = isolate()
    const client = await dpopClient()
    const nonce = await nonceOf(gate, await client.proof(gate, SESSION))
    const proof = await client.proof(gate, { ...SESSION, nonce, ...choice })
    await refusalOf(
      await gate.send('/.cordon/session', { method: 'POST', headers: { 'Cordon-DPoP': proof } }),
      401,
      'session.proof',
    )
  })

  test('with a nonce of minutes ago is 401; one of the minute before does', async () => {
    const { gate } = isolate()
    const client = await dpopClient()
    const nonce = await nonceOf(gate, await client.proof(gate, SESSION))
    const statusAt = async (seconds: number) => {
      gate.at = later(seconds)
      const proof = await client.proof(gate, { ...SESSION, nonce })
      return (await gate.send('/.cordon/session', { method: 'POST', headers: { 'Cordon-DPoP': proof } }))
        .status
    }
    expect([await statusAt(59), await statusAt(119), await statusAt(120)]).toEqual([200, 200, 401])
  })

  test.each(['throws', 'never'] as const)(
    'while nobody can say whether it was used (%s) is 503',
    async (how) => {
      const { gate, state } = isolate()
      const client = await dpopClient()
      const nonce = await nonceOf(gate, await client.proof(gate, SESSION))
      state.manner.replay = how
      const proof = await client.proof(gate, { ...SESSION, nonce })
      await refusalOf(
        await gate.send('/.cordon/session', { method: 'POST', headers: { 'Cordon-DPoP': proof } }),
        503,
        'service.stale',
      )
    },
  )

  test('a client that proves nothing is given no nonce', async () => {
    const { gate } = isolate()
    expect((await gate.send('/')).headers.has('Cordon-DPoP-Nonce')).toBe(false)
  })
})

describe('a bound token', () => {
  async function bound() {
    const { gate, state } = isolate()
    const client = await dpopClient()
    const token = await client.obtain(gate)
    gate.records.length = 0
    return { gate, state, client, token }
  }

  test('is good with a proof for this very request, and names its session to the origin', async () => {
    const { gate, state, client, token } = await bound()
    const uses = state.seen.uses
    const response = await gate.send('/members/x?q=1', withProof(token, await client.proof(gate, { token })))
    expect(response.status).toBe(200)
    // Whoever is given a nonce must use it (RFC 9449 §11.3), and none is needed here.
    expect(response.headers.has('Cordon-DPoP-Nonce')).toBe(false)
    expect(response.headers.get('Cordon-Renew')).toBe('1800')
    const [{ headers }] = gate.seen as [Request]
    expect(claimsOf(headers.get('Cordon-Assertion') ?? '').sid).toBe(claimsOf(token).sid)
    expect([headers.has('Cordon-DPoP'), headers.has('Cordon-Session')]).toEqual([false, false])
    // Single use is asked for only where the policy wants it.
    expect(state.seen.uses).toBe(uses)
  })

  test.each<[string, (gate: TestGate, token: string) => Promise<string | undefined>, string]>([
    ['no proof', async () => undefined, 'proof.missing'],
    [
      "another key's proof",
      async (gate, token) => (await dpopClient()).proof(gate, { token }),
      'proof.missing',
    ],
    ['a proof that is no token', async () => 'x', 'proof.format'],
  ])('with %s counts as none', async (_, proofFor, code) => {
    const { gate, token } = await bound()
    const proof = await proofFor(gate, token)
    const headers = { 'Cordon-Session': token, ...(proof === undefined ? {} : { 'Cordon-DPoP': proof }) }
    await refusalOf(await gate.send('/members/x', { headers }), 401, 'session.proof')
    expect(onlyDecision(gate.records)).toMatchObject({ reasons: ['session.proof'], token_fault: code })
    expect(gate.seen).toEqual([])
    // Where no session is asked for it passes as nobody.
    expect((await gate.send('/', { headers: inHeader(token).headers })).status).toBe(200)
    expect(claimsOf(gate.seen[0]?.headers.get('Cordon-Assertion') ?? '')).not.toHaveProperty('sid')
  })

  test.each([
    ['for another token', { ath: 'A'.repeat(43) }, 'proof.token'],
    ['for no token', { token: undefined as never }, 'proof.token'],
    ['for another path', { url: 'https://gate.test/members/y' }, 'proof.target'],
    ['for another method', { method: 'POST' }, 'proof.method'],
    ['made too long ago', { madeAt: -36 }, 'proof.time'],
  ])('with a proof of its own key %s counts as none', async (_, choice, code) => {
    const { gate, client, token } = await bound()
    const proof = await client.proof(gate, { token, ...choice })
    await refusalOf(await gate.send('/members/x', withProof(token, proof)), 401, 'session.proof')
    expect(onlyDecision(gate.records).token_fault).toBe(code)
    expect(gate.seen).toEqual([])
  })

  test('with a proof that this isolate has seen counts as none', async () => {
    const { gate, client, token } = await bound()
    const proof = await client.proof(gate, { token })
    expect((await gate.send('/members/x', withProof(token, proof))).status).toBe(200)
    gate.records.length = 0
    await refusalOf(await gate.send('/members/x', withProof(token, proof)), 401, 'session.proof')
    expect(onlyDecision(gate.records).token_fault).toBe('proof.replayed')
    expect(gate.seen).toHaveLength(1)
  })

  test('in a cookie counts as none with its proof and without, and never becomes a cookie that is not bound', async () => {
    const { gate, client, token } = await bound()
    for (const seconds of [0, 1850]) {
      gate.at = later(seconds)
      const proofs = [{}, { token }].map(async (choice) => ({
        'Cordon-DPoP': await client.proof(gate, choice),
      }))
      for (const proof of [{}, ...(await Promise.all(proofs))]) {
        gate.records.length = 0
        const headers = { ...inCookie(token).headers, ...proof, 'Sec-Fetch-Mode': 'navigate' }
        await refusalOf(await gate.send('/members/x', { headers }), 401, 'session.proof')
        expect(onlyDecision(gate.records).token_fault).toBe('proof.cookie')
        const elsewhere = claimsOf(cookieToken(await gate.send('/', { headers })))
        expect(elsewhere.sid).not.toBe(claimsOf(token).sid)
      }
    }
  })

  test('that was stolen can neither be renewed nor ended, nor made a bearer token', async () => {
    const { gate, state, client, token } = await bound()
    const thief = await dpopClient()
    const nonce = await nonceOf(gate, await thief.proof(gate, SESSION))
    const { sid } = claimsOf(token)
    const theirs = await thief.proof(gate, { ...SESSION, token, nonce })
    for (const headers of [inHeader(token).headers, withProof(token, theirs).headers]) {
      const post = await gate.send('/.cordon/session', { method: 'POST', headers })
      const body = await post.json<{ token: string }>()
      // They are given what anybody gets: a session of their own.
      expect(claimsOf(body.token).sid).not.toBe(sid)
    }
    const cookie = await gate.send('/', { headers: { ...inHeader(token).headers, Accept: 'text/html' } })
    expect(claimsOf(cookieToken(cookie)).sid).not.toBe(sid)
    for (const [method, cookies] of [['DELETE', FORGET] as const, ['GET', []] as const]) {
      const proof = await thief.proof(gate, { ...SESSION, method, token, nonce })
      for (const headers of [inHeader(token).headers, withProof(token, proof).headers]) {
        const response = await gate.send('/.cordon/session', { method, headers })
        await refusalOf(response, 401, 'session.proof', cookies)
      }
    }
    expect(state.seen.changes).toBe(0)
    const own = await client.proof(gate, { token })
    expect((await gate.send('/members/x', withProof(token, own))).status).toBe(200)
  })

  test('that is renewed with its key stays bound, and keeps its session', async () => {
    const { gate, client, token } = await bound()
    gate.at = later(1810)
    const nonce = await nonceOf(gate, await client.proof(gate, SESSION))
    const proof = await client.proof(gate, { ...SESSION, token, nonce })
    const post = await gate.send('/.cordon/session', { method: 'POST', ...withProof(token, proof) })
    const body = await post.json<{ token: string }>()
    expect(body).toMatchObject({ bound_to: ['key'], expires_at: claimsOf(body.token).exp })
    expect(claimsOf(body.token)).toMatchObject({ sid: claimsOf(token).sid, cnf: { jkt: client.jkt } })
    const get = await gate.send(
      '/.cordon/session',
      withProof(body.token, await client.proof(gate, { ...SESSION, method: 'GET', token: body.token })),
    )
    expect(await get.json()).toMatchObject({ session: claimsOf(token).sid, bound_to: ['key'] })
  })

  test('is ended by its holder, and dead with its proof', async () => {
    const { gate, client, token } = await bound()
    const proof = await client.proof(gate, { ...SESSION, method: 'DELETE', token })
    const ended = await gate.send('/.cordon/session', { method: 'DELETE', ...withProof(token, proof) })
    expect(ended.status).toBe(204)
    await refusalOf(
      await gate.send('/members/x', withProof(token, await client.proof(gate, { token }))),
      401,
      'session.revoked',
    )
  })

  test('that was revoked is so before anybody asks for its key', async () => {
    const { gate, token } = await bound()
    await carryOut(gate, {
      action: 'revoke',
      kind: 'token',
      value: claimsOf(token).jti as string,
      forSeconds: 3600,
    })
    await refusalOf(await gate.send('/members/x', inHeader(token)), 401, 'session.revoked')
  })
})

describe('a resource with replay = "strict"', () => {
  const about = { url: 'https://gate.test/pay' }
  async function payer() {
    const { gate, state } = isolate()
    const client = await dpopClient()
    const token = await client.obtain(gate)
    const nonce = await nonceOf(gate, await client.proof(gate, SESSION))
    gate.records.length = 0
    return { gate, state, client, token, nonce }
  }

  test('takes a proof once, here and in every other isolate', async () => {
    const { gate, state, client, token, nonce } = await payer()
    const proof = await client.proof(gate, { ...about, token, nonce })
    expect((await gate.send('/pay', withProof(token, proof))).status).toBe(200)
    const other = isolate(state).gate
    for (const one of [gate, other]) {
      const again = await one.send('/pay', withProof(token, proof))
      expect(again.headers.has('Cordon-DPoP-Nonce')).toBe(true)
      await refusalOf(again, 401, 'session.proof')
    }
    expect([gate.seen.length, other.seen.length]).toEqual([1, 0])
    expect(onlyDecision(other.records)).toMatchObject({
      action: 'refuse',
      reasons: ['session.proof'],
      fault: 'proof.replayed',
    })
    const fresh = await client.proof(other, { ...about, token, nonce })
    expect((await other.send('/pay', withProof(token, fresh))).status).toBe(200)
  })

  test('of the same proof in two isolates at once lets one through', async () => {
    const { gate, state, client, token, nonce } = await payer()
    const proof = await client.proof(gate, { ...about, token, nonce })
    const isolates = [gate, isolate(state).gate, isolate(state).gate]
    const answers = await Promise.all(isolates.map((one) => one.send('/pay', withProof(token, proof))))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401])
    expect(isolates.flatMap(({ seen }) => seen)).toHaveLength(1)
  })

  test('wants a nonce of ours', async () => {
    const { gate, client, token } = await payer()
    const response = await gate.send('/pay', withProof(token, await client.proof(gate, { ...about, token })))
    const nonce = response.headers.get('Cordon-DPoP-Nonce') ?? ''
    await refusalOf(response, 401, 'session.proof')
    const proof = await client.proof(gate, { ...about, token, nonce })
    expect((await gate.send('/pay', withProof(token, proof))).status).toBe(200)
  })

  test.each([inHeader, inCookie])('does not take a bearer token (%#)', async (carried) => {
    const { gate } = await payer()
    await refusalOf(await gate.send('/pay', carried(await tokenFor(gate))), 401, 'session.proof')
    expect(gate.seen).toEqual([])
  })

  test("does not take somebody's own proof for a token that is bound to no key", async () => {
    const { gate, state, client, nonce } = await payer()
    const token = await tokenFor(gate)
    gate.records.length = 0
    const uses = state.seen.uses
    const proof = await client.proof(gate, { ...about, token, nonce })
    await refusalOf(await gate.send('/pay', withProof(token, proof)), 401, 'session.proof')
    expect(onlyDecision(gate.records)).toMatchObject({ action: 'refuse', fault: 'proof.unbound' })
    // What is refused for this uses nothing up.
    expect([gate.seen.length, state.seen.uses]).toEqual([0, uses])
  })

  test.each(['throws', 'never'] as const)(
    'is 503 while nobody can say (%s), and the origin hears nothing',
    async (how) => {
      const { gate, state, client, token, nonce } = await payer()
      state.manner.replay = how
      const proof = await client.proof(gate, { ...about, token, nonce })
      await refusalOf(await gate.send('/pay', withProof(token, proof)), 503, 'service.stale')
      expect(gate.seen).toEqual([])
      expect(onlyDecision(gate.records)).toMatchObject({
        action: 'refuse',
        status: 503,
        reasons: ['service.stale'],
      })
    },
  )

  test('is decided first: a refused place is refused for what it is', async () => {
    const { gate, state, client, token, nonce } = await payer()
    const before = state.seen.uses
    const proof = await client.proof(gate, { ...about, token, nonce })
    const cf = { ...HOME_CF, country: 'KP', regionCode: undefined }
    await refusalOf(await gate.send('/pay', { ...withProof(token, proof), cf }), 451, 'place.restricted')
    expect(state.seen.uses).toBe(before)
  })
})

describe('a client certificate', () => {
  const FINGERPRINT = 'ab'.repeat(32)
  const certified = (certVerified: string, certFingerprintSHA256: string) => ({
    ...HOME_CF,
    tlsClientAuth: { certPresented: '1', certVerified, certFingerprintSHA256 },
  })
  const OWN = certified('SUCCESS', FINGERPRINT)
  /** The edge calls the chain of a revoked certificate a success all the same. */
  const REVOKED = { ...OWN, tlsClientAuth: { ...OWN.tlsClientAuth, certRevoked: '1' } }

  async function certifiedToken(gate: TestGate, cf: unknown) {
    const post = await gate.send('/.cordon/session', { method: 'POST', cf })
    return post.json<{ token: string; bound_to: string[] }>()
  }

  test('that the edge has verified binds the token', async () => {
    const { gate } = isolate()
    const { token, bound_to } = await certifiedToken(gate, OWN)
    expect(bound_to).toEqual(['certificate'])
    const [{ 'x5t#S256': thumbprint }] = [claimsOf(token).cnf as Record<string, string>]
    expect(thumbprint).toBe(
      btoa('\xab'.repeat(32)).replaceAll('+', '-').replaceAll('/', '_').replace('=', ''),
    )
    expect((await gate.send('/members/x', { ...inHeader(token), cf: OWN })).status).toBe(200)
  })

  test.each([
    ['of another', certified('SUCCESS', 'cd'.repeat(32))],
    ['that failed', certified('FAILED:unable to verify', FINGERPRINT)],
    ['that has been revoked since', REVOKED],
    ['that is none', HOME_CF],
  ])('%s makes the token none', async (_, cf) => {
    const { gate } = isolate()
    const { token } = await certifiedToken(gate, OWN)
    await refusalOf(await gate.send('/members/x', { ...inHeader(token), cf }), 401, 'session.proof')
    expect(gate.seen).toEqual([])
  })

  test.each([
    ['failed', certified('FAILED:unable to verify', FINGERPRINT)],
    ['has been revoked', REVOKED],
    ['has no fingerprint', certified('SUCCESS', '')],
  ])('that %s binds nothing', async (_, cf) => {
    const { gate } = isolate()
    const { token, bound_to } = await certifiedToken(gate, cf)
    expect([bound_to, claimsOf(token).cnf]).toEqual([[], undefined])
  })

  test('with a proof binds the token to both, and both are then needed', async () => {
    const { gate } = isolate()
    const client = await dpopClient()
    const token = await client.obtain(gate, { cf: OWN })
    expect(Object.keys(claimsOf(token).cnf as object)).toEqual(['jkt', 'x5t#S256'])
    const proof = () => client.proof(gate, { token })
    const statusOf = async (init: object) => (await gate.send('/members/x', init)).status
    expect(await statusOf({ ...withProof(token, await proof()), cf: OWN })).toBe(200)
    expect(await statusOf({ ...withProof(token, await proof()) })).toBe(401)
    expect(await statusOf({ ...inHeader(token), cf: OWN })).toBe(401)
  })

  test('opens a strict resource: a connection cannot be replayed', async () => {
    const { gate, state } = isolate()
    const { token } = await certifiedToken(gate, OWN)
    expect((await gate.send('/pay', { ...inHeader(token), cf: OWN })).status).toBe(200)
    expect(state.seen.uses).toBe(0)
    expect(gate.seen).toHaveLength(1)
    for (const cf of [HOME_CF, REVOKED])
      await refusalOf(await gate.send('/pay', { ...inHeader(token), cf }), 401, 'session.proof')
    expect(gate.seen).toHaveLength(1)
  })

  test('whose token is renewed stays bound', async () => {
    const { gate } = isolate()
    const { token } = await certifiedToken(gate, OWN)
    gate.at = later(1000)
    const post = await gate.send('/.cordon/session', { method: 'POST', ...inHeader(token), cf: OWN })
    const renewed = await post.json<{ token: string }>()
    expect(claimsOf(renewed.token)).toMatchObject({ sid: claimsOf(token).sid, cnf: claimsOf(token).cnf })
  })
})

test('ath is what RFC 9449 says: the hash of the token as text', async () => {
  expect(await hashOf('')).toBe('47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU')
})
