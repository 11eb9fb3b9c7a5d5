import type { Locator, Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { CLIENTS } from '../../tools/local-edge/playground/clients.ts'
import { servedEdge } from '../e2e/support/edge.ts'
import { browsing, EXECUTABLE, type Opened } from './support/browser.ts'
import { accessibilityFaults, overflowing } from './support/checks.ts'

/** One that is let in, one that is refused: between them they fill every part of the page. */
const SHOWN = ['unicom', 'ohio']
/** In a window so tall that the button which stays in sight covers nothing. */
const VIEWS = [
  { width: 390, height: 2600, scheme: 'light', clients: ['unicom'] },
  { width: 1280, height: 2600, scheme: 'light', clients: ['ohio'] },
  { width: 1280, height: 2600, scheme: 'dark', clients: SHOWN },
] as const
const WIDTHS = [320, 768, 1280]
const KEY = 'sk-nobody-else-may-see-this'

describe.skipIf(EXECUTABLE === undefined)('the playground', () => {
  const edge = servedEdge()
  const browser = browsing()
  let opened: Opened | undefined
  afterEach(() => opened?.close())

  /** Once the first try is drawn. */
  async function visit(
    hash = '',
    { width = 1280, height = 900, scheme = 'light' as 'light' | 'dark' } = {},
  ): Promise<Opened> {
    opened = await browser.open({ viewport: { width, height }, colorScheme: scheme })
    await opened.page.goto(`${edge.url}/.cordon/playground${hash}`)
    await settled(opened.page)
    return opened
  }

  it.each(VIEWS)('is accessible: $width px, $scheme', async (view) => {
    const { page, screenshot, complaints, requests } = await visit(`#client=${view.clients[0]}`, view)
    for (const client of view.clients) {
      if (client !== view.clients[0]) await tried(page, () => pick(page, client))
      await screenshot(`playground-${client}-${view.width}-${view.scheme}`)
      await openEverything(page)
      expect([client, await accessibilityFaults(page)]).toEqual([client, []])
    }
    expect(complaints).toEqual([])
    // The frame of a refusal is part of the page.
    const asked = requests.filter((url) => !/^(?:about|data):/.test(url)).map(withoutQuery)
    const own = `${edge.url}/.cordon/playground`
    expect(asked).toEqual([own, ...view.clients.map(() => `${own}/try`)])
  })

  it('fits every window', async () => {
    const { page, screenshot } = await visit()
    for (const client of SHOWN) {
      await tried(page, () => pick(page, client))
      await openEverything(page)
      await leaveOutWhatIsOnlySaid(page)
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 })
        await afterLayout(page)
        await screenshot(`playground-${client}-${width}`)
        expect([client, width, await overflowing(page)]).toEqual([client, width, []])
      }
    }
  })

  it('opens with a client that is decided', async () => {
    const { page } = await visit()
    expect(await checkedClient(page)).toBe('ohio')
    expect(await verdictOf(page)).toEqual({ status: '200', tone: 'allow' })
    expect(await page.locator('#verdict .who').innerText()).toContain('Home in Ohio')
    expect(await page.locator('#map-client').isVisible()).toBe(true)
    expect(await page.locator('#map-text').innerText()).toContain('Columbus, US-OH')
    expect(await page.locator('#way [data-state="untouched"]').count()).toBe(0)
    expect(await page.locator('#said').textContent()).toBe('Home in Ohio: Let in, 200')
  })

  it('gives each client, picked by keyboard, the verdict that its card shows', async () => {
    const { page, complaints } = await visit()
    const cards = await page
      .locator('.badge')
      .evaluateAll((badges) =>
        badges.map((badge) => [
          badge.getAttribute('data-of'),
          { status: badge.textContent, tone: badge.getAttribute('data-tone') },
        ]),
      )
    expect(cards.map(([id]) => id)).toEqual(CLIENTS.map(({ id }) => id))
    const given = [[await checkedClient(page), await verdictOf(page)]]
    await page.locator('input[name="client"]:checked').focus()
    for (const { label } of CLIENTS.slice(1)) {
      await tried(page, () => page.keyboard.press('ArrowDown'))
      given.push([await checkedClient(page), await verdictOf(page)])
      expect(await page.locator('#verdict .who').innerText()).toContain(label)
    }
    expect(given).toEqual(cards)
    expect(new Set(given.map(([, verdict]) => JSON.stringify(verdict))).size).toBeGreaterThan(2)
    expect(complaints).toEqual([])
  })

  it('shows a refusal in the language that was picked, as a page in a frame', async () => {
    const { page, screenshot, complaints } = await visit('#client=unicom')
    await tried(page, () => page.getByLabel('Language').selectOption('fa'))
    await screenshot('playground-persian')
    const frame = page.frameLocator('#answer iframe')
    const root = frame.locator('html')
    expect([await root.getAttribute('lang'), await root.getAttribute('dir')]).toEqual(['fa', 'rtl'])
    expect(await frame.locator('h1').innerText()).toMatch(/[\u0600-\u06ff]/)
    // Styled although it lies in another page, whose policy it inherits.
    const main = frame.locator('main')
    expect(await main.evaluate((element) => getComputedStyle(element).maxWidth)).not.toBe('none')
    for (const width of ['768 px', '320 px', '1280 px']) {
      await page.getByRole('radio', { name: width, exact: true }).check()
      expect(await root.evaluate(() => `${innerWidth} px`)).toBe(width)
      const { room, stage } = await page.evaluate(() => ({
        room: document.querySelector('.answer')?.clientWidth ?? 0,
        stage: document.querySelector('.stage')?.clientWidth ?? Number.POSITIVE_INFINITY,
      }))
      expect(stage).toBeLessThanOrEqual(room)
    }
    expect(complaints).toEqual([])
  })

  it('shows a refusal as JSON', async () => {
    const { page } = await visit('#client=aws')
    expect(await page.locator('#answer iframe').count()).toBe(1)
    await tried(page, () => page.getByRole('radio', { name: 'JSON', exact: true }).check())
    expect(await page.locator('#answer iframe').count()).toBe(0)
    expect(await page.locator('#answer .first-line').innerText()).toBe('HTTP 403 application/problem+json')
    expect(JSON.parse(await page.locator('#answer pre').innerText())).toMatchObject({
      status: 403,
      reason: 'network.hosting',
    })
  })

  it('names what refused, and that the origin never heard of it', async () => {
    const { page } = await visit('#client=unicom')
    expect(await page.locator('#verdict .reason').innerText()).toBe('place.restricted')
    expect(await page.locator('#rules .determining b').innerText()).toBe('restricted:china')
    expect(await page.locator('[data-station="origin"]').innerText()).toContain('never hears of it')
    expect(await page.locator('#origin').innerText()).toBe('Nothing: the request ended before it.')
    expect(await page.locator('#token').innerText()).toBe('None: 451 place.restricted.')
    expect(JSON.parse(await page.locator('#record pre').innerText())).toMatchObject({
      event: 'decision',
      action: 'refuse',
    })
  })

  it('shows the token of a client that is let in, and what the origin was sent', async () => {
    const { page } = await visit('#client=ohio&path=/a?b=1')
    const token = page.locator('#token')
    expect(await claim(token.locator('dl.jws-header'), 'typ')).toBe('cordon-session+jwt')
    expect(JSON.parse(await claim(token.locator('dl.jws-claims'), 'geo'))).toMatchObject({ region: 'US-OH' })
    expect(await token.locator('.jws-text').innerText()).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
    const origin = page.locator('#origin')
    expect(await origin.locator('.first-line').innerText()).toMatch(/^GET http.*\/a\?b=1$/)
    expect(await claim(origin.locator('dl.jws-header'), 'typ')).toBe('cordon-assertion+jwt')
    await origin.locator('summary').click()
    const fields = origin.getByRole('group', { name: 'Header fields sent to the origin' })
    expect(await fields.getByRole('rowheader').allInnerTexts()).toContain('cordon-assertion')
  })

  it('presents a token that was kept, until it is dropped', async () => {
    const { page } = await visit('#client=ohio')
    const status = () => fact(page, 'session.status')
    expect(await status()).not.toContain('valid')
    await tried(page, () => page.getByRole('button', { name: /^Keep it/ }).click())
    expect(await status()).toContain('valid')
    expect(await page.locator('#held').innerText()).toContain('Home in Ohio')
    await tried(page, () => pick(page, 'mobile'))
    expect(await status()).toContain('place_changed')
    await tried(page, () => page.getByRole('button', { name: 'Drop it' }).click())
    expect(await status()).not.toContain('place_changed')
    expect(await page.locator('#held').isVisible()).toBe(false)
  })

  it('keeps the choice in the address, but neither key nor token, and has it back on reload', async () => {
    const { page } = await visit('#client=ohio')
    const token = await page.locator('#token .jws-text').innerText()
    await tried(page, () => page.getByRole('button', { name: /^Keep it/ }).click())
    await tried(page, () => page.getByLabel('Method', { exact: true }).selectOption('POST'))
    await page.getByText('Body, API key, time').click()
    await page.getByLabel('API key').fill(KEY)
    await page.getByLabel('JSON body').fill('{"model":"m"}')
    await page.getByLabel('Time, UTC').fill('2026-07-01T12:00:00')
    await page.getByLabel('Path', { exact: true }).fill('/v1/x?y=z')
    await tried(page, () => page.getByRole('radio', { name: 'OpenAI' }).check())
    await tried(page, () => pick(page, 'tor'))
    const before = await formOf(page)
    expect(before).toMatchObject({ client: 'tor', method: 'POST', form: 'openai', key: KEY })
    const address = decodeURIComponent(page.url())
    expect(address).not.toContain(KEY)
    for (const part of token.split('.')) expect(address).not.toContain(part)

    await page.reload()
    await settled(page)
    expect(await formOf(page)).toEqual({ ...before, key: '' })
    expect(await verdictOf(page)).toEqual({ status: '403', tone: 'deny' })
    expect(await page.locator('#held').isVisible()).toBe(false)
  })

  it('goes where an address that is pasted says, and nothing of the last choice stays', async () => {
    const { page } = await visit('#client=ohio&cf={"country":"CN"}')
    expect(await verdictOf(page)).toMatchObject({ status: '451' })
    await tried(page, () =>
      page.evaluate(() => {
        location.hash = '#client=mobile&method=GET&path=/&lang=en&form=page'
      }),
    )
    expect(await formOf(page)).toMatchObject({ client: 'mobile', cf: '' })
    expect(await verdictOf(page)).toMatchObject({ status: '200' })
  })

  it('never hides what has the focus', async () => {
    const { page } = await visit()
    await openEverything(page)
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 })
      const { met, hidden } = await stopsOfForm(page)
      expect(met).toEqual(expect.arrayContaining(['method', 'path', 'body', 'now', 'lang', 'form', 'Try it']))
      expect([width, hidden]).toEqual([width, []])
    }
  })

  it.each([1280, 390])('says an error where it is looked for: %i px', async (width) => {
    const { page, screenshot } = await visit('', { width })
    await pick(page, 'own')
    const field = page.getByLabel('Address', { exact: true })
    await field.fill('300.1.2.3')
    await tried(page, () => field.press('Enter'))
    await screenshot(`playground-error-${width}`)
    const fault = page.getByRole('alert')
    expect(await fault.innerText()).toContain('address: expected one IPv4 or IPv6 address')
    expect(await isInWindow(fault)).toBe(true)
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    expect(await field.evaluate((input) => input.getAttribute('aria-describedby'))).toBe('fault')
    expect(await page.locator('#parts').isVisible()).toBe(false)

    await field.fill('8.8.8.8')
    await tried(page, () => field.press('Enter'))
    expect(await fault.isVisible()).toBe(false)
    expect(await field.getAttribute('aria-invalid')).toBe(null)
    expect(await page.locator('#verdict .who').innerText()).toBe('8.8.8.8 · 8.8.8.8')
  })
})

async function settled(page: Page): Promise<void> {
  await page.locator('#result[aria-busy="false"]').waitFor({ state: 'attached' })
}

/** Does what makes the page try something, and waits until that is drawn. */
async function tried(page: Page, act: () => Promise<unknown>): Promise<void> {
  await Promise.all([page.waitForResponse(/\/playground\/try\?/), act()])
  await settled(page)
}

function withoutQuery(url: string): string {
  return url.replace(/[?#].*/, '')
}

/** Sizes that follow from the size of the window are set a frame later. */
async function afterLayout(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(undefined)))),
  )
}

/** Where the tab key leads in the form, and which of it then lies under the button, or out of sight. */
async function stopsOfForm(page: Page) {
  const met: string[] = []
  const hidden: string[] = []
  await page.locator('input[name="client"]:checked').focus()
  for (let count = 0; count < 40; count++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => {
      const element = document.activeElement
      if (element === null || element.closest('#choice') === null) return undefined
      const { left, top, width, height } = element.getBoundingClientRect()
      const seen = document.elementFromPoint(left + width / 2, top + height / 2)
      const isSeen = seen !== null && (element.contains(seen) || seen.contains(element))
      return { name: element.getAttribute('name') ?? element.textContent, isSeen }
    })
    if (stop === undefined) break
    met.push(stop.name)
    if (!stop.isSeen) hidden.push(stop.name)
  }
  return { met, hidden }
}

function pick(page: Page, client: string): Promise<void> {
  return page.locator(`input[name="client"][value="${client}"]`).check()
}

async function openEverything(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true
  })
}

/** Texts for ears only are cut off on purpose. */
async function leaveOutWhatIsOnlySaid(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const element of document.querySelectorAll<HTMLElement>('.away')) element.hidden = true
  })
}

function checkedClient(page: Page): Promise<string> {
  return page.locator('input[name="client"]:checked').inputValue()
}

async function verdictOf(page: Page) {
  const verdict = page.locator('#verdict')
  return {
    status: await verdict.locator('.status').innerText(),
    tone: await verdict.getAttribute('data-tone'),
  }
}

/** What stands beside a name in the evidence. */
function fact(page: Page, name: string): Promise<string> {
  return page
    .locator('#evidence dl > div', { has: page.locator('dt').getByText(name, { exact: true }) })
    .locator('bdi')
    .innerText()
}

function claim(list: Locator, name: string): Promise<string> {
  return list
    .locator('> div', { has: list.page().locator('dt code').getByText(name, { exact: true }) })
    .locator('dd')
    .innerText()
}

function formOf(page: Page): Promise<Record<string, unknown>> {
  return page
    .locator('#choice')
    .evaluate((form: HTMLFormElement) => Object.fromEntries(new FormData(form).entries()))
}

function isInWindow(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect()
    return top >= 0 && bottom <= innerHeight
  })
}
