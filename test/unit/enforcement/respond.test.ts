import { describe, expect, it } from 'vitest'
import { type Problem, problem } from '../../../src/enforcement/problem.ts'
import { type RefusalForm, refusal } from '../../../src/enforcement/respond.ts'
import { REASON_CODES, type ReasonCode, type RefusalStatus } from '../../../src/policy/reasons.ts'

const CONTEXT = { issuer: 'https://gate.test', support: undefined, decisionId: 'id' }
const FORM: RefusalForm = { page: undefined, nonce: 'bm9uY2U', blockedBy: 'https://gate.test' }
const PAGE = (given: Problem, nonce: string) => `<!doctype html><p nonce="${nonce}">${given.reason}</p>`

const refuse = (reason: ReasonCode, form: Partial<RefusalForm> = {}, status?: RefusalStatus) =>
  refusal(problem(reason, CONTEXT, status), { ...FORM, ...form })

describe('refusal()', () => {
  it.each(REASON_CODES)('%s is never stored, and is problem details with its own status', async (reason) => {
    const response = refuse(reason)
    const body = (await response.json()) as Problem
    expect(body).toMatchObject({ reason, status: response.status })
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'application/problem+json',
      vary: 'Accept',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
  })

  it.each(REASON_CODES)('%s names who blocks only with 451 (RFC 7725 §4)', (reason) => {
    const response = refuse(reason)
    expect(response.headers.get('Link')).toBe(
      response.status === 451 ? '<https://gate.test>; rel="blocked-by"' : null,
    )
  })

  it('names nobody with the same reason answered as 403, nor where nobody is configured', () => {
    expect(refuse('place.restricted', {}, 403).headers.has('Link')).toBe(false)
    expect(refuse('place.restricted', { blockedBy: undefined }).headers.has('Link')).toBe(false)
  })

  it.each([
    [
      'https://пример.example/причина',
      'https://%D0%BF%D1%80%D0%B8%D0%BC%D0%B5%D1%80.example/%D0%BF%D1%80%D0%B8%D1%87%D0%B8%D0%BD%D0%B0',
    ],
    ['https://a.test/?q=<b>"c"', 'https://a.test/?q=%3Cb%3E%22c%22'],
    ['https://a.test/a b', 'https://a.test/a%20b'],
    ['mailto:legal@a.test', 'mailto:legal@a.test'],
  ])('names %s in a form that a header can carry', (blockedBy, written) => {
    expect(refuse('place.restricted', { blockedBy }).headers.get('Link')).toBe(
      `<${written}>; rel="blocked-by"`,
    )
  })

  it.each(REASON_CODES)('%s asks for credentials only with 401 (RFC 9110 §11.6.1)', (reason) => {
    const response = refuse(reason)
    expect(response.headers.get('WWW-Authenticate')).toBe(
      response.status === 401 ? `Cordon error="${reason}"` : null,
    )
  })

  it('is a page where one is wanted, whose only style is the one with its nonce', async () => {
    const response = refuse('network.tor', { page: PAGE, nonce: 'abc_-1' })
    expect(response.status).toBe(403)
    expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('Vary')).toBe('Accept')
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(response.headers.get('Content-Security-Policy')).toBe(
      "default-src 'none'; style-src 'nonce-abc_-1'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    expect(await response.text()).toBe('<!doctype html><p nonce="abc_-1">network.tor</p>')
  })

  it('has no content policy where it is no page', () => {
    expect(refuse('network.tor').headers.has('Content-Security-Policy')).toBe(false)
  })
})
