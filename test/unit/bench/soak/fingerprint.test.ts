import { describe, expect, test } from 'vitest'
import { fingerprintOf, receivedIn } from '../../../../bench/soak/fingerprint.ts'

const ASSERTION = `e30.${Buffer.from(
  JSON.stringify({ verdict: 'allow', acr: 'substantial', jti: 'a', iat: 1, sid: 'b', geo: {}, net: {} }),
).toString('base64url')}.c`
const RECEIVED = {
  method: 'GET',
  target: '/x',
  reserved: ['cordon-assertion', 'cordon-decision'],
  cookie: 'theme=dark',
  bodyBytes: 0,
  assertion: ASSERTION,
}

function answer(body: object, lines: readonly string[] = [], status = 200, type = 'application/json') {
  const head = [`HTTP/1.1 ${status} X`, `Content-Type: ${type}`, 'Cordon-Decision: abc', ...lines].join(
    '\r\n',
  )
  return { status, head, body: Buffer.from(JSON.stringify(body)) }
}

const refusal = (reason: string, decision = 'a', lines: readonly string[] = []) =>
  answer({ reason, decision, status: 403 }, lines, 403, 'application/problem+json')

describe('fingerprintOf()', () => {
  test('is the same for answers that differ in what names them', () => {
    expect(fingerprintOf(refusal('network.vpn', 'a'))).toBe(fingerprintOf(refusal('network.vpn', 'b')))
    const other = ASSERTION.replace('.c', '.d')
    expect(fingerprintOf(answer(RECEIVED))).toBe(fingerprintOf(answer({ ...RECEIVED, assertion: other })))
  })

  test.each([
    ['another reason', refusal('network.vpn'), refusal('network.proxy')],
    ['a session', refusal('x'), refusal('x', 'a', ['Set-Cookie: __Host-cordon=abc; Secure'])],
    ['a header of ours', refusal('x'), refusal('x', 'a', ['Cordon-Renew: 5'])],
    ['another cacheability', refusal('x'), refusal('x', 'a', ['Cache-Control: public'])],
    ['a refusal', answer(RECEIVED), refusal('x')],
    ['a cookie that reaches the origin', answer(RECEIVED), answer({ ...RECEIVED, cookie: 'a=b' })],
    ['a header that reaches it', answer(RECEIVED), answer({ ...RECEIVED, reserved: ['cordon-country'] })],
    ['a statement that is missing', answer(RECEIVED), answer({ ...RECEIVED, assertion: null })],
  ])('tells %s', (_, one, other) => {
    expect(fingerprintOf(one)).not.toBe(fingerprintOf(other))
  })

  test('tells a closed connection from any answer', () => {
    expect(fingerprintOf('closed')).toBe('closed')
  })
})

test('receivedIn() takes only what the origin has written', () => {
  expect(receivedIn(answer(RECEIVED))).toMatchObject({ target: '/x' })
  expect(receivedIn(answer({ status: 'ok' }))).toBeUndefined()
  expect(receivedIn(refusal('x'))).toBeUndefined()
})
