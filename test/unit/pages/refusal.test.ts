import { describe, expect, it } from 'vitest'
import type { Problem } from '../../../src/enforcement/problem.ts'
import type { PageFrame } from '../../../src/pages/layout.tsx'
import { refusalPage } from '../../../src/pages/refusal.tsx'
import { draft, reviewed } from '../../../src/texts/locale.ts'
import { speak } from '../../../src/texts/speak.ts'

const SPOKEN_ENGLISH = await speak('en')

const PROBLEM: Problem = {
  type: 'https://gate.test/.cordon/problems/place.restricted',
  title: 'Not available here',
  status: 451,
  detail: 'Why that is.',
  reason: 'place.restricted',
  observed: { place: 'CU' },
  decision: 'AAAAAAAAAAAAAAAAAAAAAA',
  retryable: false,
  next_steps: ['First', 'Second'],
}
const FRAME: PageFrame = { spoken: SPOKEN_ENGLISH, brand: {}, nonce: 'n0nce' }

const pageOf = (changes: Partial<Problem> = {}, frame: Partial<PageFrame> = {}) =>
  refusalPage({ ...PROBLEM, ...changes }, [], { ...FRAME, ...frame })

describe('refusalPage()', () => {
  it('is a whole page that says what, why, what to do and under which reference', () => {
    const { html } = pageOf()
    expect(html).toMatch(/^<!doctype html><html lang="en" dir="ltr">/)
    expect(html).toContain('<title>Not available here</title>')
    expect(html).toContain('<li>First</li><li>Second</li>')
    expect(html).toContain('>place.restricted</code>')
    expect(html).toContain('>AAAAAAAAAAAAAAAAAAAAAA</code>')
    expect(html).toContain('<style nonce="n0nce">')
  })

  it('names what was seen as people call it, in their language', async () => {
    expect(pageOf().html).toContain('<bdi>Cuba</bdi>')
    const persian = pageOf({ observed: { place: 'IR' } }, { spoken: await speak('fa') }).html
    expect(persian).toContain('<html lang="fa" dir="rtl">')
    expect(persian).toContain('<bdi>ایران</bdi>')
  })

  it('shows operator and class in words, and what has no word by its signal', () => {
    const { html } = pageOf({
      observed: {
        'network.class': 'hosting',
        'network.organization': 'Amazon',
        'network.asn': 16509,
        'client.rtt': 84,
      },
    })
    expect(html).toContain('<bdi>data centre or cloud</bdi>')
    expect(html).toContain('<dt>Network operator</dt><dd><bdi>Amazon · AS16509</bdi></dd>')
    expect(html).toContain('<dt>client.rtt</dt><dd><code dir="ltr">84</code></dd>')
  })

  it('offers support and appeal only where there are some, and steps only where there are some', () => {
    expect(pageOf({ next_steps: [] }).html).not.toMatch(/<a |<ul>|<li>/)
    expect(pageOf({ support: 'https://gate.test/help' }).html).toContain('<a href="https://gate.test/help">')
    expect(pageOf({ appeal: '/.cordon/appeal?decision=x' }).html).toContain(
      '<a href="/.cordon/appeal?decision=x">',
    )
  })

  it('says of a translation that nobody has reviewed that it is one; not of English, nor of a reviewed one', async () => {
    const german = await speak('de')
    const note = german.locale.labels.unreviewed.text
    const show = (text: ReturnType<typeof draft>, frame: PageFrame) =>
      refusalPage(PROBLEM, [text], frame).html
    expect(show(draft('a'), { ...FRAME, spoken: german })).toContain(note)
    expect(show(reviewed('a'), { ...FRAME, spoken: german })).not.toContain(note)
    expect(show(draft('a'), FRAME)).not.toContain(SPOKEN_ENGLISH.locale.labels.unreviewed.text)
  })

  it('has no script, and asks for nothing from elsewhere', () => {
    expect(pageOf().html).not.toMatch(/<script|<img|<link|src=|@import|url\(/i)
  })

  const HOSTILE = `"'><script>alert(1)</script>&<img src=x onerror=alert(1)>`
  it.each([
    ['title', { title: HOSTILE }],
    ['detail', { detail: HOSTILE }],
    ['reason', { reason: HOSTILE as Problem['reason'] }],
    ['decision', { decision: HOSTILE }],
    ['next_steps', { next_steps: [HOSTILE] }],
    ['support', { support: `https://gate.test/${HOSTILE}` }],
    ['appeal', { appeal: `/.cordon/appeal?decision=${HOSTILE}` }],
    ['the value of a fact', { observed: { 'network.organization': HOSTILE } }],
    ['the name of a fact', { observed: { [HOSTILE]: 'x' } }],
    ['a place', { observed: { place: HOSTILE } }],
    ['legal_basis', { legal_basis: [HOSTILE] }],
    ['rules', { rules: [HOSTILE] }],
  ])('escapes %s', (_, changes) => {
    const { html } = pageOf(changes)
    expect(html).not.toMatch(/<script|<img/)
    expect(html).not.toContain(`"'>`)
    expect(html).toContain('&lt;script&gt;alert(1)')
  })

  it.each(['name', 'text', 'home'] as const)("escapes the operator's %s", (member) => {
    const brand = { name: 'x', [member]: member === 'text' ? { en: HOSTILE } : HOSTILE }
    const { html } = pageOf({}, { brand })
    expect(html).not.toMatch(/<script|<img/)
    expect(html).toContain('&lt;script&gt;alert(1)')
  })

  it('escapes the nonce', () => {
    expect(pageOf({}, { nonce: '"><script>' }).html).not.toContain('<script>')
  })
})
