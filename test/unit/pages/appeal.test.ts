import { describe, expect, it } from 'vitest'
import { appealNotTakenPage, appealPage, appealReceivedPage } from '../../../src/pages/appeal.tsx'
import type { PageFrame } from '../../../src/pages/layout.tsx'
import { speak } from '../../../src/texts/speak.ts'

const SPOKEN_ENGLISH = await speak('en')

const DECISION = 'AAAAAAAAAAAAAAAAAAAAAA'
const FRAME: PageFrame = { spoken: SPOKEN_ENGLISH, brand: {}, nonce: 'n0nce' }
const HOSTILE = `"'><script>alert(1)</script><img src=x>`

describe('appealPage()', () => {
  const { html, hasForm } = appealPage(DECISION, FRAME)

  it('is a form that needs no script and is sent to this endpoint', () => {
    expect(hasForm).toBe(true)
    expect(html).toContain('<form method="post" action="/.cordon/appeal"')
    expect(html).toContain(`<input type="hidden" name="decision" value="${DECISION}"/>`)
    expect(html).toContain('<textarea id="message" name="message"')
    expect(html).toContain('<button type="submit">Send</button>')
    expect(html).not.toMatch(/<script|<link|src=|@import|url\(/i)
  })

  it('has a label for every field, shows the reference, and says that nothing changes by itself', () => {
    const ids = [...html.matchAll(/<(?:input|textarea) id="(\w+)"/g)].map(([, id]) => id)
    expect(ids).toEqual(['message', 'contact', 'website'])
    for (const id of ids) expect(html).toContain(`<label for="${id}"`)
    expect(html).toContain(`>${DECISION}</code>`)
    expect(html).toContain('Nothing changes by itself.')
    expect(html).toContain('30 days')
  })

  it('hides one field from people, keyboards, screen readers and browsers that fill in forms', () => {
    const hidden = /<div class="away" aria-hidden="true">(.*?)<\/div>/s.exec(html)?.[1]
    expect(hidden).toContain('name="website"')
    expect(hidden).toContain('autocomplete="off"')
    expect(hidden).toContain('tabindex="-1"')
    expect(html).toMatch(/\.away\s*{ display: none }/)
  })

  it('asks for the reference where it was not given', () => {
    const asking = appealPage(undefined, FRAME).html
    expect(asking).toMatch(
      /<label for="decision">Reference<\/label><input id="decision" name="decision"[^>]* required/,
    )
    expect(asking).not.toContain('type="hidden"')
  })

  it('is in the language of the frame, right to left where that is read so, and small', async () => {
    const persian = appealPage(DECISION, { ...FRAME, spoken: await speak('fa') }).html
    expect(persian).toContain('<html lang="fa" dir="rtl">')
    expect(persian).toContain('<footer>')
    expect(new TextEncoder().encode(persian).length).toBeLessThan(15_000)
  })

  it('escapes even what was checked before', () => {
    expect(appealPage(HOSTILE, FRAME).html).not.toMatch(/<script|<img/)
  })
})

describe.each([
  ['appealReceivedPage()', appealReceivedPage, 'Thank you'],
  ['appealNotTakenPage()', appealNotTakenPage, 'The message was not taken'],
] as const)('%s', (_, page, title) => {
  it('says so, gives the reference, and names support where there is some', () => {
    const { html, hasForm } = page(DECISION, 'https://gate.test/help?a=1&b=2', FRAME)
    expect(html).toContain(`<h1>${title}</h1>`)
    expect(html).toContain(`>${DECISION}</code>`)
    expect(html).toContain('<a href="https://gate.test/help?a=1&amp;b=2">Contact support</a>')
    expect(hasForm).toBe(false)
    expect(page(DECISION, undefined, FRAME).html).not.toContain('<a ')
  })

  it('escapes both', () => {
    const { html } = page(HOSTILE, `https://gate.test/${HOSTILE}`, FRAME)
    expect(html).not.toMatch(/<script|<img/)
  })
})
