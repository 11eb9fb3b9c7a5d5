import { describe, expect, test } from 'vitest'
import { CLIENTS } from '../support/clients.ts'
import { type OriginHandler, testGate } from '../support/gate.ts'
import { assertedTo } from '../support/origin-side.ts'
import { onlyDecision } from '../support/records.ts'
import { DECISION_ID, refusalOf } from '../support/responses.ts'

const UPGRADE = { headers: { Upgrade: 'websocket', Connection: 'Upgrade' } }

/** An origin that sends everything back, and tells how its end was closed. */
function echoSocket() {
  const closed = Promise.withResolvers<{ code: number; reason: string }>()
  const origin: OriginHandler = () => {
    const { 0: outside, 1: inside } = new WebSocketPair()
    inside.binaryType = 'arraybuffer'
    inside.accept()
    inside.addEventListener('message', ({ data }) => inside.send(data))
    inside.addEventListener('close', ({ code, reason }) => closed.resolve({ code, reason }))
    return new Response(null, {
      status: 101,
      webSocket: outside,
      headers: { 'Sec-WebSocket-Protocol': 'chat' },
    })
  }
  return { origin, closed: closed.promise }
}

function socketOf(response: Response): WebSocket {
  if (response.webSocket === null) throw new Error(`no WebSocket came with the ${response.status}`)
  response.webSocket.binaryType = 'arraybuffer'
  response.webSocket.accept()
  return response.webSocket
}

function next<T extends 'message' | 'close'>(socket: WebSocket, type: T): Promise<WebSocketEventMap[T]> {
  return new Promise((resolve) =>
    socket.addEventListener(type, resolve as (event: Event) => void, { once: true }),
  )
}

describe.each([
  ['passed through', {}],
  ['relayed for a time', { WEBSOCKET_MAX_SECONDS: 60 }],
])('a WebSocket that is %s', (_, vars) => {
  test('carries text and bytes both ways', async () => {
    const gate = testGate(vars, echoSocket().origin)
    const response = await gate.send('/ws', UPGRADE)
    expect(response.status).toBe(101)
    expect(response.headers.get('Cordon-Decision')).toMatch(DECISION_ID)
    expect(response.headers.get('Sec-WebSocket-Protocol')).toBe('chat')
    expect(response.headers.getSetCookie()).toEqual([])
    const socket = socketOf(response)
    for (const sent of ['text', 'another', new Uint8Array([1, 2, 255]).buffer]) {
      const answer = next(socket, 'message')
      socket.send(sent)
      const { data } = await answer
      expect(typeof data === 'string' ? data : new Uint8Array(data)).toEqual(
        typeof sent === 'string' ? sent : new Uint8Array(sent),
      )
    }
    socket.close(1000, 'done')
  })

  test('closes at the origin as the client closed it', async () => {
    const { origin, closed } = echoSocket()
    const socket = socketOf(await testGate(vars, origin).send('/ws', UPGRADE))
    socket.close(4001, 'enough')
    expect(await closed).toEqual({ code: 4001, reason: 'enough' })
  })

  test('comes with an assertion, and a record', async () => {
    const gate = testGate({ ...vars, SESSION_ISSUE: 'all' }, echoSocket().origin)
    socketOf(await gate.send('/ws', UPGRADE)).close()
    const [received] = gate.seen
    if (received === undefined) throw new Error('the origin got nothing')
    expect(received.headers.get('Upgrade')).toBe('websocket')
    expect(await assertedTo(gate, received)).toMatchObject({ htm: 'GET', verdict: 'allow' })
    expect(onlyDecision(gate.records)).toMatchObject({ action: 'pass', status: 101 })
  })

  test("loses the origin's reserved headers and a cookie under our name, like any answer", async () => {
    const gate = testGate({ ...vars, SESSION_ISSUE: 'all' }, () => {
      const headers = new Headers({ 'Cordon-Account': 'acct_1', Cordon_Verdict: 'allow', 'X-Kept': '1' })
      headers.set('Cordon-Decision', 'AAAAAAAAAAAAAAAAAAAAAA')
      for (const cookie of ['a=1', '__Host-cordon=forged; Path=/; Secure', 'b=2'])
        headers.append('Set-Cookie', cookie)
      return new Response(null, { status: 101, webSocket: new WebSocketPair()[0], headers })
    })
    const response = await gate.send('/ws', UPGRADE)
    expect(response.status).toBe(101)
    expect([...response.headers.keys()].filter((name) => /^cordon/i.test(name))).toEqual(['cordon-decision'])
    expect(response.headers.get('Cordon-Decision')).toBe(onlyDecision(gate.records).decision)
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(response.headers.get('X-Kept')).toBe('1')
    expect(onlyDecision(gate.records).subject?.account).toBe('acct_1')
  })

  test('is refused by the same decision, before the origin hears of it', async () => {
    const gate = testGate(vars, echoSocket().origin)
    await refusalOf(await gate.send('/ws', { ...UPGRADE, cf: CLIENTS.northKorea }), 451, 'place.restricted')
    expect(gate.seen).toEqual([])
  })

  test('that the origin declines is an ordinary answer', async () => {
    const gate = testGate(vars, () => new Response('no', { status: 426, headers: { Upgrade: 'websocket' } }))
    const response = await gate.send('/ws', UPGRADE)
    expect([response.status, await response.text()]).toEqual([426, 'no'])
  })
})

describe('WEBSOCKET_MAX_SECONDS', () => {
  test('closes both ends with 1008 when the time is over, and not before', async () => {
    const { origin, closed } = echoSocket()
    const gate = testGate({ WEBSOCKET_MAX_SECONDS: 1 }, origin)
    const before = Date.now()
    const socket = socketOf(await gate.send('/ws', UPGRADE))
    const { code, reason } = await next(socket, 'close')
    expect({ code, reason }).toEqual({ code: 1008, reason: 'time limit reached' })
    expect(await closed).toEqual({ code: 1008, reason: 'time limit reached' })
    expect(Date.now() - before).toBeGreaterThan(900)
  })

  test.each([
    ['the origin with a code of its own', 4002, 'bye', 4002, 'bye'],
    ['the origin without a code', undefined, undefined, 1000, ''],
  ])('a socket closed by %s before is closed at the client', async (_, code, reason, seen, why) => {
    const gate = testGate({ WEBSOCKET_MAX_SECONDS: 60 }, () => {
      const { 0: outside, 1: inside } = new WebSocketPair()
      inside.accept()
      inside.addEventListener('message', () =>
        code === undefined ? inside.close() : inside.close(code, reason),
      )
      return new Response(null, { status: 101, webSocket: outside })
    })
    const socket = socketOf(await gate.send('/ws', UPGRADE))
    const closed = next(socket, 'close')
    socket.send('close, please')
    const event = await closed
    expect([event.code, event.reason]).toEqual([seen, why])
  })
})
