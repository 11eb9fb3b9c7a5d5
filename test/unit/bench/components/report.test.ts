import { expect, test } from 'vitest'
import { spreadText } from '../../../../bench/components/report.ts'

test.each([
  [{ median: 0.123, least: 0.1, most: 12.3456 }, '0.12 (0.10–12.35)'],
  [{ median: 12.34, least: 9.99, most: 100 }, '12.3 (10.0–100.0)'],
  [{ median: 123.4, least: 99.9, most: 1_000 }, '123 (100–1000)'],
])('spreadText() has the digits that the middle value deserves: %j', (spread, text) => {
  expect(spreadText(spread)).toBe(text)
})
