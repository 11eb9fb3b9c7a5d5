import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ErrorForm } from '../../../src/config/refusal-schema.ts'
import { inErrorForm } from '../../../src/enforcement/error-form.ts'
import { type Problem, problem } from '../../../src/enforcement/problem.ts'
import { storiesOf } from '../../../src/enforcement/public-message.ts'
import { refusal } from '../../../src/enforcement/respond.ts'
import { REASON_CODES, type ReasonCode, type RefusalStatus, statusOf } from '../../../src/policy/reasons.ts'
import { en } from '../../../src/texts/locales/en.ts'

const DECISION = 'AAAAAAAAAAAAAAAAAAAAAA'
const SUPPORT = 'https://gate.test/support'

function problemOf(reason: ReasonCode, support: string | undefined = SUPPORT): Problem {
  const [story = 'policy_denied'] = storiesOf(reason)
  const context = { issuer: 'https://gate.test', support, takesAppeals: false, decisionId: DECISION }
  return problem(reason, { story, locale: en }, context)
}

/** A refusal as its client gets it; `undefined`: as problem details. */
function refused(reason: ReasonCode, errorForm: ErrorForm | undefined, retryAfterSeconds?: number): Response {
  const form = { language: 'en', page: undefined, errorForm, blockedBy: undefined, retryAfterSeconds }
  return refusal(problemOf(reason), form)
}

type Call = (fetch: () => Promise<Response>, stream: boolean) => Promise<unknown>

const MESSAGES = [{ role: 'user' as const, content: 'hello' }]
const CALLS: Readonly<Record<ErrorForm, Call>> = {
  openai: (fetch, stream) =>
    new OpenAI({
      apiKey: 'sk-test',
      baseURL: 'https://gate.test/v1',
      maxRetries: 2,
      fetch,
    }).chat.completions.create({ model: 'm', messages: MESSAGES, stream }),
  anthropic: (fetch, stream) =>
    new Anthropic({ apiKey: 'sk-test', baseURL: 'https://gate.test', maxRetries: 2, fetch }).messages.create({
      model: 'm',
      max_tokens: 16,
      messages: MESSAGES,
      stream,
    }),
}

/** What the SDK of that form raises, and how often it asked. */
async function raised(form: ErrorForm, answer: () => Response, stream = false) {
  const fetch = vi.fn(async () => answer())
  const error: unknown = await CALLS[form](fetch, stream).then(
    () => 'nothing',
    (reason: unknown) => reason,
  )
  return { error, requests: fetch.mock.calls.length }
}

const CLASSES: Readonly<Record<RefusalStatus, Readonly<Record<ErrorForm, unknown>>>> = {
  400: { openai: OpenAI.BadRequestError, anthropic: Anthropic.BadRequestError },
  401: { openai: OpenAI.AuthenticationError, anthropic: Anthropic.AuthenticationError },
  403: { openai: OpenAI.PermissionDeniedError, anthropic: Anthropic.PermissionDeniedError },
  429: { openai: OpenAI.RateLimitError, anthropic: Anthropic.RateLimitError },
  // Neither knows this status: the class that all others are of.
  451: { openai: OpenAI.APIError, anthropic: Anthropic.APIError },
  502: { openai: OpenAI.InternalServerError, anthropic: Anthropic.InternalServerError },
  503: { openai: OpenAI.InternalServerError, anthropic: Anthropic.ServiceUnavailableError },
  504: { openai: OpenAI.InternalServerError, anthropic: Anthropic.GatewayTimeoutError },
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe.each(['openai', 'anthropic'] as const)('the form of %s', (form) => {
  it.each(REASON_CODES)(
    '%s: its SDK raises the class of the status, readable and with the problem',
    async (reason) => {
      const told = problemOf(reason)
      const status = statusOf(reason, true)
      const outcome = raised(form, () => refused(reason, form))
      await vi.advanceTimersByTimeAsync(180_000)
      const { error, requests } = await outcome
      expect((error as object).constructor).toBe(CLASSES[status][form])
      const { message } = error as Error
      for (const part of [told.title, told.detail, ...told.next_steps, SUPPORT, reason, DECISION])
        expect(message).toContain(part)
      expect(message).not.toMatch(/[{}"]/)
      expect(error).toMatchObject({
        status,
        requestID: DECISION,
        error: { problem: told },
        ...(form === 'openai'
          ? { code: reason, param: null }
          : { errorCode: reason, apiMessage: message.slice(4) }),
      })
      // Refused for what it is: sending it again is in vain.
      expect(requests).toBe(status < 500 && status !== 429 ? 1 : 3)
    },
  )

  it.each(['place.restricted', 'network.hosting', 'session.expired', 'request.path'] as const)(
    '%s: a stream that never began raises the same, before there is anything to read',
    async (reason) => {
      const [plain, streamed] = await Promise.all([
        raised(form, () => refused(reason, form)),
        raised(form, () => refused(reason, form), true),
      ])
      expect(streamed).toEqual(plain)
      expect(streamed.requests).toBe(1)
    },
  )

  it.each<[ReasonCode, number | undefined, readonly [waited: number, requests: number][]]>([
    [
      'request.rate',
      undefined,
      [
        [59_900, 1],
        [200, 2],
        [59_700, 2],
        [300, 3],
        [600_000, 3],
      ],
    ],
    [
      'service.stale',
      undefined,
      [
        [4_900, 1],
        [200, 2],
        [4_700, 2],
        [300, 3],
        [600_000, 3],
      ],
    ],
    [
      'request.rate',
      7,
      [
        [6_900, 1],
        [200, 2],
        [6_700, 2],
        [300, 3],
        [600_000, 3],
      ],
    ],
    // Without a word of ours it waits half a second and then one, or a quarter less.
    [
      'service.no_key',
      undefined,
      [
        [370, 1],
        [140, 2],
        [600, 2],
        [400, 3],
        [600_000, 3],
      ],
    ],
  ])('%s (%s): its SDK asks again when we say, and twice at most', async (reason, seconds, expected) => {
    const fetch = vi.fn(async () => refused(reason, form, seconds))
    const outcome = CALLS[form](fetch, false).catch((error: unknown) => error)
    for (const [millis, requests] of expected) {
      await vi.advanceTimersByTimeAsync(millis)
      expect(fetch).toHaveBeenCalledTimes(requests)
    }
    expect(await outcome).toMatchObject({ error: { problem: { reason } } })
  })

  it('has the contact only where there is one', () => {
    const { support: _, ...without } = problemOf('network.tor')
    expect(JSON.stringify(inErrorForm(form, without))).not.toContain(SUPPORT)
  })
})

describe('the types by which the APIs name their errors', () => {
  it.each<[ReasonCode, string, string]>([
    ['request.path', 'invalid_request_error', 'invalid_request_error'],
    ['session.expired', 'authentication_error', 'authentication_error'],
    ['network.tor', 'request_forbidden', 'permission_error'],
    ['place.restricted', 'request_forbidden', 'permission_error'],
    ['request.rate', 'rate_limit_error', 'rate_limit_error'],
    ['origin.unreachable', 'server_error', 'api_error'],
    ['service.no_key', 'server_error', 'api_error'],
    ['origin.timeout', 'server_error', 'timeout_error'],
  ])('%s: %s and %s', (reason, openai, anthropic) => {
    const told = problemOf(reason)
    expect(inErrorForm('openai', told)).toMatchObject({ error: { type: openai } })
    expect(inErrorForm('anthropic', told)).toMatchObject({
      type: 'error',
      error: { type: anthropic },
      request_id: DECISION,
    })
  })
})

describe('problem details, where an SDK was not expected', () => {
  const answer = () => refused('network.hosting', undefined)

  it('raise the same class; OpenAI shows the status only', async () => {
    const { error, requests } = await raised('openai', answer)
    expect(error).toBeInstanceOf(OpenAI.PermissionDeniedError)
    expect(error).toMatchObject({ message: '403 status code (no body)', error: undefined, requestID: null })
    expect(requests).toBe(1)
  })

  it('raise the same class; Anthropic shows them as JSON', async () => {
    const { error, requests } = await raised('anthropic', answer)
    const told = problemOf('network.hosting')
    expect(error).toBeInstanceOf(Anthropic.PermissionDeniedError)
    expect(error).toMatchObject({ message: `403 ${JSON.stringify(told)}`, error: told, type: null })
    expect(requests).toBe(1)
  })

  it.each(['openai', 'anthropic'] as const)('have no header for the request id of %s', (form) => {
    const name = form === 'openai' ? 'X-Request-Id' : 'Request-Id'
    expect(answer().headers.has(name)).toBe(false)
    expect(
      [...refused('network.hosting', form).headers.keys()].filter((key) => key.includes('request-id')),
    ).toEqual([name.toLowerCase()])
  })
})
