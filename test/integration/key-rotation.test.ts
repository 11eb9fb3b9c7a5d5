import { importJWK } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { type JsonWebKeySet, verifyAssertion } from '../../src/verify/index.ts'
import { generateSigningKey, type SigningJwk } from '../../tools/signing-keys.ts'
import { CLIENTS, inCookie, inHeader, tokenFor } from '../support/clients.ts'
import { later, NOW, type TestGate, testGate } from '../support/gate.ts'
import { signingKeys } from '../support/keys.ts'
import { claimsOf, cookieToken, refusalOf } from '../support/responses.ts'
import { signed } from '../support/tokens.ts'
import { carryOut, ownState } from './isolates.ts'

const SECONDS = NOW / 1000
const JWKS_MAX_AGE_SECONDS = 300
const MEMBERS = { id: 'members', tier: 'controlled', path: '/members/*', session: 'required' }
const VARS = { POLICY: { default: 'allow', resources: [MEMBERS] }, SESSION_ISSUE: 'all' }
/** When the new key begins, and how long what the old one signed can hold after it: 3,600 + 120 + 5 s. */
const BEGINS = 1200
const ENDS = BEGINS + 3725

let old: SigningJwk
let next: SigningJwk
let before: string
let after: string

beforeAll(async () => {
  old = await generateSigningKey('ES256')
  next = { ...(await generateSigningKey('EdDSA')), active_from: SECONDS + BEGINS }
  before = signingKeys(old)
  after = signingKeys(next, old)
})

const isolate = (SIGNING_KEYS: string, vars = {}) => testGate({ ...VARS, ...vars, SIGNING_KEYS })
const jwksOf = async (gate: TestGate) =>
  (await gate.send('/.cordon/jwks.json')).json<{ keys: (JsonWebKey & { kid: string })[] }>()
const kidsOf = async (gate: TestGate) => (await jwksOf(gate)).keys.map(({ kid }) => kid)
const kidIn = (token: string) => JSON.parse(atob(token.split('.')[0] ?? '')).kid as string

describe('a rotation', () => {
  test('under load fails no request, and every statement verifies against keys of five minutes ago', async () => {
    // The secret is changed at 300 s; half of the isolates still run with the old one until 900 s.
    const early = { former: isolate(before), latter: isolate(after), changesAt: 300 }
    const late = { former: isolate(before), latter: isolate(after), changesAt: 900 }
    const published = new Map<number, JsonWebKeySet[]>()
    const signedBy = new Set<string>()
    const tokens: { readonly token: string; readonly until: number }[] = []
    let answered = 0
    for (let seconds = 0; seconds <= 2400; seconds += 60) {
      const running = [early, late].map((one) => (seconds < one.changesAt ? one.former : one.latter))
      for (const gate of running) gate.at = later(seconds)
      published.set(seconds, await Promise.all(running.map(jwksOf)))
      for (const gate of running) tokens.push({ token: await tokenFor(gate), until: seconds + 1800 })
      const good = tokens.filter(({ until }) => until > seconds)
      const answers = await Promise.all(
        running.flatMap((gate) =>
          good.map(({ token }, at) =>
            gate.send(`/members/${at}`, at % 2 === 0 ? inHeader(token) : inCookie(token)),
          ),
        ),
      )
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
      answered += answers.length
      const copies = published.get(Math.max(0, seconds - JWKS_MAX_AGE_SECONDS)) ?? []
      for (const gate of running) {
        for (const received of gate.seen.splice(0)) {
          const assertion = received.headers.get('Cordon-Assertion') ?? ''
          signedBy.add(`${seconds < BEGINS ? 'before' : 'after'} ${kidIn(assertion)}`)
          for (const jwks of copies) {
            const options = { jwks, issuer: 'https://gate.test', audience: 'https://gate.test' }
            const verified = await verifyAssertion(received, { ...options, now: SECONDS + seconds })
            expect(verified).toMatchObject({ ok: true })
          }
        }
      }
    }
    expect(answered).toBeGreaterThan(3_000)
    expect(signedBy).toEqual(new Set([`before ${old.kid}`, `after ${next.kid}`]))
  })

  test('changes the key in one second, wherever the secret is', async () => {
    const gate = isolate(after)
    gate.at = later(BEGINS - 1)
    expect(kidIn(await tokenFor(gate))).toBe(old.kid)
    gate.at = later(BEGINS)
    expect(kidIn(await tokenFor(gate))).toBe(next.kid)
  })

  test('an isolate whose clock is behind accepts what one that is ahead has signed', async () => {
    const [ahead, behind] = [isolate(after), isolate(after)]
    ahead.at = later(BEGINS)
    behind.at = later(BEGINS - 4)
    const token = await tokenFor(ahead)
    expect(kidIn(token)).toBe(next.kid)
    expect((await behind.send('/members/x', inHeader(token))).status).toBe(200)
  })

  test('a retired key verifies until the last token that it signed has ended, and then is gone', async () => {
    const gate = isolate(after)
    gate.at = later(BEGINS - 1)
    const claims = claimsOf(await tokenFor(gate))
    // The longest life there is, from the last second of the key.
    const { kid } = old
    const key = (await importJWK(old, 'ES256')) as CryptoKey
    const longest = await signed(
      { typ: 'cordon-session+jwt', kid },
      { ...claims, acr: 'high', exp: SECONDS + BEGINS - 1 + 3600 },
      key,
    )
    for (const seconds of [BEGINS, ENDS - 200, ENDS - 2]) {
      gate.at = later(seconds)
      expect((await gate.send('/members/x', inHeader(longest))).status).toBe(200)
      expect((await kidsOf(gate)).toSorted()).toEqual([old.kid, next.kid].toSorted())
    }
    gate.at = later(ENDS - 1)
    expect(await kidsOf(gate)).toContain(old.kid)
    gate.at = later(ENDS)
    expect(await kidsOf(gate)).toEqual([next.kid])
    await refusalOf(await gate.send('/members/x', inHeader(longest)), 401, 'session.invalid')
  })

  test('renews in passing: a cookie of the old key is followed by one of the new', async () => {
    const gate = isolate(after)
    gate.at = later(BEGINS - 10)
    const first = cookieToken(await gate.send('/')) ?? ''
    gate.at = later(BEGINS + 1795)
    const second = cookieToken(await gate.send('/members/x', inCookie(first))) ?? ''
    expect([kidIn(first), kidIn(second)]).toEqual([old.kid, next.kid])
    expect(claimsOf(second).sid).toBe(claimsOf(first).sid)
  })

  test('is published before it signs, and what is published has no private part', async () => {
    const gate = isolate(after)
    const { keys } = await jwksOf(gate)
    expect(keys.map(({ kid }) => kid).toSorted()).toEqual([old.kid, next.kid].toSorted())
    for (const key of keys) expect(Object.keys(key)).not.toContain('d')
    for (const secret of [old.d, next.d]) expect(JSON.stringify(keys)).not.toContain(secret)
  })

  test('may go back: when the new key is revoked the one before signs again', async () => {
    const state = ownState()
    const gate = isolate(after, state.vars)
    gate.at = later(BEGINS)
    const token = await tokenFor(gate)
    await carryOut(gate, { action: 'revoke', kind: 'signing_key', value: next.kid, forSeconds: 4000 })
    await refusalOf(await gate.send('/members/x', inHeader(token)), 401, 'session.revoked')
    expect(await kidsOf(gate)).toEqual([old.kid])
    const again = await tokenFor(gate)
    expect(kidIn(again)).toBe(old.kid)
    expect((await gate.send('/members/x', inHeader(again))).status).toBe(200)
  })
})

describe('while every key is of the future', () => {
  const future = () => isolate(signingKeys(next))

  test('nothing goes out unsigned: 503, on every tier', async () => {
    const gate = testGate({ SIGNING_KEYS: signingKeys(next) })
    for (const path of ['/', '/api/x', '/pub/x', '/.cordon/session'])
      await refusalOf(await gate.send(path), 503, 'service.no_key')
    await refusalOf(await gate.send('/.cordon/session', { method: 'POST' }), 503, 'service.no_key')
    expect(gate.seen).toEqual([])
    await refusalOf(await gate.send('/', { cf: CLIENTS.northKorea }), 451, 'place.restricted')
    const health = await gate.send('/.cordon/health')
    expect([health.status, await health.json()]).toEqual([503, { status: 'broken' }])
  })

  test('the key is published, and serves from its second on', async () => {
    const gate = future()
    expect(await kidsOf(gate)).toEqual([next.kid])
    gate.at = later(BEGINS - 1)
    await refusalOf(await gate.send('/'), 503, 'service.no_key')
    gate.at = later(BEGINS)
    expect((await gate.send('/')).status).toBe(200)
  })
})
