import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { problemSchema } from '../../src/enforcement/problem-schema.ts'
import { LANGUAGES } from '../../src/texts/languages.ts'
import { en } from '../../src/texts/locales/en.ts'
import { speak } from '../../src/texts/speak.ts'
import type { StoryId } from '../../src/texts/stories.ts'
import { HOME_CF, type SendInit, testGate } from '../support/gate.ts'
import { ownState } from './isolates.ts'

const PERSON = { Accept: 'text/html', 'Sec-Fetch-Mode': 'navigate' }
const AMAZON = { asn: 16509, asOrganization: 'Amazon.com, Inc.' }

const from = (cf: object, headers: Record<string, string> = {}): SendInit => ({
  cf: { ...HOME_CF, ...cf },
  headers,
})

/** A program's refusal, which must keep to the schema. */
async function refused(gate: ReturnType<typeof testGate>, path: string, init: SendInit) {
  const response = await gate.send(path, init)
  expect(response.headers.get('Cache-Control')).toBe('no-store')
  const body = await response.json()
  return { response, problem: v.parse(problemSchema, body) }
}

async function page(gate: ReturnType<typeof testGate>, path: string, init: SendInit) {
  const response = await gate.send(path, { ...init, headers: { ...PERSON, ...(init.headers as object) } })
  return { response, html: await response.text() }
}

describe('each cause has its own story', () => {
  const CAUSES: [StoryId, object][] = [
    ['place_restricted', { country: 'CU' }],
    ['place_mobile', { country: 'CU', asn: 21_928, asOrganization: 'T-Mobile USA, Inc.' }],
    ['place_unknown', { country: 'XX', region: undefined, regionCode: undefined }],
    ['place_ambiguous', { country: 'UA', region: undefined, regionCode: undefined, city: undefined }],
    ['hosting_program', AMAZON],
    ['tor', { country: 'T1' }],
  ]
  it.each(CAUSES)('%s', async (story: StoryId, cf: object) => {
    const gate = testGate()
    const { problem } = await refused(gate, '/v1/messages', from(cf))
    expect(problem.title).toBe(en.stories[story].title.text)
    expect(problem.detail).toBe(en.stories[story].detail.text)
    const shown = await page(gate, '/v1/messages', from(cf))
    const toPeople: StoryId = story === 'hosting_program' ? 'hosting_person' : story
    expect(shown.html).toContain(`<h1>${en.stories[toPeople].title.text}</h1>`)
  })

  it('an ambiguous region is told without Wi-Fi being said to help against an embargo', async () => {
    const { problem } = await refused(testGate(), '/v1/messages', from({ country: 'UA', regionCode: '43' }))
    expect([problem.reason, problem.status, problem.retryable]).toEqual(['place.restricted', 451, false])
  })

  it('a page of a script asks as a person, not as a server', async () => {
    const { problem } = await refused(
      testGate(),
      '/v1/messages',
      from(AMAZON, { 'Sec-Fetch-Site': 'same-site' }),
    )
    expect(problem.title).toBe(en.stories.hosting_person.title.text)
  })

  it('a broken configuration is our own fault, and says nothing of what is wrong', async () => {
    const gate = testGate({ RESTRICTED_REGIONS: ['ZZZ'], SUPPORT_URI: 'https://gate.test/secret-support' })
    const { problem, response } = await refused(gate, '/v1/messages', from({}))
    expect([problem.reason, problem.status, problem.retryable]).toEqual(['service.misconfigured', 503, false])
    expect(response.headers.get('Retry-After')).toBeNull()
    expect(JSON.stringify(problem)).not.toMatch(/ZZZ|RESTRICTED|secret/)
    const shown = await page(gate, '/v1/messages', from({}, { 'Accept-Language': 'de' }))
    expect(shown.html).toContain('<html lang="de" dir="ltr">')
  })
})

describe('REFUSAL_DETAIL', () => {
  const gate = testGate({ REFUSAL_DETAIL: { open: 'verbose', standard: 'terse' } })
  it('says nothing of the operator where it is terse', async () => {
    const { problem } = await refused(gate, '/api/x', from(AMAZON))
    expect(problem.observed).toEqual({})
    const { html } = await page(gate, '/api/x', from(AMAZON))
    expect(html).not.toMatch(/Amazon|16509/)
  })

  it('says what was seen of the network by default, and by which rules where it is verbose', async () => {
    const standard = await refused(gate, '/v1/x', from(AMAZON))
    expect(standard.problem.observed).toEqual({
      'network.class': 'hosting',
      'network.organization': 'Amazon.com, Inc.',
      'network.asn': 16509,
    })
    expect('rules' in standard.problem).toBe(false)
    const verbose = await refused(gate, '/pub/x', from(AMAZON))
    expect(verbose.problem.rules).toEqual(['denied-networks'])
  })

  it('names the law with 451 only, and not where it is terse', async () => {
    const lawful = await refused(gate, '/v1/x', from({ country: 'KP' }))
    expect([lawful.problem.status, lawful.problem.legal_basis]).toEqual([451, ['A law']])
    const ours = await refused(gate, '/v1/x', from({ country: 'CU' }))
    expect([ours.problem.status, 'legal_basis' in ours.problem]).toEqual([403, false])
    const terse = await refused(gate, '/api/x', from({ country: 'KP' }))
    expect([terse.problem.status, 'legal_basis' in terse.problem]).toEqual([451, false])
  })

  it('keeps everything in the record, however terse the answer is', async () => {
    const terse = testGate({ REFUSAL_DETAIL: { standard: 'terse' } })
    const { problem } = await refused(terse, '/api/x', from(AMAZON))
    const [decision] = terse.records.filter((line) => line.event === 'decision')
    expect(decision).toMatchObject({ decision: problem.decision, reasons: ['network.hosting'] })
    const [admission] = terse.records.filter((line) => line.event === 'admission')
    expect(JSON.stringify(admission)).toContain('Amazon.com, Inc.')
  })
})

describe('languages', () => {
  it.each(LANGUAGES.map(({ tag, direction }) => ({ tag, direction })))(
    'are answered in $tag, as problem details and as a page',
    async ({ tag, direction }) => {
      const gate = testGate({ PAGE: { name: 'Example' } })
      const { locale } = await speak(tag)
      const init = from({ country: 'KP' }, { 'Accept-Language': tag })
      const { response, problem } = await refused(gate, '/v1/x', init)
      expect(response.headers.get('Content-Language')).toBe(tag)
      expect(response.headers.get('Vary')).toContain('Accept-Language')
      expect(problem.title).toBe(locale.stories.place_restricted.title.text)
      const { html } = await page(gate, '/v1/x', init)
      expect(html).toContain(`<html lang="${tag}" dir="${direction}">`)
      expect(new TextEncoder().encode(html).length).toBeLessThan(15_000)
    },
  )

  it('name a country as its speakers do', async () => {
    const gate = testGate({ RESTRICTED_REGIONS: ['IR'] })
    const { html } = await page(
      gate,
      '/v1/x',
      from({ country: 'IR', regionCode: '23' }, { 'Accept-Language': 'fa-IR' }),
    )
    expect(html).toContain('ایران')
  })
})

describe('the error forms of AI APIs', () => {
  const gate = testGate({
    ERROR_FORMS: [
      { path: '/api/messages', form: 'anthropic' },
      { path: '/api/*', form: 'openai' },
    ],
  })
  it('are used where they are configured, the first that matches', async () => {
    const forms = await Promise.all(
      ['/api/messages', '/api/chat/completions', '/v1/x'].map(async (path) => {
        const response = await gate.send(path, from({ country: 'KP' }))
        return [response.status, Object.keys(await response.json<object>())]
      }),
    )
    expect(forms.map(([status]) => status)).toEqual([451, 451, 451])
    expect(forms[0]?.[1]).toEqual(expect.arrayContaining(['type', 'error', 'request_id']))
    expect(forms[1]?.[1]).toEqual(['error'])
    expect(forms[2]?.[1]).toContain('reason')
  })
})

describe('a refusal', () => {
  it('costs no origin call', async () => {
    const gate = testGate()
    for (const cf of [{ country: 'KP' }, { country: 'T1' }, AMAZON]) await gate.send('/v1/x', from(cf))
    expect(gate.seen).toHaveLength(0)
  })

  it('reads no store: Control is asked by the isolate, not by the request', async () => {
    const state = ownState()
    const gate = testGate(state.vars)
    await gate.send('/v1/x')
    const before = { ...state.seen }
    for (const cf of [{ country: 'KP' }, { country: 'T1' }, AMAZON, { country: 'UA', region: undefined }])
      for (const Accept of ['*/*', 'text/html']) await gate.send('/v1/x', from(cf, { Accept }))
    expect(state.seen).toEqual(before)
  })

  it.each(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'])('of %s is never cacheable', async (method) => {
    for (const Accept of ['*/*', 'text/html']) {
      const response = await testGate().send('/v1/x', { ...from({ country: 'KP' }, { Accept }), method })
      expect([response.status, response.headers.get('Cache-Control')]).toEqual([451, 'no-store'])
    }
  })
})

/** Letters that mean something in HTML, CSS, headers, URLs, JSON, logs or to a reader from the other side. */
// biome-ignore format: a list
const PARTS = [
  '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"><svg/onload=alert(1)>', "' onmouseover='x", '</style>',
  '</title>', '<!--', ']]>', '&lt;', '&#60;', '{{7*7}}', '$(7*7)', '%3Cscript%3E', '\\u003cscript\\u003e', '\u2028',
  '\u202e', '\u0000', '\t', 'javascript:alert(1)', 'expression(alert(1))', ';color:red}', '`', 'Ä', '漢', '😀', 'a'.repeat(200),
] as const

/** The same thousand in every run. */
function hostile(index: number): string {
  const pick = (step: number) => PARTS[(index * step + Math.floor(index / PARTS.length)) % PARTS.length] ?? ''
  return `${pick(1)}${pick(7)}${pick(11)}`
}

describe('a thousand hostile strings', () => {
  const STRINGS = Array.from({ length: 1_000 }, (_, index) => hostile(index))

  /** Every tag with the names of its attributes: what a string that is not escaped would add to. */
  function skeleton(html: string): string {
    const tags = html
      .replace(/<style[^>]*>[^<]*<\/style>/, '')
      .matchAll(/<(\/?[!a-z][^\s>]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/gi)
    return [...tags]
      .map(([, name, attributes = '']) =>
        [name, ...attributes.matchAll(/([^\s=]+)="[^"]*"/g).map(([, key]) => key)].join(' '),
      )
      .join('\n')
  }

  const sent = (text: string) => {
    const header = text.replace(/[^\x20-\x7e]/g, '')
    return from(
      { asn: 16509, asOrganization: text, city: text, region: text, timezone: text, colo: text },
      { 'User-Agent': header, Referer: header, 'Accept-Language': header, 'X-Api-Key': header },
    )
  }

  it('change no page: in path, query, headers, organisation, city', async () => {
    const gate = testGate({ RESTRICTED_REGIONS: [] })
    const usual = new Map<number, string>()
    for (const path of ['/v1/x', '/v1//x']) {
      const { response, html } = await page(gate, path, sent('usual'))
      usual.set(response.status, skeleton(html))
    }
    expect([...usual.keys()]).toEqual([403, 400])
    for (const text of STRINGS) {
      const encoded = encodeURIComponent(text.toWellFormed())
      const { html, response } = await page(gate, `/v1/${encoded}?q=${encoded}`, sent(text))
      expect(skeleton(html), text).toBe(usual.get(response.status))
      for (const [name, value] of response.headers) expect(`${name}: ${value}`, text).not.toMatch(/[<>]/)
      const program = await gate.send(`/v1/${encoded}?q=${encoded}`, sent(text))
      expect(program.headers.get('Content-Type')).toBe('application/problem+json')
      expect(v.is(problemSchema, await program.json()), text).toBe(true)
    }
  })

  it("change no page: in the operator's own name and text", async () => {
    const pageWith = async (text: string) => {
      const gate = testGate({ PAGE: { name: text.slice(0, 100), text: { en: text.slice(0, 500) } } })
      const { html, response } = await page(gate, '/v1/x', from({ country: 'KP' }))
      expect(response.status, text).toBe(451)
      return skeleton(html)
    }
    const usual = await pageWith('usual')
    for (const text of STRINGS) expect(await pageWith(text), text).toBe(usual)
  })

  it('would be seen if they did', () => {
    expect(skeleton('<p>a<b onclick="x">c</b></p>')).not.toBe(
      skeleton('<p>a&lt;b onclick="x"&gt;c&lt;/b&gt;</p>'),
    )
    expect(skeleton('<p title="a" onclick="x">c</p>')).not.toBe(
      skeleton('<p title="a&quot; onclick=x">c</p>'),
    )
  })
})
