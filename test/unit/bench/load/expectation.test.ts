import { describe, expect, test } from 'vitest'
import { ADMITTED, type Expectation, FORWARDED, faultOf } from '../../../../bench/load/expectation.ts'

const HEAD = 'HTTP/1.1 200 OK\r\nX-Origin: asserted\r\nCordon-Decision: abc'

function fault(expects: Expectation, head = HEAD, body = '{"id":"message_9"}', status = 200) {
  return faultOf({ status, head, body: Buffer.from(body) }, expects)
}

describe('faultOf()', () => {
  test('finds none in what is expected, whatever the case of header names', () => {
    expect(fault(ADMITTED)).toBeUndefined()
  })

  test.each([
    ['another status', fault(ADMITTED, HEAD, undefined, 503), 'status 503 instead of 200'],
    ['a header that is missing', fault(ADMITTED, 'HTTP/1.1 200 OK'), 'no "x-origin: asserted"'],
    ['an assertion where none is due', fault(FORWARDED), 'no "x-origin: bare"'],
    ['a session that counted as none', fault(ADMITTED, `${HEAD}\r\nSet-Cookie: a=b`), '"set-cookie: "'],
    ['the body of somebody else', fault(ADMITTED, HEAD, 'ok'), 'no "message_9"'],
  ])('tells %s', (_, found, expected) => {
    expect(found).toContain(expected)
  })
})
