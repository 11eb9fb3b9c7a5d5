import { describe, expect, test } from 'vitest'
import { inCookie, inHeader, tokenFor } from '../support/clients.ts'
import { later, type SendInit, type TestGate, testGate } from '../support/gate.ts'
import { claimsOf, FORGET, refusalOf } from '../support/responses.ts'
import { dpopClient, nonceOf } from './dpop-client.ts'
import { ownState } from './isolates.ts'

const SESSION = '/.cordon/session'
const ABOUT = { method: 'POST', url: `https://gate.test${SESSION}` }
const ALLOWED = 60
/** Of the home connection's /24, and of the one beside it. */
const NEIGHBOUR = '73.162.10.200'
const ELSEWHERE = '73.162.11.1'

async function isolate() {
  const gate = testGate({ ...ownState().vars })
  const client = await dpopClient()
  async function proving(): Promise<SendInit> {
    const nonce = await nonceOf(gate, await client.proof(gate, ABOUT))
    return { method: 'POST', headers: { 'Cordon-DPoP': await client.proof(gate, { ...ABOUT, nonce }) } }
  }
  const statusOf = async (init: SendInit) => (await gate.send(SESSION, init)).status
  return { gate, proving, statusOf }
}

async function ending(gate: TestGate) {
  return { method: 'DELETE', ...inHeader(await tokenFor(gate)) }
}

/** Uses up what a network may do within a minute, half of it in one way and half in the other. */
async function exhausted() {
  const made = await isolate()
  for (let count = 0; count < ALLOWED; count += 2) {
    expect(await made.statusOf(await ending(made.gate))).toBe(204)
    expect(await made.statusOf(await made.proving())).toBe(200)
  }
  return made
}

async function expectLimited(response: Response): Promise<void> {
  expect(response.headers.get('Retry-After')).toBe('60')
  await refusalOf(response, 429, 'request.rate', response.headers.getSetCookie())
}

describe('ending sessions and proving keys', () => {
  test('more than 60 times a minute from one /24 is 429, with when to come back', async () => {
    const { gate, proving, statusOf } = await exhausted()
    for (const [seconds, from] of [
      [0, {}],
      [20, { address: NEIGHBOUR }],
      [59, {}],
    ] as const) {
      gate.at = later(seconds)
      const end = await ending(gate)
      const ended = await gate.send(SESSION, { ...end, ...from })
      // The browser forgets all the same.
      expect(ended.headers.getSetCookie()).toEqual(FORGET)
      await expectLimited(ended)
      expect(await statusOf({ headers: end.headers })).toBe(200)
      await expectLimited(await gate.send(SESSION, { ...(await proving()), ...from }))
    }
  })

  test('is free again a minute after the first', async () => {
    const { gate, proving, statusOf } = await exhausted()
    gate.at = later(60)
    expect(await statusOf(await ending(gate))).toBe(204)
    expect(await statusOf(await proving())).toBe(200)
  })

  test.each([ELSEWHERE, '2601:640:8000::1', null])('from %s goes on meanwhile', async (address) => {
    const { gate, proving, statusOf } = await exhausted()
    expect(await statusOf({ ...(await ending(gate)), address })).toBe(204)
    expect(await statusOf({ ...(await proving()), address })).toBe(200)
  })

  test('is all that is limited: looking, and fetching and renewing tokens go on', async () => {
    const { gate, statusOf } = await exhausted()
    const token = await tokenFor(gate)
    const post = await gate.send(SESSION, { method: 'POST', ...inHeader(token) })
    expect(claimsOf((await post.json<{ token: string }>()).token).sid).toBe(claimsOf(token).sid)
    expect(await statusOf(inCookie(token))).toBe(200)
    expect((await gate.send('/', inHeader(token))).status).toBe(200)
  })

  test('costs nothing of it where there is nothing to end', async () => {
    const { gate, statusOf } = await isolate()
    for (let count = 0; count <= ALLOWED; count++)
      await refusalOf(await gate.send(SESSION, { method: 'DELETE' }), 401, 'session.required', FORGET)
    expect(await statusOf(await ending(gate))).toBe(204)
  })
})
