import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../../src/texts/languages.ts'
import { preferredLanguage } from '../../../src/texts/negotiate.ts'

describe('preferredLanguage()', () => {
  it.each([
    [null, 'en'],
    ['', 'en'],
    ['*', 'en'],
    ['de', 'de'],
    ['DE-at', 'de'],
    ['de-CH,en;q=0.8', 'de'],
    ['en;q=0.8, fa;q=0.9', 'fa'],
    ['fa-AF', 'fa'],
    ['prs', 'fa'],
    ['iw-IL', 'he'],
    ['xx, ru;q=0.5', 'ru'],
    ['xx', 'en'],
    ['fr;q=0', 'en'],
    ['fr;q=0, en', 'en'],
    ['fr;q=0.3,ru;q=0.3', 'fr'],
    ['fr;q=oops, ru;q=0.1', 'ru'],
    ['fr;q=2, ru;q=0.1', 'ru'],
    ['fr;q=-1, ru;q=0.1', 'ru'],
    ['uk-UA, ru;q=0.9, en;q=0.8', 'uk'],
    ['pt-BR', 'pt'],
    ['es-CU, es;q=0.9', 'es'],
    ['ko-KP', 'ko'],
    ['constructor, __proto__', 'en'],
  ])('%j is answered in %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language)
  })

  it.each([
    ['zh', 'zh-Hans'],
    ['zh-CN', 'zh-Hans'],
    ['zh-SG', 'zh-Hans'],
    ['zh-TW', 'zh-Hant'],
    ['zh-HK', 'zh-Hant'],
    ['zh-MO', 'zh-Hant'],
    ['zh-Hant', 'zh-Hant'],
    ['zh-Hant-CN', 'zh-Hant'],
    ['zh-Hans-HK', 'zh-Hans'],
    ['zh-yue-HK', 'zh-Hant'],
    ['zh-hans-tw', 'zh-Hans'],
  ])('%s is written as in %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language)
  })

  it('looks at the first thirty-two ranges only, and at nothing that is longer than any browser sends', () => {
    expect(preferredLanguage(`${'xx,'.repeat(31)}de`)).toBe('de')
    expect(preferredLanguage(`${'xx,'.repeat(32)}de`)).toBe('en')
    expect(preferredLanguage(`de,${'x'.repeat(600)}`)).toBe('en')
  })

  it('answers in a language there is, whatever it is asked', () => {
    const tags: readonly string[] = LANGUAGES.map(({ tag }) => tag)
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (header) => {
        expect(tags).toContain(preferredLanguage(header))
      }),
    )
  })
})
