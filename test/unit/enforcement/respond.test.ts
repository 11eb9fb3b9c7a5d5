import { describe, expect, it } from 'vitest'
import { ERROR_FORMS } from '../../../src/config/refusal-schema.ts'
import { type Problem, problem } from '../../../src/enforcement/problem.ts'
import { storiesOf } from '../../../src/enforcement/public-message.ts'
import {
  answerFor,
  type PageContent,
  type RefusalForm,
  refusal,
  writtenRefusal,
} from '../../../src/enforcement/respond.ts'
import { REASON_CODES, type ReasonCode, type RefusalStatus } from '../../../src/policy/reasons.ts'
import { en } from '../../../src/texts/locales/en.ts'

const CONTEXT = { issuer: 'https://gate.test', support: undefined, takesAppeals: false, decisionId: 'id' }
const FORM: RefusalForm = {
  language: 'en',
  page: undefined,
  errorForm: undefined,
  blockedBy: 'https://gate.test',
  retryAfterSeconds: undefined,
}
const PAGE: PageContent = {
  html: '<!doctype html><p>page</p>',
  nonce: 'abc_-1',
  hasImage: false,
  hasForm: false,
}

function refuse(reason: ReasonCode, form: Partial<RefusalForm> = {}, status?: RefusalStatus) {
  const [story = 'policy_denied'] = storiesOf(reason)
  return refusal(problem(reason, { story, locale: en }, CONTEXT, status), { ...FORM, ...form })
}

describe('refusal()', () => {
  it.each(REASON_CODES)('%s is never stored, and is problem details with its own status', async (reason) => {
    const response = refuse(reason)
    const body = (await response.json()) as Problem
    expect(body).toMatchObject({ reason, status: response.status })
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'application/problem+json',
      vary: 'Accept, Accept-Language',
      'content-language': 'en',
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

  it.each(REASON_CODES)(
    '%s says that the same request again is in vain, but for faults of ours and of pace',
    (reason) => {
      const response = refuse(reason)
      const mayHelp = response.status >= 500 || response.status === 429
      expect(response.headers.get('X-Should-Retry')).toBe(mayHelp ? null : 'false')
    },
  )

  it('says when to come back where that is known, and nowhere else', () => {
    const waits = REASON_CODES.map((reason) => [reason, refuse(reason).headers.get('Retry-After')] as const)
    expect(waits.filter(([, wait]) => wait !== null)).toEqual([
      ['request.rate', '60'],
      ['service.stale', '5'],
    ])
    expect(refuse('request.rate', { retryAfterSeconds: 7 }).headers.get('Retry-After')).toBe('7')
  })

  it('takes the form of an API where that is expected, and is never stored there either', async () => {
    const response = refuse('place.restricted', { errorForm: 'openai' })
    expect(response.headers.get('Content-Type')).toBe('application/json')
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(await response.json()).toMatchObject({ error: { code: 'place.restricted' } })
  })

  it('is a page where one is wanted, also where programs get another form', async () => {
    const response = refuse('network.tor', { page: PAGE, errorForm: 'openai', language: 'fa' })
    expect(response.status).toBe(403)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-language': 'fa',
      vary: 'Accept, Accept-Language',
      'cache-control': 'no-store',
    })
    expect(response.headers.get('Content-Security-Policy')).toBe(
      "default-src 'none'; style-src 'nonce-abc_-1'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    expect(await response.text()).toBe(PAGE.html)
  })

  it('allows a page its image and its form, and no more', () => {
    const response = refuse('network.tor', { page: { ...PAGE, hasImage: true, hasForm: true } })
    expect(response.headers.get('Content-Security-Policy')).toBe(
      "default-src 'none'; style-src 'nonce-abc_-1'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    )
  })

  it('has no content policy where it is no page', () => {
    expect(refuse('network.tor').headers.has('Content-Security-Policy')).toBe(false)
  })
})

describe('answerFor()', () => {
  const [FIRST, SECOND] = ['AAECAwQFBgcICQoLDA0ODw', '_-_-_-_-_-_-_-_-_-_-_Q']
  const FORMS = [undefined, ...ERROR_FORMS].flatMap((errorForm) =>
    ['en', 'fa'].map((language): RefusalForm => ({ ...FORM, errorForm, language })),
  )
  /** With everything in it that has the id. */
  const told = (reason: ReasonCode, decisionId: string) => {
    const [story = 'policy_denied'] = storiesOf(reason)
    const support = 'https://gate.test/support'
    const context = { issuer: 'https://gate.test', support, takesAppeals: true, decisionId }
    const disclosure = { observed: { place: 'CU' }, legalBasis: ['A law'], rules: ['embargo'] }
    return problem(reason, { story, locale: en }, context, undefined, disclosure)
  }
  const whole = async (answer: Response) => ({
    status: answer.status,
    headers: [...answer.headers],
    body: await answer.text(),
  })

  it.each(REASON_CODES)('%s is, of one request, what would be written for the other', async (reason) => {
    for (const form of FORMS) {
      const written = writtenRefusal(told(reason, FIRST), form)
      for (const decision of [SECOND, FIRST, SECOND])
        expect(await whole(answerFor(decision, written))).toEqual(
          await whole(refusal(told(reason, decision), form)),
        )
    }
  })

  it.each(REASON_CODES)('%s says nothing of the request before', async (reason) => {
    for (const form of FORMS) {
      const { headers, body } = await whole(answerFor(SECOND, writtenRefusal(told(reason, FIRST), form)))
      expect(JSON.stringify({ headers, body })).not.toContain(FIRST)
      expect(body).toContain(SECOND)
    }
  })

  it('gives each its own headers: what is added to one answer is in no other', () => {
    const written = writtenRefusal(told('network.tor', FIRST), { ...FORM, errorForm: 'anthropic' })
    const first = answerFor(FIRST, written)
    first.headers.set('Set-Cookie', 'somebody=1')
    first.headers.set('Access-Control-Allow-Origin', 'https://a.test')
    const second = answerFor(SECOND, written)
    expect([second.headers.has('Set-Cookie'), second.headers.has('Access-Control-Allow-Origin')]).toEqual([
      false,
      false,
    ])
    expect([first.headers.get('Request-Id'), second.headers.get('Request-Id')]).toEqual([FIRST, SECOND])
    expect(written.headers.get('Request-Id')).toBeNull()
  })
})
