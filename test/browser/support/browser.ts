import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'

/** Where distributions put it; `CHROMIUM` names another. */
const PLACES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

export const EXECUTABLE = PLACES.find((path) => path !== undefined && path !== '' && existsSync(path))

if (EXECUTABLE === undefined)
  console.warn(
    'No Chromium here, so these tests are skipped. Install one (Debian: apt-get install chromium), or name it in CHROMIUM.',
  )

/** `CORDON_SCREENSHOTS=<folder>` keeps what the pages looked like, for eyes. */
const SCREENSHOTS = process.env.CORDON_SCREENSHOTS

export interface Browsing {
  /** A page of a fresh profile, with what it asked the network for and what it complained of. */
  readonly open: (options?: BrowserContextOptions) => Promise<Opened>
}

export interface Opened {
  readonly page: Page
  /** URLs, the page itself first. */
  readonly requests: readonly string[]
  /** Errors of the page and its console; a violated content policy is one. */
  readonly complaints: readonly string[]
  readonly screenshot: (name: string) => Promise<void>
  readonly close: () => Promise<void>
}

/** One browser for the tests of a file. */
export function browsing(): Browsing {
  let browser: Browser | undefined
  beforeAll(async () => {
    if (EXECUTABLE === undefined) return
    browser = await chromium.launch({
      executablePath: EXECUTABLE,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
    })
  })
  afterAll(() => browser?.close())
  return {
    async open(options = {}) {
      if (browser === undefined) throw new Error('the browser is not up yet')
      const context = await browser.newContext(options)
      const page = await context.newPage()
      const requests: string[] = []
      const complaints: string[] = []
      page.on('request', (request) => requests.push(request.url()))
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('console', (message) => {
        // That the answer was a refusal is what is looked at.
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
          complaints.push(message.text())
        }
      })
      return {
        page,
        requests,
        complaints,
        async screenshot(name) {
          if (SCREENSHOTS === undefined) return
          mkdirSync(SCREENSHOTS, { recursive: true })
          await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true })
        },
        close: () => context.close(),
      }
    },
  }
}
