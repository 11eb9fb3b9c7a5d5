import { afterEach, describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../src/texts/languages.ts'
import { servedEdge } from '../e2e/support/edge.ts'
import { browsing, EXECUTABLE, type Opened } from './support/browser.ts'
import { accessibilityFaults, focusOrder, overflowing } from './support/checks.ts'

const LOGO = `data:image/svg+xml;base64,${btoa('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><circle cx="20" cy="20" r="18" fill="#1a7f5a"/></svg>')}`
const BRAND = {
  name: 'Example AI',
  logo: LOGO,
  accent: '#1a6b4a',
  accent_dark: '#6fd3a8',
  home: 'https://example.com/',
  text: { en: 'Example AI follows the export rules of the United States.' },
}

/** Who calls, and so which page they get. */
const CLIENTS = {
  'place-restricted': { 'Sim-Client-IP': '123.125.71.38' },
  'place-mobile': {
    'Sim-Client-IP': '123.125.71.38',
    'Sim-Cf': JSON.stringify({
      country: 'IR',
      asn: 44244,
      asOrganization: 'Iran Cell Service and Communication Company',
    }),
  },
  hosting: { 'Sim-Client-IP': '3.5.140.2' },
  tor: { 'Sim-Cf': JSON.stringify({ country: 'T1' }) },
  ambiguous: { 'Sim-Cf': JSON.stringify({ country: 'UA', region: null, regionCode: null, city: null }) },
} as const

const WIDTHS = [320, 768, 1280]
const SCHEMES = ['light', 'dark'] as const
/** One of them written from the right, one without spaces between words. */
const SPOKEN = ['en', 'fa', 'ja']

const VIEWS = WIDTHS.flatMap((width) =>
  SCHEMES.flatMap((scheme) => SPOKEN.map((language) => ({ width, scheme, language }))),
)
/** Every width, scheme and language at least once. */
const SOME_VIEWS = VIEWS.filter((_, index) => index % 7 === 0)
/** The shortest page and the longest; the others are made of the same parts. */
const IN_FULL: ReadonlySet<string> = new Set(['place-restricted', 'hosting'])

describe.skipIf(EXECUTABLE === undefined)('refusals as pages', () => {
  const edge = servedEdge(() => ({ vars: { PAGE: JSON.stringify(BRAND) } }))
  const browser = browsing()
  let opened: Opened | undefined
  afterEach(() => opened?.close())

  async function visit(
    client: keyof typeof CLIENTS,
    { language = 'en', width = 1280, scheme = 'light' as 'light' | 'dark', script = true } = {},
  ): Promise<Opened> {
    opened = await browser.open({
      viewport: { width, height: 800 },
      colorScheme: scheme,
      locale: language,
      javaScriptEnabled: script,
      extraHTTPHeaders: { ...CLIENTS[client], 'Accept-Language': language },
    })
    await opened.page.goto(`${edge.url}/v1/messages`)
    return opened
  }

  describe.each(Object.keys(CLIENTS) as (keyof typeof CLIENTS)[])('%s', (client) => {
    it.each(IN_FULL.has(client) ? VIEWS : SOME_VIEWS)(
      'fits and is accessible: $width px, $scheme, $language',
      async (view) => {
        const { page, screenshot, complaints, requests } = await visit(client, view)
        await screenshot(`${client}-${view.width}-${view.scheme}-${view.language}`)
        expect(await overflowing(page)).toEqual([])
        expect(await accessibilityFaults(page)).toEqual([])
        expect(complaints).toEqual([])
        // The logo is part of the page.
        expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([`${edge.url}/v1/messages`])
      },
    )
  })

  it.each(LANGUAGES.map(({ tag, direction }) => ({ tag, direction })))(
    '$tag fits the narrowest window, and runs $direction',
    async ({ tag, direction }) => {
      const { page, screenshot } = await visit('hosting', { language: tag, width: 320 })
      await screenshot(`hosting-320-${tag}`)
      expect(await overflowing(page)).toEqual([])
      const root = page.locator('html')
      expect([await root.getAttribute('lang'), await root.getAttribute('dir')]).toEqual([tag, direction])
      const { x, width } = (await page.locator('h1').boundingBox()) ?? { x: 0, width: 0 }
      const align = await page.locator('h1').evaluate((element) => getComputedStyle(element).textAlign)
      expect([align, x + width <= 320]).toEqual(['start', true])
      // Bullets stand where reading begins.
      const [list, item] = [
        await page.locator('ul').boundingBox(),
        await page.locator('li').first().boundingBox(),
      ]
      if (list === null || item === null) throw new Error('there is no list')
      const indent = direction === 'rtl' ? list.x + list.width - (item.x + item.width) : item.x - list.x
      expect(indent).toBeGreaterThan(10)
    },
  )

  it.each(SPOKEN)('holds at twice the size of text, %s', async (language) => {
    const { page, screenshot } = await visit('place-restricted', { language, width: 640 })
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '34px'
    })
    await screenshot(`zoomed-${language}`)
    expect(await overflowing(page)).toEqual([])
  })

  it('says all it has to say without a script', async () => {
    const { page } = await visit('hosting', { script: false })
    const text = (await page.locator('body').innerText()).replace(/\s+/g, ' ')
    expect(text).toContain('Your connection comes from a hosting network')
    expect(text).toContain('Turn off any VPN or proxy and try again.')
    expect(text).toContain('Example AI follows the export rules of the United States.')
    expect(text).toMatch(/Reference [A-Za-z0-9_-]{22}/)
    expect(text).toContain('network.hosting')
    expect(
      await page.locator('header img').evaluate((image: HTMLImageElement) => image.naturalWidth),
    ).toBeGreaterThan(0)
  })

  it('leads the tab key from top to bottom, visibly, over targets that a finger can hit', async () => {
    const { page } = await visit('hosting')
    const stops = await focusOrder(page)
    expect(stops.map(({ text }) => text)).toEqual([
      'Example AI',
      'Contact support',
      'Tell us that this is a mistake',
    ])
    for (const { text, hasOutline, height } of stops) {
      expect(hasOutline, text).toBe(true)
      // WCAG 2.2, 2.5.8
      expect(height, text).toBeGreaterThanOrEqual(24)
    }
  })

  it('has logo and name side by side, the name on one line', async () => {
    const { page } = await visit('hosting', { width: 320 })
    const [logo, name] = [
      await page.locator('header img').boundingBox(),
      await page.locator('header .brand span').boundingBox(),
    ]
    if (logo === null || name === null) throw new Error('there is no logo, or no name')
    expect(name.x).toBeGreaterThan(logo.x + logo.width)
    expect([logo.width, name.height < 40]).toEqual([42.5, true])
  })

  it("wears the operator's colours in either scheme", async () => {
    const colourOf = async (scheme: 'light' | 'dark') => {
      const { page } = await visit('hosting', { scheme })
      return page
        .locator('.links a')
        .first()
        .evaluate((link) => getComputedStyle(link).color)
    }
    expect(await colourOf('light')).toBe('rgb(26, 107, 74)')
    expect(await colourOf('dark')).toBe('rgb(111, 211, 168)')
  })

  it('prints black on white, with the addresses of its links', async () => {
    const { page, screenshot } = await visit('hosting', { scheme: 'dark' })
    await page.emulateMedia({ media: 'print' })
    await screenshot('printed')
    const printed = await page.evaluate(() => ({
      text: getComputedStyle(document.body).color,
      back: getComputedStyle(document.body).backgroundColor,
      link: getComputedStyle(document.querySelector('.links a') ?? document.body, '::after').content,
    }))
    expect(printed).toEqual({
      text: 'rgb(0, 0, 0)',
      back: 'rgb(255, 255, 255)',
      link: '"https://example.com/support"',
    })
  })

  it('cannot be framed, nor run what somebody smuggles in', async () => {
    const { page } = await visit('hosting')
    const answer = await page.request.get(`${edge.url}/v1/messages`, {
      headers: { ...CLIENTS.hosting, Accept: 'text/html' },
    })
    expect(answer.headers()['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'nonce-[\w-]+'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    )
  })
})
