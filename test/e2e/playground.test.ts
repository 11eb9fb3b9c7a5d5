import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { LANGUAGES } from '../../src/texts/languages.ts'
import { verifyAssertion } from '../../src/verify/index.ts'
import { bundleWorker } from '../../tools/local-edge/bundle.ts'
import { CLIENTS } from '../../tools/local-edge/playground/clients.ts'
import type { TryResult } from '../../tools/local-edge/playground/try-result.ts'
import { freePort } from '../../tools/local-edge/ports.ts'
import { PROJECT_ROOT } from '../../tools/project.ts'
import { tableOf } from '../support/prefix-lists.ts'
import type { ProblemBody } from '../support/responses.ts'
import { servedEdge } from './support/edge.ts'
import { rawRequest } from './support/raw-http.ts'

const edge = servedEdge()

type Query = Readonly<Record<string, string>>

function ask(query: Query, headers: Record<string, string> = {}, url = edge.url): Promise<Response> {
  return fetch(`${url}/.cordon/playground/try?${new URLSearchParams(query)}`, { headers })
}

async function tryOut(
  query: Query,
  headers: Record<string, string> = {},
  url = edge.url,
): Promise<TryResult> {
  const response = await ask(query, headers, url)
  expect(response.status).toBe(200)
  return (await response.json()) as TryResult
}

function headerOf({ headers }: Pick<TryResult['answer'], 'headers'>, wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1]
}

/** What a signal shows on the page. */
function shown({ examination }: TryResult, name: string): string | undefined {
  return examination?.evidence.find((row) => row.name === name)?.text
}

/** With the shipped policy, and no lists: what becomes of each client, and what it is taken for. */
const PROMISES = [
  ['ohio', 200, undefined, 'US-OH', 'residential'],
  ['mobile', 200, undefined, 'FR-IDF', 'mobile'],
  ['starlink', 200, undefined, 'US-WA', 'satellite'],
  ['zscaler', 200, undefined, 'US-IL', 'corporate_gateway'],
  // Needs lists: without them nobody knows.
  ['relay', 200, undefined, 'GB-ENG', 'unknown'],
  ['ukraine', 403, 'place.ambiguous', 'UA', 'unknown'],
  ['vpn', 403, 'network.vpn', 'DE-HE', 'vpn'],
  ['tor', 403, 'network.tor', 'tor', 'tor'],
  ['aws', 403, 'network.hosting', 'US-OH', 'hosting'],
  ['worker', 403, 'network.edge_worker', undefined, 'edge_worker'],
  ['unicom', 451, 'place.restricted', 'CN-BJ', 'unknown'],
  ['crimea', 451, 'place.restricted', 'RU-KDA', 'residential'],
] as const

describe('every client of the page', () => {
  test('has a row here', () => {
    expect(PROMISES.map(([id]) => id)).toEqual(CLIENTS.map(({ id }) => id))
  })

  test.each(PROMISES)('%s gets %i %s', async (client, status, reason, place, network) => {
    const result = await tryOut({ client })
    expect(result.answer.status).toBe(status)
    expect(result.refusal).toBe(reason)
    if (place !== undefined) expect(shown(result, 'place')).toBe(place)
    expect(shown(result, 'network.class')).toBe(network)
    // What is shown as the reason for the answer is what the answer was given for.
    expect(result.examination?.action).toBe(status === 200 ? 'pass' : 'refuse')
    expect(result.examination?.reasons[0]).toBe(reason)
    const own = result.others.find(({ id }) => id === client)
    expect([own?.status, own?.reason]).toEqual([status, reason])
  })

  test('is judged beside the chosen one', async () => {
    const { others } = await tryOut({ client: 'tor', path: '/.well-known/security.txt' })
    expect(others.map(({ id, status }) => [id, status])).toEqual(PROMISES.map(([id, status]) => [id, status]))
    expect((await tryOut({ client: 'tor', path: '/a%20b%00' })).others.map(({ status }) => status)).toEqual(
      PROMISES.map(() => 400),
    )
  })

  test('that only lists tell says so', async () => {
    expect((await tryOut({ client: 'relay' })).remarks.join()).toContain('npm run feeds')
    expect((await tryOut({ client: 'own', address: '8.8.8.8' })).remarks.join()).toContain('npm run feeds')
    expect((await tryOut({ client: 'ohio' })).remarks).toEqual([])
  })
})

describe('with lists', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cordon-playground-'))
  const prefixTable = join(folder, 'lists.bin')
  writeFileSync(prefixTable, tableOf({ class: 'privacy_relay', prefixes: ['172.224.226.0/27'] }))
  const listed = servedEdge(() => ({ prefixTable }))
  afterAll(() => rmSync(folder, { recursive: true }))

  test('Private Relay is told, and nothing is missing', async () => {
    const result = await tryOut({ client: 'relay' }, {}, listed.url)
    expect(shown(result, 'network.class')).toBe('privacy_relay')
    expect(result.remarks).toEqual([])
  })
})

describe('what is shown of a refusal', () => {
  test('is the page, in the language that was chosen, with the nonce of its style', async () => {
    for (const { tag, direction } of LANGUAGES) {
      const { answer } = await tryOut({ client: 'unicom', lang: tag })
      expect(answer.body).toContain(`<html lang="${tag}" dir="${direction}">`)
      expect(headerOf(answer, 'content-language')).toBe(tag)
      expect(answer.body).toContain(`nonce="${answer.pageNonce}"`)
    }
  })

  test.each([
    ['json', 'application/problem+json', 'reason'],
    ['openai', 'application/json', 'error'],
    ['anthropic', 'application/json', 'request_id'],
  ])('is in the form %s', async (form, type, member) => {
    const { answer } = await tryOut({ client: 'aws', form })
    expect(headerOf(answer, 'content-type')).toBe(type)
    expect(JSON.parse(answer.body)).toHaveProperty(member)
    expect(answer.pageNonce).toBeUndefined()
  })

  test('names the rule first that decided, its comparison, its law, and where the request ended', async () => {
    const { examination, way, origin, record, session } = await tryOut({ client: 'unicom' })
    expect(examination?.rules[0]).toMatchObject({
      rule: 'restricted:china',
      finding: 'matched',
      determining: true,
      comparisons: [{ signal: 'place', value: 'CN-BJ', truth: 'matched' }],
    })
    expect(examination?.rules.slice(1).every(({ finding }) => finding === 'unmatched')).toBe(true)
    expect(examination?.laws).toEqual([expect.stringContaining('15 CFR')])
    expect(way.map(({ id, state }) => [id, state])).toEqual([
      ['client', 'passed'],
      ['edge', 'passed'],
      ['form', 'passed'],
      ['evidence', 'passed'],
      ['rules', 'decided'],
      ['verdict', 'passed'],
      ['origin', 'untouched'],
    ])
    expect(origin).toBeUndefined()
    expect(record).toMatchObject({ event: 'decision', action: 'refuse', rules: ['restricted:china'] })
    expect(session).toEqual({ status: 451, reason: 'place.restricted' })
  })

  test('of a place that nobody knows names what stood in for its rules', async () => {
    const { examination } = await tryOut({ client: 'ukraine' })
    expect(examination?.rules[0]).toMatchObject({
      rule: 'ambiguous-place',
      standing: 'built_in',
      determining: true,
    })
  })
})

describe('what is shown of a request that is let in', () => {
  test('is what the origin was sent, with an assertion that verifies', async () => {
    const { origin, way } = await tryOut({ client: 'ohio', path: '/a?b=%41' })
    expect(way.at(-1)).toMatchObject({ id: 'origin', state: 'passed' })
    expect(origin).toMatchObject({ method: 'GET', assertion: { header: { typ: 'cordon-assertion+jwt' } } })
    const verified = await verifyAssertion(
      { method: 'GET', pathAndQuery: '/a?b=%41', assertion: origin?.assertion?.text },
      { jwks: `${edge.url}/.cordon/jwks.json`, audience: edge.url },
    )
    expect(verified).toMatchObject({ ok: true, claims: origin?.assertion?.claims })
  })

  test('is a token, which shows its worth with another client', async () => {
    const { session } = await tryOut({ client: 'ohio' })
    expect(session.token).toMatchObject({
      header: { typ: 'cordon-session+jwt' },
      claims: { geo: { country: 'US', region: 'US-OH' }, net: { class: 'residential' } },
    })
    const presented = { 'Cordon-Session': session.token?.text ?? '' }
    const statusOf = async (query: Query) => shown(await tryOut(query, presented), 'session.status')
    expect(await statusOf({ client: 'ohio' })).toBe('valid')
    expect(await statusOf({ client: 'starlink' })).toBe('network_changed')
    expect(await statusOf({ client: 'mobile' })).toBe('place_changed')
    expect(await statusOf({ client: 'ohio', now: `${Math.floor(Date.now() / 1000) + 7200}` })).toBe('expired')
  })

  test('has the clock that was chosen', async () => {
    const { origin, session } = await tryOut({ client: 'ohio', now: '1000000000' })
    expect(origin?.assertion?.claims.iat).toBe(1_000_000_000)
    expect(session.token?.claims.iat).toBe(1_000_000_000)
  })

  test('is as much of the body as comes soon', async () => {
    expect(await tryOut({ path: '/stream/1000' })).toMatchObject({ answer: { status: 200, cut: true } })
  })
})

describe('with the policy ai-api', () => {
  const api = servedEdge(() => ({ environment: 'ai-api' }))

  test('a resource shuts out some, and a key is told by what the origin made of it', async () => {
    const statuses = async (path: string) =>
      (await tryOut({ path }, {}, api.url)).others.find(({ id }) => id === 'aws')?.status
    expect(await statuses('/v1/chat')).toBe(200)
    expect(await statuses('/signup')).toBe(403)
    const call = { client: 'aws', path: '/v1/chat', method: 'POST', body: '{"model":"m"}', key: 'sk-1' }
    const [first, second] = [await tryOut(call, {}, api.url), await tryOut(call, {}, api.url)]
    expect(first.examination).toMatchObject({ verdict: 'limit', resource: 'api' })
    expect(JSON.parse(first.answer.body).body).toBe('{"model":"m"}')
    expect(second.examination).toMatchObject({ verdict: 'allow' })
    expect(shown(second, 'identity.kind')).toBe('key')
  })

  test('the page offers its resources', async () => {
    const page = await (await fetch(`${api.url}/.cordon/playground`)).text()
    expect(page).toContain('data-path="/v1/example"')
    expect(page).toContain('data-path="/signup/example"')
  })
})

describe('hostile input', () => {
  test.each([
    [{ client: 'own', address: '1.2.3.4, 5.6.7.8' }, 'address'],
    [{ cf: '{"country":' }, 'cf'],
    [{ client: '<script>' }, 'client'],
    [{ path: '/.cordon/admin/state' }, 'path'],
    [{ '<img src=x onerror=alert(1)>': 'x' }, '<img src=x onerror=alert(1)>'],
  ] as [Query, string][])('%j is 400, and the answer names the field', async (query, field) => {
    const response = await ask(query)
    expect(response.status).toBe(400)
    expect(response.headers.get('Content-Type')).toBe('application/problem+json')
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(await response.json()).toMatchObject({
      status: 400,
      field,
      detail: expect.stringContaining(field),
    })
  })

  test.each([
    [{ country: 'CN', city: '<img src=x onerror=alert(1)>' }, 451],
    [{ asOrganization: '</script><script>alert(1)</script>' }, 200],
    [{ country: {}, asn: 'x', latitude: 5, tlsClientAuth: 'x' }, 403],
    [{ country: 'C\nN' }, 403],
  ] as [object, number][])('%j comes back as text of JSON only: %i', async (properties, status) => {
    for (const form of ['page', 'json']) {
      const response = await ask({ cf: JSON.stringify(properties), form })
      expect(response.headers.get('Content-Type')).toBe('application/json')
      expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
      expect(response.headers.get('Content-Security-Policy')).toBe("default-src 'none'")
      const { answer } = (await response.json()) as TryResult
      expect(answer.status).toBe(status)
      if (answer.pageNonce !== undefined) expect(answer.body).not.toMatch(/<img src=x|<script/)
    }
  })

  test.each(['/.cordon/playground', '/.cordon/playground/try'])(
    '%s answers to its own names only',
    async (path) => {
      const foreign = await rawRequest(edge.url, path, { headers: [['Host', 'rebound.test']] })
      expect([foreign.status, JSON.parse(foreign.body).detail]).toEqual([
        400,
        expect.stringContaining('localhost'),
      ])
      for (const [site, status] of [
        ['cross-site', 403],
        ['same-site', 403],
        ['same-origin', 200],
        ['none', 200],
      ] as const)
        expect((await fetch(`${edge.url}${path}`, { headers: { 'Sec-Fetch-Site': site } })).status).toBe(
          status,
        )
      const posted = await fetch(`${edge.url}${path}`, { method: 'POST' })
      expect([posted.status, posted.headers.get('Allow')]).toEqual([405, 'GET'])
    },
  )

  test.each([
    '/.cordon/playground/',
    '/.cordon/playground/x',
    '/.cordon/%70layground',
    '/.cordon/x/../playground',
  ])('at %s there is no playground', async (path) => {
    const { status, body } = await rawRequest(edge.url, path)
    expect([400, 404]).toContain(status)
    expect(body).not.toContain('<title>Cordon playground')
  })
})

describe('the page', () => {
  test('loads nothing from anywhere, and runs what it has brought itself', async () => {
    const response = await fetch(`${edge.url}/.cordon/playground`)
    const html = await response.text()
    const policy = response.headers.get('Content-Security-Policy') ?? ''
    const [, nonce = ''] = /script-src 'nonce-([\w-]{22})'/.exec(policy) ?? []
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src 'nonce-${nonce}'`,
      `style-src 'nonce-${nonce}'`,
      'img-src data:',
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ])
    expect(html.match(/<(?:script|style)\b[^>]*>/g)).toEqual([
      `<style nonce="${nonce}">`,
      `<script nonce="${nonce}">`,
    ])
    // The one URL in it is a name: that of SVG.
    expect(new Set(html.match(/\b(?:https?:)?\/\/[a-z][^\s"'`)]*/g))).toEqual(
      new Set(['http://www.w3.org/2000/svg']),
    )
    const markup = html.replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/g, '')
    expect(markup.match(/\s(?:src|href|action|srcset|poster)="[^"]*"/g)).toEqual([' href="data:,"'])
    expect(markup).not.toMatch(/\s(?:on[a-z]+|style)=/)
    expect(response.headers.get('Cache-Control')).toBe('no-store')
  })

  test('offers every client and language', async () => {
    const html = await (await fetch(`${edge.url}/.cordon/playground`)).text()
    for (const { id } of CLIENTS) expect(html).toContain(`value="${id}"`)
    for (const { tag, name } of LANGUAGES)
      expect(html).toContain(`<option value="${tag}" lang="${tag}">${name}<`)
  })

  test('has another nonce each time', async () => {
    const policies = await Promise.all(
      [1, 2].map(async () =>
        (await fetch(`${edge.url}/.cordon/playground`)).headers.get('Content-Security-Policy'),
      ),
    )
    expect(policies[0]).not.toBe(policies[1])
  })
})

describe('with a broken configuration', () => {
  const broken = servedEdge(() => ({ vars: { MODE: '<nonsense>' } }))

  test('the page says what is wrong, and a try too', async () => {
    const page = await (await fetch(`${broken.url}/.cordon/playground`)).text()
    expect(page).toContain('MODE: expected one of')
    expect(page).not.toContain('<nonsense>')
    const response = await ask({}, {}, broken.url)
    expect(response.status).toBe(503)
    expect(((await response.json()) as ProblemBody).detail).toContain('MODE: expected one of')
  })
})

test('nothing of it is in what production bundles', async () => {
  const bundle = (entry: string) => bundleWorker(join(PROJECT_ROOT, entry), PROJECT_ROOT)
  const [local, production] = await Promise.all(['tools/local-edge/entry.ts', 'src/index.ts'].map(bundle))
  expect(local).toMatch(/playground/)
  expect(production).toMatch(/Cordon-Decision/)
  expect(production).not.toMatch(/playground/i)
})

test('npm start names it before everything else, and goes on where no browser opens', async () => {
  const port = await freePort()
  const table = 'test/support/no-lists.bin'
  const started = spawn(
    process.execPath,
    ['tools/local-edge/start.ts', '--port', `${port}`, '--table', table, '--open'],
    { cwd: PROJECT_ROOT, env: { ...process.env, PATH: '/nowhere' } },
  )
  let output = ''
  try {
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString()
      })
    await expect.poll(() => output, { timeout: 60_000 }).toMatch(/No browser was opened/)
    const url = `http://127.0.0.1:${port}/.cordon/playground`
    expect(output.trim().split('\n')[0]).toBe(`Pick a client and see it decided: ${url}`)
    expect((await fetch(url)).status).toBe(200)
  } finally {
    started.kill('SIGKILL')
  }
})
