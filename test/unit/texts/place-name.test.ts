import { describe, expect, it } from 'vitest'
import { placeName } from '../../../src/texts/place-name.ts'

describe('placeName()', () => {
  it.each([
    ['IR', 'en', 'Iran'],
    ['IR', 'fa', 'ایران'],
    ['CU', 'es', 'Cuba'],
    ['DE', 'de', 'Deutschland'],
    ['CN', 'zh-Hant', '中國'],
    ['UA-43', 'uk', 'Україна (UA-43)'],
    ['US-OH', 'en', 'United States (US-OH)'],
    // Codes that are nobody's come back as they are.
    ['QQ', 'en', 'QQ'],
    ['T1', 'en', 'T1'],
    ['', 'en', ''],
    ['<b>', 'en', '<b>'],
  ])('%s in %s is %s', (code, language, name) => {
    expect(placeName(code, language)).toBe(name)
  })
})
