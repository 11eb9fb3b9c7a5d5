import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ROLES, type Role } from '../../src/state/control/types.ts'
import { de } from '../../src/texts/locales/de.ts'
import { en } from '../../src/texts/locales/en.ts'
import { CLIENTS } from '../support/clients.ts'
import { later, type SendInit, type TestGate, testGate } from '../support/gate.ts'
import { adminRecords, decisions } from '../support/records.ts'
import { DECISION_ID, refusalOf } from '../support/responses.ts'
import { ownState } from './isolates.ts'

const APPEAL = '/.cordon/appeal'
const DECISION = 'AAAAAAAAAAAAAAAAAAAAAA'
const HTML = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
const SAME_ORIGIN = { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://gate.test' }
const TOKENS = ROLES.map((role) => ({
  name: role,
  role,
  sha256: createHash('sha256').update(`cordon_admin_${role}`).digest('hex'),
}))

function isolate(vars: Record<string, unknown> = {}, state = ownState()) {
  return { gate: testGate({ ...state.vars, ADMIN_TOKEN_SHA256: TOKENS, ...vars }), state }
}

interface Said extends SendInit {
  readonly said?: object
  readonly headers?: Record<string, string>
}

const asJson = ({ said = {}, headers, ...init }: Said = {}): SendInit => ({
  method: 'POST',
  ...init,
  headers: { 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify({ decision: DECISION, ...said }),
})
const asForm = (fields: Record<string, string>, headers: Record<string, string> = {}): SendInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...HTML, ...SAME_ORIGIN, ...headers },
  body: new URLSearchParams({
    decision: DECISION,
    message: '',
    contact: '',
    website: '',
    ...fields,
  }).toString(),
})
/** The nth of many. */
const code = (n: number) => `${String(n).padStart(21, '0')}A`

interface AdminBody {
  readonly appeals: Record<string, unknown>[]
  readonly next: number | null
  readonly reason?: string
  readonly change?: object
}

async function admin(gate: TestGate, role: Role, path: string, json?: object) {
  const response = await gate.send(`/.cordon/admin${path}`, {
    method: json === undefined ? 'GET' : 'POST',
    headers: {
      Authorization: `Bearer cordon_admin_${role}`,
      ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  })
  return { status: response.status, body: await response.json<AdminBody>() }
}
async function queueOf(gate: TestGate, state = 'open') {
  const { body } = await admin(gate, 'support', `/appeals?state=${state}`)
  return body.appeals
}

/** What holds for every page here: it runs and loads nothing, and nobody frames or keeps it. */
function expectPage(response: Response, status: number): void {
  expect(response.status).toBe(status)
  expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
  expect(response.headers.get('Cache-Control')).toBe('no-store')
  expect(response.headers.get('Content-Security-Policy')).toMatch(
    /^default-src 'none'; style-src 'nonce-[\w-]{22}'; base-uri 'none'; form-action '(?:self|none)'; frame-ancestors 'none'$/,
  )
  expect(response.headers.get('Cordon-Decision')).toMatch(DECISION_ID)
  expect(response.headers.getSetCookie()).toEqual([])
}

/** The endpoint's own answer to a program, with a wait where anybody knows one. */
async function expectNotTaken(response: Response, status: number, retryAfter: string | null = null) {
  expect([response.status, response.headers.get('Retry-After')]).toEqual([status, retryAfter])
  expect(response.headers.get('Content-Type')).toBe('application/problem+json')
  expect(await response.json()).toEqual({
    type: 'about:blank',
    title: en.labels.appeal_not_taken_title.text,
    detail: en.labels.appeal_not_taken.text,
    status,
    decision: response.headers.get('Cordon-Decision'),
  })
}

describe('a refused person', () => {
  test('goes from the refusal by a form to the queue, where support closes it; nothing else changes', async () => {
    const { gate } = isolate()
    const cf = CLIENTS.northKorea
    const refused = await gate.send('/', { cf, headers: HTML })
    expect(refused.status).toBe(451)
    const reference = refused.headers.get('Cordon-Decision') ?? ''
    const link = /href="([^"]+\/appeal\?[^"]+)"/.exec(await refused.text())?.[1] ?? ''
    expect(link).toBe(`https://gate.test${APPEAL}?decision=${reference}`)

    const page = await gate.send(link, { cf, headers: HTML })
    expectPage(page, 200)
    expect(page.headers.get('Content-Security-Policy')).toContain("form-action 'self'")
    // With `no-referrer` browsers send `Origin: null` with the form, which is no word of the same origin.
    expect(page.headers.get('Referrer-Policy')).toBe('same-origin')
    expect(await page.text()).toContain(`name="decision" value="${reference}"`)

    const form = asForm({ decision: reference, message: 'Я в Сеуле.\r\n<b>', contact: 'a@example.com' })
    const answer = await gate.send(APPEAL, { ...form, cf })
    expectPage(answer, 202)
    expect(await answer.text()).toContain(reference)

    const [held, ...others] = await queueOf(gate)
    expect(others).toEqual([])
    expect(held).toMatchObject({
      decision: reference,
      language: 'en',
      message: 'Я в Сеуле.\n<b>',
      contact: 'a@example.com',
      place: 'KP',
      asn: 131279,
      network: '73.162.10.0/24',
      closed: null,
    })
    const why = 'a roaming SIM, which the law does not except'
    const closed = await admin(gate, 'support', `/appeals/${held?.id}/close`, { outcome: 'mistaken', why })
    expect([closed.status, closed.body.change]).toEqual([
      200,
      { action: 'close_appeal', appeal: held?.id, outcome: 'mistaken' },
    ])
    expect(await queueOf(gate)).toEqual([])
    expect(await queueOf(gate, 'closed')).toMatchObject([{ closed: { outcome: 'mistaken', why } }])
    expect((await gate.send('/', { cf, headers: HTML })).status).toBe(451)
    expect(gate.seen).toEqual([])
  })

  test('is still refused when it is upheld: only a change of policy lets anybody in', async () => {
    const { gate } = isolate()
    const cf = CLIENTS.cuba
    await gate.send(APPEAL, asJson({ cf }))
    const before = await admin(gate, 'operator', '/policy')
    const [{ id } = { id: '' }] = await queueOf(gate)
    const order = { outcome: 'upheld', why: 'they are in Miami' }
    expect((await admin(gate, 'compliance', `/appeals/${id}/close`, order)).status).toBe(200)
    expect((await gate.send('/x', { cf })).status).toBe(403)
    expect((await admin(gate, 'operator', '/policy')).body).toEqual(before.body)
  })

  test('leaves no word of theirs in the log', async () => {
    const { gate } = isolate()
    await gate.send(APPEAL, asJson({ said: { message: 'only here', contact: 'nor@here.example' } }))
    const [{ id } = { id: '' }] = await queueOf(gate)
    await admin(gate, 'support', `/appeals/${id}/close`, { outcome: 'spam', why: 'an advertisement' })
    expect(decisions(gate.records)).toEqual([])
    expect(adminRecords(gate.records)).toMatchObject([
      { operation: 'closeAppeal', outcome: 'done', change: { stamp: 1, action: 'close_appeal' } },
    ])
    expect(JSON.stringify(gate.records)).not.toMatch(/only here|nor@here/)
  })

  test('is answered in their language, on a page of less than 15 KB', async () => {
    const { gate } = isolate()
    const headers = { ...HTML, 'Accept-Language': 'fa-IR,fa;q=0.9' }
    const page = await gate.send(`${APPEAL}?decision=${DECISION}`, { headers })
    const html = await page.text()
    expect([page.headers.get('Content-Language'), html.includes('<html lang="fa" dir="rtl">')]).toEqual([
      'fa',
      true,
    ])
    expect(new TextEncoder().encode(html).length).toBeLessThan(15_000)
    const answer = await gate.send(APPEAL, asForm({}, headers))
    expect(answer.headers.get('Content-Language')).toBe('fa')
    expect(await queueOf(gate)).toMatchObject([{ language: 'fa' }])
  })

  test.each([
    ['', 'no reference'],
    ['?decision=', 'an empty one'],
    ['?decision=short', 'a wrong one'],
    [`?decision=${'A'.repeat(21)}B`, 'one that nobody gives out'],
    [`?decision=${DECISION}&decision=${DECISION}`, 'two'],
    ['?decision=%22%3E%3Cscript%3E', 'a hostile one'],
  ])('is asked for the reference where the link (%j) has %s', async (query) => {
    const { gate } = isolate()
    const page = await gate.send(`${APPEAL}${query}`, { headers: HTML })
    expectPage(page, 200)
    const html = await page.text()
    expect(html).toMatch(/<input id="decision" name="decision"/)
    expect(html).not.toMatch(/short|<script/)
  })

  test('is told whom to ask where the message was not taken', async () => {
    const { gate } = isolate()
    const answer = await gate.send(APPEAL, asForm({ decision: 'wrong' }))
    expectPage(answer, 400)
    expect(await answer.text()).toContain('<a href="https://gate.test/support">')
  })
})

describe('a program', () => {
  test('sends JSON and gets it', async () => {
    const { gate } = isolate()
    const response = await gate.send(APPEAL, asJson({ said: { message: 'our office' }, cf: CLIENTS.usCloud }))
    expect([response.status, await response.json()]).toEqual([202, { received: true, decision: DECISION }])
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(await queueOf(gate)).toMatchObject([
      { message: 'our office', network_class: 'hosting', asn: 16509 },
    ])
  })

  test('mends what it has said about a decision while it is open', async () => {
    const { gate } = isolate()
    await gate.send(APPEAL, asJson({ said: { message: 'first', contact: 'a@example.com' } }))
    const again = await gate.send(APPEAL, asJson({ said: { message: 'second' }, address: '73.162.10.99' }))
    expect([again.status, await again.json()]).toEqual([202, { received: true, decision: DECISION }])
    expect(await queueOf(gate)).toMatchObject([{ message: 'second', contact: '' }])
  })

  test('is told that it was not taken where another network has one about the decision', async () => {
    const { gate } = isolate()
    await gate.send(APPEAL, asJson({ said: { message: 'first' } }))
    const again = await gate.send(APPEAL, asJson({ said: { message: 'second' }, address: '198.51.100.1' }))
    await expectNotTaken(again, 409)
    expect(await queueOf(gate)).toMatchObject([{ message: 'first' }])
  })

  test('is told that it was not taken where it is closed, and so are people', async () => {
    const { gate } = isolate()
    await gate.send(APPEAL, asJson({ said: { message: 'first' } }))
    const [{ id } = { id: '' }] = await queueOf(gate)
    await admin(gate, 'support', `/appeals/${id}/close`, { outcome: 'mistaken', why: 'a test' })
    await expectNotTaken(await gate.send(APPEAL, asJson({ said: { message: 'second' } })), 409)
    const page = await gate.send(APPEAL, asForm({ message: 'second' }))
    expectPage(page, 409)
    expect(await page.text()).toContain('<h1>The message was not taken</h1>')
    expect([await queueOf(gate), await queueOf(gate, 'closed')]).toMatchObject([[], [{ message: 'first' }]])
  })

  test('may come from where the edge says nothing at all', async () => {
    const { gate } = isolate()
    const response = await gate.send(APPEAL, asJson({ cf: null, address: null }))
    expect(response.status).toBe(202)
    expect(await queueOf(gate)).toMatchObject([{ place: null, asn: null, network: 'unknown' }])
  })

  test.each([
    ['/48', '2001:db8:77:3301::1', '2001:db8:77::/48'],
    ['/24', '198.51.100.77', '198.51.100.0/24'],
  ])('is counted by its %s', async (_, address, network) => {
    const { gate } = isolate()
    await gate.send(APPEAL, asJson({ address }))
    expect(await queueOf(gate)).toMatchObject([{ network }])
    expect(JSON.stringify(await queueOf(gate))).not.toContain(address)
  })

  test.each<[string, SendInit]>([
    ['no JSON', { body: '{' }],
    ['no object', { body: '[]' }],
    ['no body', { body: null }],
    ['a wrong reference', asJson({ said: { decision: `${'A'.repeat(21)}B` } })],
    ['a message that is too long', asJson({ said: { message: 'x'.repeat(1_001) } })],
    ['a contact that is too long', asJson({ said: { contact: 'x'.repeat(255) } })],
    ['more bytes than anybody writes', asJson({ said: { message: 'x'.repeat(20_000) } })],
    ['a field nobody knows', asJson({ said: { email: 'x' } })],
    ['text', asJson({ headers: { 'Content-Type': 'text/plain' } })],
    [
      'a compressed body',
      asJson({ headers: { 'Content-Encoding': 'gzip', 'Content-Type': 'application/gzip' } }),
    ],
  ])('is told what is expected of %s', async (_, init) => {
    const { gate, state } = isolate()
    const response = await gate.send(APPEAL, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      ...init,
    })
    expect([response.status, response.headers.get('Content-Type')]).toEqual([400, 'application/problem+json'])
    const problem = await response.json<Record<string, string>>()
    expect(problem).toMatchObject({ title: 'Bad Request', detail: expect.stringContaining('expected') })
    expect(problem.decision).toBe(response.headers.get('Cordon-Decision'))
    expect(JSON.stringify(problem)).not.toContain('xxx')
    expect(state.offered.appeals).toBe(0)
  })

  test('that trickles its body is not read for ever, nor beyond the bound', async () => {
    const { gate } = isolate()
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent++
        controller.enqueue(new Uint8Array(1_024).fill(0x20))
      },
    })
    const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body, duplex: 'half' }
    expect((await gate.send(APPEAL, init as SendInit)).status).toBe(400)
    expect(sent).toBeLessThan(40)
  })

  test('that fills in every field is told that it was received, and nothing is stored', async () => {
    const { gate, state } = isolate()
    const page = await gate.send(APPEAL, asForm({ message: 'buy', website: 'https://spam.example' }))
    expectPage(page, 202)
    const json = await gate.send(APPEAL, asJson({ said: { website: 'x' } }))
    expect([json.status, await json.json()]).toEqual([202, { received: true, decision: DECISION }])
    expect([await queueOf(gate), state.offered.appeals]).toEqual([[], 0])
  })
})

describe('what others make a browser send', () => {
  test.each<[string, Record<string, string>]>([
    ['another site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.test' }],
    ['a sibling', { 'Sec-Fetch-Site': 'same-site', Origin: 'https://other.gate.test' }],
    ['an old browser on another site', { Origin: 'https://evil.test' }],
    ['a sandboxed frame', { 'Sec-Fetch-Site': 'cross-site', Origin: 'null' }],
    ['the plain-text site', { Origin: 'http://gate.test' }],
  ])('from %s is refused', async (_, headers) => {
    const { gate, state } = isolate()
    await refusalOf(await gate.send(APPEAL, asJson({ headers })), 403, 'session.cross_site')
    expect(state.offered.appeals).toBe(0)
  })

  test.each<[string, Record<string, string>]>([
    ['a page of ours', SAME_ORIGIN],
    ['an old browser on a page of ours', { Origin: 'https://gate.test' }],
    ['no browser', {}],
  ])('from %s is taken', async (_, headers) => {
    const { gate } = isolate()
    expect((await gate.send(APPEAL, asJson({ headers }))).status).toBe(202)
  })
})

describe('a flood', () => {
  const other = '198.51.100.1'

  test('from one network is slowed down before a body is read, and others go on', async () => {
    const { gate, state } = isolate()
    const statuses: number[] = []
    for (let n = 0; n < 40; n++)
      statuses.push((await gate.send(APPEAL, asJson({ said: { decision: code(n) } }))).status)
    expect(statuses.slice(0, 3)).toEqual([202, 202, 202])
    expect(new Set(statuses.slice(3))).toEqual(new Set([429]))
    // The fourth is refused by Control, which is not asked again for a while.
    expect(state.offered.appeals).toBe(4)
    const unread = new Request('https://gate.test', { method: 'POST', body: 'x' })
    const init = { method: 'POST', body: unread.body, duplex: 'half' } as SendInit
    const refused = await gate.send(APPEAL, init)
    expect(refused.headers.get('Retry-After')).toBe('60')
    await refusalOf(refused, 429, 'request.rate')
    expect(unread.bodyUsed && (await unread.body?.getReader().read())?.done).toBe(false)
    expect((await gate.send(APPEAL, asJson({ said: { decision: code(99) }, address: other }))).status).toBe(
      202,
    )
    expect(await queueOf(gate)).toHaveLength(4)
  })

  test('over many isolates leaves three open of one network, and says when to come again', async () => {
    const state = ownState()
    for (let n = 0; n < 5; n++) {
      const { gate } = isolate({}, state)
      const response = await gate.send(APPEAL, asJson({ said: { decision: code(n) } }))
      if (n < 3) {
        expect(response.status).toBe(202)
        continue
      }
      await expectNotTaken(response, 429)
    }
    expect(await queueOf(isolate({}, state).gate)).toHaveLength(3)
  })

  test('from all of one /48 keeps out nobody else', async () => {
    const { gate, state } = isolate()
    const statuses: number[] = []
    for (let n = 0; n < 200; n++) {
      const address = `2001:db8:77:${(n << 8).toString(16)}::1`
      statuses.push((await gate.send(APPEAL, asJson({ said: { decision: code(n) }, address }))).status)
    }
    expect(statuses.filter((status) => status === 202)).toHaveLength(3)
    expect(statuses.filter((status) => status === 429)).toHaveLength(197)
    expect(state.offered.appeals).toBe(4)
    const elsewhere = asJson({ said: { decision: code(999) }, address: other })
    expect((await gate.send(APPEAL, elsewhere)).status).toBe(202)
  })

  test('whose share is used up is told so in its language, and heard again once one is closed', async () => {
    const { gate } = isolate()
    for (let n = 0; n < 4; n++) await gate.send(APPEAL, asJson({ said: { decision: code(n) } }))
    const headers = { 'Accept-Language': 'de' }
    const refused = await gate.send(APPEAL, asJson({ headers }))
    expect(refused.headers.get('Content-Language')).toBe('de')
    expect(refused.headers.get('Vary')).toContain('Accept-Language')
    expect(await refused.json()).toMatchObject({
      type: 'about:blank',
      title: de.labels.appeal_not_taken_title.text,
      detail: de.labels.appeal_not_taken.text,
      status: 429,
    })
    await admin(gate, 'support', '/appeals/close', {
      network: '73.162.10.0/24',
      outcome: 'spam',
      why: 'a flood',
    })
    gate.at = later(60)
    expect((await gate.send(APPEAL, asJson())).status).toBe(202)
  })

  test.each([
    ['appeal.network', 429, null],
    ['appeal.asn', 429, null],
    ['appeal.full', 503, null],
    ['appeal.rate', 503, '60'],
    ['appeal.known', 409, null],
  ])('that Control refuses with %s is told %i, and to wait %s', async (error, status, retryAfter) => {
    const CONTROL = {
      getByName: () => ({
        read: async () => Promise.reject(new Error('down')),
        appeal: async () => ({ ok: false, error }),
      }),
    }
    const { gate } = isolate({ CONTROL })
    await expectNotTaken(await gate.send(APPEAL, asJson()), status, retryAfter)
    const page = await gate.send(APPEAL, asForm({}, { 'Accept-Language': 'en' }))
    expectPage(page, status)
    expect(page.headers.get('Retry-After')).toBe(retryAfter)
    expect(await page.text()).toContain(en.labels.appeal_not_taken.text)
  })

  test('that one network sends without being refused is asked of Control five times, then to wait', async () => {
    const { gate, state } = isolate()
    for (let n = 0; n < 5; n++) expect((await gate.send(APPEAL, asJson())).status).toBe(202)
    const refused = await gate.send(APPEAL, asJson())
    expect(refused.headers.get('Retry-After')).toBe('60')
    await refusalOf(refused, 429, 'request.rate')
    expect(state.offered.appeals).toBe(5)
  })

  test('from many networks takes thirty a minute, and asks Control no more often', async () => {
    const { gate, state } = isolate()
    const statuses: number[] = []
    for (let n = 0; n < 70; n++) {
      const cf = { ...CLIENTS.home, asn: 1_000 + n }
      const init = asJson({ said: { decision: code(n) }, address: `198.51.${n}.1`, cf })
      statuses.push((await gate.send(APPEAL, init)).status)
    }
    expect(statuses.filter((status) => status === 202)).toHaveLength(30)
    expect(statuses.filter((status) => status === 503)).toHaveLength(40)
    expect(state.offered.appeals).toBe(30)
    gate.at = later(60)
    expect((await gate.send(APPEAL, asJson({ address: other }))).status).toBe(202)
  })

  test('tells people so on a page', async () => {
    const { gate } = isolate()
    for (let n = 0; n < 3; n++) await gate.send(APPEAL, asJson({ said: { decision: code(n) } }))
    const answer = await gate.send(APPEAL, asForm({ message: 'hello?' }))
    expectPage(answer, 429)
    expect(answer.headers.has('Retry-After')).toBe(false)
    const html = await answer.text()
    expect(html).toContain(DECISION)
    expect(html).not.toContain('hello?')
  })
})

describe('where Control', () => {
  test.each([
    ['throws', 'throws' as const],
    ['is late', { afterMillis: 3_000 }],
    ['never answers', 'never' as const],
  ])('%s, it says so within seconds', async (_, manner) => {
    const { gate, state } = isolate()
    expect((await gate.send(APPEAL, asJson({ said: { decision: code(1) } }))).status).toBe(202)
    state.manner.control = manner
    const response = await gate.send(APPEAL, asJson())
    expect(response.headers.get('Retry-After')).toBe('10')
    await refusalOf(response, 503, 'service.stale')
    const page = await gate.send(APPEAL, asForm({}))
    expectPage(page, 503)
    expect(page.headers.get('Retry-After')).toBe('10')
  })

  test('was never heard, a form is shown and an appeal is taken as soon as it answers', async () => {
    const state = ownState()
    state.manner.control = 'throws'
    const { gate } = isolate({}, state)
    expect((await gate.send(`${APPEAL}?decision=${DECISION}`, { headers: HTML })).status).toBe(200)
    await refusalOf(await gate.send(APPEAL, asJson()), 503, 'service.stale')
    state.manner.control = { afterMillis: 0 }
    expect((await gate.send(APPEAL, asJson())).status).toBe(202)
  })

  test('could not be heard for longer than the copy is good, it is taken all the same', async () => {
    const { gate, state } = isolate({ STATE_MAX_AGE_SECONDS: 60 })
    await gate.send('/x')
    state.manner.control = 'throws'
    gate.at = later(3_600)
    await gate.send('/x')
    state.manner.control = { afterMillis: 0 }
    expect((await gate.send(APPEAL, asJson())).status).toBe(202)
  })
})

describe('the endpoint', () => {
  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('takes no %s', async (method) => {
    const { gate } = isolate()
    const response = await gate.send(APPEAL, { method })
    expect([response.status, response.headers.get('Allow')]).toEqual([405, 'GET, HEAD, POST'])
  })

  test('answers HEAD as GET, without content', async () => {
    const { gate } = isolate()
    const response = await gate.send(`${APPEAL}?decision=${DECISION}`, { method: 'HEAD' })
    expectPage(response, 200)
    expect(await response.text()).toBe('')
  })

  test.each([`${APPEAL}/`, `${APPEAL}/${DECISION}`])('is not %s', async (path) => {
    const { gate } = isolate()
    expect((await gate.send(path)).status).toBe(404)
    expect((await gate.send(path, asJson())).status).toBe(404)
  })

  test.each<[string, Record<string, unknown>]>([
    ['APPEALS is off', { APPEALS: 'off' }],
    ['there is no state', { STATE: 'none', CONTROL: undefined, REPLAY: undefined }],
  ])('is not there where %s, and no refusal leads to it', async (_, vars) => {
    const { gate } = isolate(vars)
    for (const init of [{}, { method: 'PUT' }, asJson(), asForm({})])
      expect((await gate.send(APPEAL, init)).status).toBe(404)
    const refused = await gate.send('/', { cf: CLIENTS.northKorea, headers: HTML })
    expect(await refused.text()).not.toContain(APPEAL)
    expect(gate.seen).toEqual([])
  })
})

describe('at the admin door', () => {
  test.each(ROLES)('%s reads the queue', async (role) => {
    const { gate } = isolate()
    await gate.send(APPEAL, asJson())
    const { status, body } = await admin(gate, role, '/appeals')
    expect([status, body.next, body.appeals]).toMatchObject([200, null, [{ decision: DECISION }]])
  })

  test.each([
    ['support', 200],
    ['operator', 200],
    ['compliance', 200],
    ['auditor', 403],
  ] as const)('%s closes: %i', async (role, expected) => {
    const { gate } = isolate()
    await gate.send(APPEAL, asJson())
    const [{ id } = { id: '' }] = await queueOf(gate)
    const { status } = await admin(gate, role, `/appeals/${id}/close`, { outcome: 'spam', why: 'a test' })
    expect(status).toBe(expected)
    expect(await queueOf(gate)).toHaveLength(expected === 200 ? 0 : 1)
  })

  test('what is closed, or was never there, is not closed again', async () => {
    const { gate } = isolate()
    await gate.send(APPEAL, asJson())
    const [{ id } = { id: '' }] = await queueOf(gate)
    const order = { outcome: 'spam', why: 'a test' }
    await admin(gate, 'support', `/appeals/${id}/close`, order)
    for (const appeal of [id, 'x'.repeat(22)]) {
      const { status, body } = await admin(gate, 'support', `/appeals/${appeal}/close`, order)
      expect([status, body.reason]).toEqual([404, 'control.not_found'])
    }
  })

  test.each([
    ['support', 200],
    ['operator', 200],
    ['compliance', 200],
    ['auditor', 403],
  ] as const)('%s closes all of one ASN by one order: %i', async (role, expected) => {
    const { gate } = isolate()
    for (let n = 0; n < 5; n++) {
      const address = n === 4 ? '198.51.100.1' : `73.162.${n}.1`
      const cf = n === 4 ? CLIENTS.usCloud : CLIENTS.home
      await gate.send(APPEAL, asJson({ said: { decision: code(n) }, address, cf }))
    }
    const order = { asn: CLIENTS.home.asn, outcome: 'spam', why: 'a flood' }
    const { status, body } = await admin(gate, role, '/appeals/close', order)
    expect([status, (await queueOf(gate)).length]).toEqual([expected, expected === 200 ? 1 : 5])
    if (expected !== 200) return
    const change = { action: 'close_appeals', asn: CLIENTS.home.asn, outcome: 'spam' }
    expect(body.change).toEqual(change)
    const log = await admin(gate, 'auditor', '/changes')
    expect(log.body).toMatchObject({ changes: [{ stamp: 1, why: 'a flood', change }] })
    expect(adminRecords(gate.records)).toMatchObject([
      { operation: 'closeAppeals', outcome: 'done', change: { stamp: 1, action: 'close_appeals' } },
    ])
    expect((await admin(gate, role, '/appeals/close', order)).body.reason).toBe('control.not_found')
  })

  test('hostile texts come as JSON and on no page', async () => {
    const { gate } = isolate()
    const hostile = `"'><script>alert(1)</script>\u202e\u0000 \u200fשלום`
    const answer = await gate.send(APPEAL, asForm({ message: hostile, contact: hostile }))
    expect(await answer.text()).not.toMatch(/script>|\u202e|שלום/)
    const text = `"'><script>alert(1)</script> \u200fשלום`
    expect(await queueOf(gate)).toMatchObject([{ message: text, contact: text }])
    const listed = await gate.send('/.cordon/admin/appeals', {
      headers: { Authorization: 'Bearer cordon_admin_support' },
    })
    expect(listed.headers.get('Content-Type')).toBe('application/json')
    expect(listed.headers.get('X-Content-Type-Options')).toBe('nosniff')
  })
})
