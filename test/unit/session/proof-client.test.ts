import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { CordonClient, proofMaker } from '../../../examples/dpop-client/client.mjs'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { secondsFromMillis, type UnixMillis } from '../../../src/lib/time.ts'
import { type Proof, proofVerifier } from '../../../src/session/proof.ts'
import { proofNonces } from '../../../src/session/proof-nonce.ts'

const NOW = 1_793_491_200_000 as UnixMillis
const SECONDS = secondsFromMillis(NOW)
const GATE = 'https://api.example.com'

describe('proofMaker() of the example client', () => {
  it.each([
    ['GET', `${GATE}/v1/models`, undefined, undefined],
    ['POST', `${GATE}/.cordon/session`, undefined, 'o6WbS1g5xYh4Qd8v2mJw_A'],
    ['POST', `${GATE}:8443/v1/a%2Fb?beta=1#part`, 'a.b.c', undefined],
    ['DELETE', `${GATE}`, 'a.b.c', 'o6WbS1g5xYh4Qd8v2mJw_A'],
  ])('makes a proof for %s %s that holds', async (method, url, token, nonce) => {
    const makeProof = await proofMaker()
    const proof = await makeProof({ method, url, token, nonce, now: NOW })
    const [withoutQuery = ''] = url.split('?')
    const result = await proofVerifier()(proof, { method, url: withoutQuery, token }, SECONDS)
    expect(result).toMatchObject({ ok: true, value: { iat: SECONDS } })
    expect(result.ok && result.value.nonce).toBe(nonce)
  })

  it('makes another proof each time, with the same key', async () => {
    const makeProof = await proofMaker()
    const request = { method: 'GET', url: `${GATE}/` }
    const verify = proofVerifier()
    const proofs: Proof[] = []
    for (let i = 0; i < 3; i++) {
      const result = await verify(await makeProof({ ...request, now: NOW }), request, SECONDS)
      if (!result.ok) throw new Error(result.error)
      proofs.push(result.value)
    }
    expect(new Set(proofs.map(({ jti }) => jti)).size).toBe(3)
    expect(new Set(proofs.map(({ jkt }) => jkt)).size).toBe(1)
  })
})

/** The gate as an API client sees it, as far as tokens go: nonces at the session, tokens that end when they are told to. */
function gateDouble() {
  const verify = proofVerifier()
  const nonces = proofNonces([{ text: 'an-example-secret-of-32-characters', mintsFrom: 0 as UnixSeconds }])
  const live = new Map<string, string>()
  const log: string[] = []
  const used = new Set<string>()
  const gate = { log, live, at: NOW, renew: '900', answer: (): Response => new Response('hello') }

  const refusal = (reason: string, headers = {}) =>
    new Response(JSON.stringify({ reason }), {
      status: 401,
      headers: { 'Content-Type': 'application/problem+json', ...headers },
    })

  async function answer(url: URL, init: RequestInit): Promise<Response> {
    const now = secondsFromMillis(gate.at)
    const headers = new Headers(init.headers)
    const token = headers.get('Cordon-Session') ?? undefined
    const method = init.method ?? 'GET'
    const request = { method, url: url.origin + url.pathname, token }
    const proof = await verify(headers.get('Cordon-DPoP') ?? '', request, now)
    if (!proof.ok) return refusal(proof.error)
    if (used.has(proof.value.jti)) return refusal('session.proof')
    used.add(proof.value.jti)
    const { nonce, jkt } = proof.value
    const isSession = url.pathname === '/.cordon/session'
    if ((isSession && nonce === undefined) || (nonce !== undefined && !(await nonces.holds(nonce, now)))) {
      return refusal('session.proof', { 'Cordon-DPoP-Nonce': await nonces.mint(now) })
    }
    if (isSession) {
      const issued = `token-${live.size}.of.${jkt.slice(0, 4)}`
      live.set(issued, jkt)
      return Response.json({ token: issued })
    }
    if (token === undefined || live.get(token) !== jkt) return refusal('session.required')
    const response = gate.answer()
    response.headers.set('Cordon-Renew', gate.renew)
    return response
  }

  const send = async (url: URL, init: RequestInit): Promise<Response> => {
    const response = await answer(url, init)
    const token = new Headers(init.headers).get('Cordon-Session')
    log.push(`${init.method} ${url.pathname} ${token === null ? 'no token' : 'token'} ${response.status}`)
    return response
  }
  return Object.assign(gate, { client: new CordonClient(GATE, { fetch: send, now: () => gate.at }) })
}

describe('CordonClient of the example', () => {
  const SESSION = ['POST /.cordon/session no token 401', 'POST /.cordon/session no token 200']

  it('gets a nonce, a session with it, then the answer; and the next answer at once', async () => {
    const gate = gateDouble()
    expect(await (await gate.client.fetch('/v1/models?x=1')).text()).toBe('hello')
    await gate.client.fetch('/v1/messages', { method: 'post', body: '{}' })
    expect(gate.log).toEqual([...SESSION, 'GET /v1/models token 200', 'POST /v1/messages token 200'])
  })

  it('creates one session, however many requests begin at once', async () => {
    const gate = gateDouble()
    await Promise.all([1, 2, 3, 4].map((i) => gate.client.fetch(`/${i}`)))
    expect(gate.log.filter((line) => line.startsWith('POST'))).toEqual(SESSION)
    expect(gate.log).toHaveLength(6)
  })

  it('takes a newer nonce when its own is too old', async () => {
    const gate = gateDouble()
    await gate.client.fetch('/a')
    gate.at = (NOW + 600_000) as UnixMillis
    expect((await gate.client.fetch('/b')).status).toBe(200)
    expect(gate.log.slice(3)).toEqual(['GET /b token 401', 'GET /b token 200'])
  })

  it('renews with the token that ends soon', async () => {
    const gate = gateDouble()
    gate.renew = '0'
    expect((await gate.client.fetch('/a')).status).toBe(200)
    gate.renew = '900'
    expect((await gate.client.fetch('/b')).status).toBe(200)
    expect(gate.log.slice(3)).toEqual(['POST /.cordon/session token 200', 'GET /b token 200'])
  })

  it('goes on with the token that an answer brings', async () => {
    const gate = gateDouble()
    await gate.client.fetch('/a')
    const [jkt = ''] = gate.live.values()
    gate.live.set('the-next-one', jkt)
    gate.answer = () => new Response('hello', { headers: { 'Cordon-Session': 'the-next-one' } })
    await gate.client.fetch('/b')
    for (const token of gate.live.keys()) if (token !== 'the-next-one') gate.live.delete(token)
    expect((await gate.client.fetch('/c')).status).toBe(200)
    expect(gate.log.slice(3)).toEqual(['GET /b token 200', 'GET /c token 200'])
  })

  it('begins anew when its session has ended', async () => {
    const gate = gateDouble()
    await gate.client.fetch('/a')
    for (const token of gate.live.keys()) gate.live.set(token, 'ended')
    expect((await gate.client.fetch('/b')).status).toBe(200)
    expect(gate.log.slice(3)).toEqual([
      'GET /b token 401',
      'POST /.cordon/session no token 200',
      'GET /b token 200',
    ])
  })

  it('hands on a refusal of the API itself', async () => {
    const gate = gateDouble()
    gate.answer = () => Response.json({ error: 'bad key' }, { status: 401 })
    expect(await (await gate.client.fetch('/a')).json()).toEqual({ error: 'bad key' })
    expect(gate.log).toEqual([...SESSION, 'GET /a token 401'])
  })

  it('gives up when the gate goes on refusing', async () => {
    const gate = gateDouble()
    await gate.client.fetch('/a')
    gate.log.length = 0
    gate.answer = () =>
      new Response('{"reason":"session.invalid"}', {
        status: 401,
        headers: { 'Content-Type': 'application/problem+json' },
      })
    expect((await gate.client.fetch('/b')).status).toBe(401)
    expect(gate.log).toHaveLength(3)
  })

  it('shows its token to nobody else', async () => {
    const gate = gateDouble()
    await expect(gate.client.fetch('https://evil.example/')).rejects.toThrow(TypeError)
    await expect(gate.client.fetch('//evil.example/')).rejects.toThrow(TypeError)
    expect(gate.log.filter((line) => !line.includes('/.cordon/session'))).toEqual([])
  })
})

describe('the example client as a command', () => {
  const script = fileURLToPath(new URL('../../../examples/dpop-client/client.mjs', import.meta.url).href)

  it.each([[[]], [['api.example.com']]])(
    'says how it is called, and fails, with the arguments %j',
    (args) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' })
      expect([status, stdout, stderr]).toEqual([1, '', 'usage: client.mjs <https://host> [path]\n'])
    },
  )
})
