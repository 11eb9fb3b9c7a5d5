import { afterEach, describe, expect, it } from 'vitest'
import { servedEdge } from '../e2e/support/edge.ts'
import { browsing, EXECUTABLE, type Opened } from './support/browser.ts'
import { accessibilityFaults, focusOrder, overflowing } from './support/checks.ts'

const PAGES = {
  whoami: '/.cordon/whoami?resource=/v1/messages',
  appeal: '/.cordon/appeal?decision=AAAAAAAAAAAAAAAAAAAAAA',
  problems: '/.cordon/problems',
  problem: '/.cordon/problems/network.hosting',
} as const
const NAMES = Object.keys(PAGES) as (keyof typeof PAGES)[]
const CHINA = { 'Sim-Client-IP': '123.125.71.38' }

describe.skipIf(EXECUTABLE === undefined)('the other pages', () => {
  const edge = servedEdge(() => ({ vars: { PAGE: JSON.stringify({ name: 'Example AI' }) } }))
  const browser = browsing()
  let opened: Opened | undefined
  afterEach(() => opened?.close())

  async function visit(
    path: string,
    { language = 'en', width = 1280, scheme = 'light' as 'light' | 'dark', script = true } = {},
  ): Promise<Opened> {
    opened = await browser.open({
      viewport: { width, height: 800 },
      colorScheme: scheme,
      locale: language,
      javaScriptEnabled: script,
      extraHTTPHeaders: { ...CHINA, 'Accept-Language': language },
    })
    await opened.page.goto(`${edge.url}${path}`)
    return opened
  }

  const views = [
    { width: 320, scheme: 'light', language: 'ar' },
    { width: 768, scheme: 'dark', language: 'de' },
    { width: 1280, scheme: 'light', language: 'en' },
  ] as const
  describe.each(NAMES)('%s', (name) => {
    it.each(views)('fits and is accessible: $width px, $scheme, $language', async (view) => {
      const { page, screenshot, complaints } = await visit(PAGES[name], view)
      await screenshot(`${name}-${view.width}-${view.scheme}-${view.language}`)
      expect(await overflowing(page)).toEqual([])
      expect(await accessibilityFaults(page)).toEqual([])
      expect(complaints).toEqual([])
    })
  })

  it('an appeal goes from the refusal to the queue without a script', async () => {
    const { page, screenshot } = await visit('/v1/messages', { script: false })
    await page.getByRole('link', { name: 'Tell us that this is a mistake' }).click()
    const stops = page.locator('input:visible, textarea:visible')
    expect(await stops.count()).toBe(2)
    await page.getByLabel('What happened?', { exact: false }).fill('I am in Ohio, at home.')
    await page.getByLabel('How can we reach you?', { exact: false }).fill('ann@example.com')
    await page.getByRole('button', { name: 'Send' }).click()
    await screenshot('appeal-received')
    expect(await page.locator('h1').innerText()).toBe('Thank you')
    expect(await page.locator('code').first().innerText()).toMatch(/^[A-Za-z0-9_-]{22}$/)
  })

  it('the form leads the tab key through its fields and nowhere that only programs see', async () => {
    const { page } = await visit(PAGES.appeal)
    const stops = await focusOrder(page)
    expect(stops.length).toBeGreaterThanOrEqual(3)
    for (const { text, hasOutline, height } of stops) {
      expect(hasOutline, text).toBe(true)
      expect(height, text).toBeGreaterThanOrEqual(24)
    }
  })
})
