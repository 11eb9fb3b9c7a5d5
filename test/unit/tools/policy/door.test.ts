import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openDoor } from '../../../../tools/policy/door.ts'

interface Answered {
  readonly status: number
  readonly body: string
  readonly headers?: Record<string, string>
}

let server: Server
let gate: string
let received: IncomingMessage[]
let answers: Answered[]

beforeAll(async () => {
  server = createServer((request, response) => {
    received.push(request)
    request.resume()
    request.on('end', () => {
      const { status, body, headers = {} } = answers.shift() ?? { status: 500, body: '' }
      if (status === 0) {
        response.destroy()
        return
      }
      response.writeHead(status, headers).end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  gate = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
})
afterAll(() => {
  server.close()
})
beforeEach(() => {
  received = []
  answers = []
})

const door = () => openDoor({ gate }, { CORDON_ADMIN_TOKEN: 'a-token' })
const problem = (status: number, reason: string, errors: string[] = []): Answered => ({
  status,
  body: JSON.stringify({ status, reason, detail: 'In words.', errors, decision: 'decision-id' }),
})

test('reads with the token, and changes with a key of its own', async () => {
  answers = [
    { status: 200, body: '{"live":null}' },
    { status: 200, body: '{"stamp":1}' },
    { status: 200, body: '{"stamp":2}' },
  ]
  expect(await door().read('/policy')).toEqual({ live: null })
  await door().change('PUT', '/policy', { why: 'because' })
  await door().change('PUT', '/policy', { why: 'because' })
  expect(received.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'GET /.cordon/admin/policy',
    'PUT /.cordon/admin/policy',
    'PUT /.cordon/admin/policy',
  ])
  for (const { headers } of received) expect(headers.authorization).toBe('Bearer a-token')
  const keys = received.map(({ headers }) => headers['idempotency-key'])
  expect(keys[0]).toBeUndefined()
  expect(keys[1]).toMatch(/^[0-9a-f-]{36}$/)
  expect(keys[2]).not.toBe(keys[1])
})

test('says what the gate says, with every line of it', async () => {
  answers = [problem(422, 'admin.policy', ['MODE: expected this', 'POLICY: expected that'])]
  await expect(door().change('PUT', '/policy', {})).rejects.toThrow(
    `${gate} refused: In words. (admin.policy)\n  MODE: expected this\n  POLICY: expected that\n  decision decision-id`,
  )
  expect(received).toHaveLength(1)
})

test('sends an order again that may not have been carried out, as the same order', async () => {
  answers = [
    problem(503, 'control.unreachable'),
    { status: 0, body: '' },
    { status: 200, body: '{"stamp":1}' },
  ]
  expect(await door().change('POST', '/break-glass', {})).toEqual({ stamp: 1 })
  expect(new Set(received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
  expect(received).toHaveLength(3)
}, 20_000)

test.each([
  [
    'a redirect, which would take the token elsewhere',
    { status: 302, body: '', headers: { Location: 'https://evil.example/' } },
  ],
  ['a page', { status: 200, body: '<html>' }],
  ['a refusal of something before the gate', { status: 403, body: 'no' }],
])('says that %s is no answer of a gate', async (_, answer) => {
  answers = [answer]
  await expect(door().read('/policy')).rejects.toThrow(/not as the admin door of a gate/)
  expect(received).toHaveLength(1)
})

describe('is not opened', () => {
  const token = { CORDON_ADMIN_TOKEN: 'a-token' }
  test.each([
    [{}, token, /expected --gate/],
    [{ gate: 'http://api.example.com' }, token, /in clear text/],
    [{ gate: 'https://api.example.com/path' }, token, /expected the origin of a gate/],
    [{ gate: 'https://user@api.example.com' }, token, /expected the origin of a gate/],
    [{ gate: 'api.example.com' }, token, /expected the origin of a gate/],
    [{ gate: 'https://api.example.com' }, {}, /CORDON_ADMIN_TOKEN/],
    [{ gate: 'https://api.example.com' }, { CORDON_ADMIN_TOKEN: 'two\nlines' }, /is not one/],
    [{ gate: 'https://api.example.com', 'token-file': '/nowhere' }, token, /cannot be read/],
  ])('%j', (options, env, expected) => {
    expect(() => openDoor(options, env)).toThrow(expected)
  })

  test('and repeats nothing of what may be a secret', () => {
    const env = { CORDON_ADMIN_TOKEN: 'hunter2 and more' }
    expect(() => openDoor({ gate: 'https://api.example.com' }, env)).toThrow(/^(?!.*hunter2)/)
  })
})

test('a token from a file, and a gate from the environment', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cordon-token-'))
  writeFileSync(join(folder, 'token'), 'of-a-file\n')
  answers = [{ status: 200, body: '{}' }]
  await openDoor({ 'token-file': join(folder, 'token') }, { CORDON_GATE: gate }).read('')
  rmSync(folder, { recursive: true })
  expect(received[0]?.headers.authorization).toBe('Bearer of-a-file')
  expect(received[0]?.url).toBe('/.cordon/admin')
})
