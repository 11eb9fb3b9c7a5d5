import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Levels A and AA of WCAG 2.0 to 2.2, and what axe holds to be good besides. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds against the page: rule and element, one a line. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE)
  // What fades in is looked at as it stays.
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      const isEndless = animation.effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY
      if (isEndless) animation.cancel()
      else animation.finish()
    }
  })
  return page.evaluate(async (tags) => {
    // biome-ignore lint/suspicious/noExplicitAny: a global that the script above has made
    const { violations } = await (globalThis as any).axe.run({ runOnly: tags })
    return violations.flatMap(({ id, nodes }: { id: string; nodes: { html: string }[] }) =>
      nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`),
    )
  }, TAGS)
}

/** Elements that stick out of the window sideways, or whose text is cut off. */
export function overflowing(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth
    const found: string[] = []
    if (document.documentElement.scrollWidth > width) found.push('the page scrolls sideways')
    for (const element of document.querySelectorAll('body *')) {
      const { left, right, width: own } = element.getBoundingClientRect()
      const style = getComputedStyle(element)
      if (own === 0 || style.display === 'none') continue
      if (left < -0.5 || right > width + 0.5) found.push(`${element.tagName} from ${left} to ${right}`)
      if (style.overflowX === 'hidden' && element.scrollWidth > element.clientWidth)
        found.push(`${element.tagName} is cut`)
    }
    return found
  })
}

export interface FocusStop {
  readonly text: string
  readonly hasOutline: boolean
  readonly height: number
}

/** Where the tab key leads, from the top of the page to its end. */
export async function focusOrder(page: Page): Promise<readonly FocusStop[]> {
  const stops: FocusStop[] = []
  for (let count = 0; count < 50; count++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => {
      const element = document.activeElement
      if (!(element instanceof HTMLElement) || element === document.body) return undefined
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      return {
        text: (element.textContent || element.getAttribute('name') || '').trim(),
        hasOutline: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
        height: element.getBoundingClientRect().height,
      }
    })
    if (stop === undefined) return stops
    stops.push(stop)
  }
  return stops
}
