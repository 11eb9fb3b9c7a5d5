import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { servedEdge } from './support/edge.ts'

const HOME = '73.162.10.1'
const CHINA = '123.125.71.38'
const AWS = '3.5.140.2'

const ERROR_FORMS = [
  { path: '/v1/messages', form: 'anthropic' },
  { path: '/v1/*', form: 'openai' },
]
const USER = { role: 'user' as const, content: 'hello' }

const CLASSES: Readonly<Record<'openai' | 'anthropic', Readonly<Record<number, unknown>>>> = {
  // Neither has a class for 451: it is the one that all others are of.
  openai: { 403: OpenAI.PermissionDeniedError, 451: OpenAI.APIError },
  anthropic: { 403: Anthropic.PermissionDeniedError, 451: Anthropic.APIError },
}

/** An SDK against an edge, and how often it asked. */
interface Client {
  readonly call: (stream: boolean) => Promise<unknown>
  readonly asked: () => number
}

function counting() {
  let asked = 0
  const fetchCounted: typeof fetch = (url, init) => {
    asked++
    return fetch(url, init)
  }
  return { fetch: fetchCounted, asked: () => asked }
}

const SDKS: Readonly<Record<'openai' | 'anthropic', (url: string, address: string) => Client>> = {
  openai(url, address) {
    const { fetch, asked } = counting()
    const defaultHeaders = { 'Sim-Client-IP': address }
    const client = new OpenAI({
      apiKey: 'sk-test',
      baseURL: `${url}/v1`,
      defaultHeaders,
      maxRetries: 2,
      fetch,
    })
    return {
      asked,
      call: (stream) => client.chat.completions.create({ model: 'm', messages: [USER], stream }),
    }
  },
  anthropic(url, address) {
    const { fetch, asked } = counting()
    const defaultHeaders = { 'Sim-Client-IP': address }
    const client = new Anthropic({ apiKey: 'sk-test', baseURL: url, defaultHeaders, maxRetries: 2, fetch })
    return {
      asked,
      call: (stream) => client.messages.create({ model: 'm', max_tokens: 16, messages: [USER], stream }),
    }
  },
}

async function raisedBy(client: Client, stream = false): Promise<Error & Record<string, unknown>> {
  const error: unknown = await client.call(stream).then(
    () => new Error('it was let in'),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(Error)
  return error as Error & Record<string, unknown>
}

function decisionsIn(logs: readonly string[], reason: string): string[] {
  return logs.filter((line) => line.includes('"event":"decision"') && line.includes(`"${reason}"`))
}

describe.each(['openai', 'anthropic'] as const)('the SDK of %s', (sdk) => {
  describe('with its error form', () => {
    const edge = servedEdge(() => ({ vars: { ERROR_FORMS } }))

    test('from a home is let in, and asks once', async () => {
      const client = SDKS[sdk](edge.url, HOME)
      // The echo origin answers whatever was asked.
      expect(await client.call(false)).toMatchObject({ method: 'POST' })
      expect(client.asked()).toBe(1)
    })

    test.each([
      ['China', CHINA, false, 451, 'place.restricted', /^451 Not available in your region: /],
      ['China, for a stream', CHINA, true, 451, 'place.restricted', /^451 Not available in your region: /],
      ['AWS', AWS, false, 403, 'network.hosting', /^403 This connection comes from a hosting network: /],
      [
        'AWS, for a stream',
        AWS,
        true,
        403,
        'network.hosting',
        /^403 This connection comes from a hosting network: /,
      ],
    ])('from %s (%s) says why, and asks once', async (_, address, stream, status, reason, message) => {
      const before = decisionsIn(edge.logs, reason).length
      const client = SDKS[sdk](edge.url, address)
      const error = await raisedBy(client, stream)
      expect(error.constructor).toBe(CLASSES[sdk][status])
      expect(error.message).toMatch(message)
      const { problem } = error.error as { problem: { decision: string; next_steps: string[] } }
      expect(error).toMatchObject({
        status,
        requestID: problem.decision,
        type: { openai: 'request_forbidden', anthropic: 'permission_error' }[sdk],
        [sdk === 'openai' ? 'code' : 'errorCode']: reason,
        error: { problem: { reason, status } },
      })
      for (const part of [...problem.next_steps, problem.decision, reason])
        expect(error.message).toContain(part)
      expect(problem.next_steps).not.toEqual([])

      expect(client.asked()).toBe(1)
      await expect.poll(() => decisionsIn(edge.logs, reason).length).toBe(before + 1)
      expect(decisionsIn(edge.logs, reason).at(-1)).toContain(problem.decision)
    })
  })

  describe('where every answer is a fault of ours', () => {
    const edge = servedEdge(() => ({ vars: { ERROR_FORMS, SIGNING_KEYS: undefined } }))

    test('asks three times, each decided anew, and says that it is not the caller’s', async () => {
      const client = SDKS[sdk](edge.url, HOME)
      const error = await raisedBy(client)
      expect(error).toMatchObject({ status: 503, error: { problem: { reason: 'service.no_key' } } })
      expect(error.message).toMatch(/^503 Service unavailable: /)
      expect(client.asked()).toBe(3)
      await expect.poll(() => decisionsIn(edge.logs, 'service.no_key').length).toBe(3)
    })
  })

  describe('without its error form', () => {
    const edge = servedEdge()

    test.each([
      [CHINA, 451, 'place.restricted'],
      [AWS, 403, 'network.hosting'],
    ])('from %s raises the same status, less readable, and asks once', async (address, status, reason) => {
      const client = SDKS[sdk](edge.url, address)
      const error = await raisedBy(client)
      expect([error.status, client.asked()]).toEqual([status, 1])
      if (sdk === 'openai') expect(error.message).toBe(`${status} status code (no body)`)
      else
        expect(error).toMatchObject({
          error: { reason },
          message: expect.stringContaining(`"reason":"${reason}"`),
        })
    })
  })
})
