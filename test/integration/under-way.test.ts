import { importJWK } from 'jose'
import { describe, expect, test } from 'vitest'
import { generateSigningKey } from '../../tools/signing-keys.ts'
import { inCookie, inHeader, tokenFor } from '../support/clients.ts'
import { NOW, testGate } from '../support/gate.ts'
import { signingKeys } from '../support/keys.ts'
import { claimsOf, cookieToken, refusalOf } from '../support/responses.ts'
import { signed } from '../support/tokens.ts'
import { dpopClient, nonceOf } from './dpop-client.ts'
import { carryOut, ownState } from './isolates.ts'

const SECONDS = NOW / 1000
const MEMBERS = { id: 'members', tier: 'controlled', path: '/members/*', session: 'required' }
const VARS = { POLICY: { default: 'allow', resources: [MEMBERS] }, SESSION_ISSUE: 'all' }

/** An isolate in front of an origin that answers `/slow` when it is told to, and names an account if one is given. */
function isolate(vars: Record<string, unknown> = {}, account?: string) {
  const state = ownState()
  const asked = Promise.withResolvers<void>()
  const answered = Promise.withResolvers<void>()
  const gate = testGate({ ...VARS, ...state.vars, ...vars }, async (request) => {
    if (new URL(request.url).pathname === '/slow') {
      asked.resolve()
      await answered.promise
    }
    return new Response('', account === undefined ? {} : { headers: { 'Cordon-Account': account } })
  })
  /** Sends what is under way while something happens. */
  async function during(init: object, happens: () => Promise<unknown>): Promise<Response> {
    const underWay = gate.send('/slow', init)
    await asked.promise
    await happens()
    answered.resolve()
    return underWay
  }
  return { gate, state, during }
}

describe('a request that is under way while the epoch rises', () => {
  test.each([
    ['somebody new', async () => ({})],
    ['a known session', async (gate) => inCookie(await tokenFor(gate))],
  ] satisfies [string, (gate: ReturnType<typeof testGate>) => Promise<object>][])(
    'sets a cookie that is worth nothing afterwards (%s)',
    async (_, carried) => {
      const { gate, during } = isolate({}, 'acct_1')
      const response = await during(await carried(gate), () => carryOut(gate, { action: 'raise_epoch' }))
      expect(response.status).toBe(200)
      const token = cookieToken(response) ?? ''
      expect(claimsOf(token)).toMatchObject({ sub: 'acct_1', epoch: 0 })
      for (const carried of [inCookie, inHeader])
        await refusalOf(await gate.send('/members/x', carried(token)), 401, 'session.revoked')
      // Nor is it a beginning from which anything of the new epoch follows.
      const next = claimsOf(await postedWith(gate, token))
      expect(next).toMatchObject({ epoch: 1, sub_kind: 'none' })
      expect(next.sid).not.toBe(claimsOf(token).sid)
    },
  )

  test('gets no token of the new epoch by POST, while its proof is looked up', async () => {
    const { gate, state } = isolate()
    const before = await tokenFor(gate)
    const client = await dpopClient()
    const about = { method: 'POST', url: 'https://gate.test/.cordon/session' }
    const nonce = await nonceOf(gate, await client.proof(gate, about))
    const proof = await client.proof(gate, { ...about, token: before, nonce })
    state.manner.replay = { afterMillis: 100 }
    const headers = { 'Cordon-Session': before, 'Cordon-DPoP': proof }
    const underWay = gate.send('/.cordon/session', { method: 'POST', headers })
    while (state.seen.uses === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    await carryOut(gate, { action: 'raise_epoch' })
    const { token } = await (await underWay).json<{ token: string }>()
    expect(claimsOf(token)).toMatchObject({ sid: claimsOf(before).sid, epoch: 0 })
    const used = { 'Cordon-Session': token, 'Cordon-DPoP': await client.proof(gate, { token }) }
    await refusalOf(await gate.send('/members/x', { headers: used }), 401, 'session.revoked')
  })
})

describe('a request that is under way while a signing key is revoked', () => {
  test('makes no session that lasts of a token that was forged with it', async () => {
    const [leaked, good] = await Promise.all([generateSigningKey('ES256'), generateSigningKey('ES256')])
    // The one that leaked verifies for a while yet, and the other one signs.
    const retired = { ...leaked, active_from: SECONDS - 1000 }
    const active = { ...good, active_from: SECONDS - 10 }
    const { gate, during } = isolate({ SIGNING_KEYS: signingKeys(active, retired) })
    const forged = await signed(
      { typ: 'cordon-session+jwt', kid: leaked.kid },
      {
        ...claimsOf(await tokenFor(gate)),
        ...{ sub: 'acct_of_another', sub_kind: 'account' },
        // Past its time, so that it is renewed with the answer.
        ...{ iat: SECONDS - 1810, nbf: SECONDS - 1810, auth_time: SECONDS - 1810 },
        ...{ acr_time: SECONDS - 1810, exp: SECONDS - 10 },
      },
      (await importJWK(leaked, 'ES256')) as CryptoKey,
    )
    const response = await during(inCookie(forged), () =>
      carryOut(gate, { action: 'revoke', kind: 'signing_key', value: leaked.kid, forSeconds: 4000 }),
    )
    const token = cookieToken(response) ?? ''
    expect(claimsOf(token)).toMatchObject({ sub: 'acct_of_another', iat: SECONDS })
    await refusalOf(await gate.send('/members/x', inCookie(token)), 401, 'session.revoked')
    expect(claimsOf(await postedWith(gate, token))).toMatchObject({ sub_kind: 'none', epoch: 1 })
  })
})

async function postedWith(gate: ReturnType<typeof testGate>, token: string): Promise<string> {
  const post = await gate.send('/.cordon/session', { method: 'POST', ...inHeader(token) })
  return (await post.json<{ token: string }>()).token
}
