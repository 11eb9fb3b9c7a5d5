import { describe, expect, test } from 'vitest'
import { AnswerReader } from '../../../../bench/load/answer.ts'

const WITH_LENGTH = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Origin: Bare\r\n\r\nhello'
const CHUNKED = 'HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n'
/** What ends a chunked answer, in the middle of a chunk. */
const DECEPTIVE =
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\na0\r\n\r\nbc\r\n3\r\nxyz\r\n0\r\n\r\n'

/** Fed in pieces of this size: all answers that came of it. */
function read(text: string, size: number) {
  const reader = new AnswerReader()
  const bytes = Buffer.from(text)
  const answers = []
  for (let at = 0; at < bytes.length; at += size) answers.push(reader.push(bytes.subarray(at, at + size)))
  return answers
}

describe('AnswerReader', () => {
  test.each([
    ['with its length', WITH_LENGTH, 200, 'hello'],
    ['in chunks', CHUNKED, 403, 'abcde'],
    ['in chunks that look as if they ended', DECEPTIVE, 200, 'a0\r\n\r\nbcxyz'],
    ['without content', 'HTTP/1.1 204 No Content\r\nDate: x\r\n\r\n', 204, ''],
  ])('reads an answer %s, in pieces of any size, and only at its end', (_, text, status, body) => {
    for (let size = 1; size <= text.length; size++) {
      const answers = read(text, size)
      const last = answers.pop()
      expect(answers.every((answer) => answer === undefined)).toBe(true)
      expect(last?.status).toBe(status)
      expect(last?.body.toString()).toBe(body)
    }
  })

  test('keeps the head as it came', () => {
    expect(read(WITH_LENGTH, 1_000)[0]?.head).toContain('X-Origin: Bare')
  })

  test('reads one answer after the other', () => {
    const reader = new AnswerReader()
    expect(reader.push(Buffer.from(WITH_LENGTH))?.status).toBe(200)
    expect(reader.push(Buffer.from(CHUNKED))?.status).toBe(403)
  })
})
