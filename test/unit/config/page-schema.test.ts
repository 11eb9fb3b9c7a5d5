import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { brand } from '../../../src/config/page-schema.ts'

const LOGO = 'data:image/svg+xml;base64,PHN2Zy8+'

const faultOf = (value: unknown) => v.safeParse(brand, value).issues?.[0]?.message

describe('PAGE', () => {
  it.each([
    {},
    {
      name: 'Example AI',
      logo: LOGO,
      accent: '#1a56b0',
      accent_dark: '#8ab8ff',
      home: 'https://example.com/',
    },
    { text: { en: 'a', fa: 'b', 'zh-Hant': 'c' } },
  ])('takes %j', (value) => {
    expect(v.parse(brand, value)).toEqual(value)
  })

  it.each([
    [
      'a logo from elsewhere',
      { logo: 'https://example.com/logo.svg' },
      /data URL.*load nothing from elsewhere/,
    ],
    ['a logo that is no image', { logo: 'data:text/html;base64,PGI+' }, /image/],
    ['a logo that is not base64', { logo: 'data:image/svg+xml,<svg/>' }, /base64/],
    ['a logo that makes the page heavy', { logo: `${LOGO}${'A'.repeat(5000)}` }, /4096 characters/],
    ['a colour that is too pale to read', { accent: '#cccccc' }, /4\.5:1.*#ffffff/],
    ['a colour that is too dark to read in the dark', { accent_dark: '#1a56b0' }, /4\.5:1/],
    ['a colour with more in it', { accent: '#1a56b0; }' }, /#rrggbb/],
    ['a language there are no texts in', { text: { xx: 'a' } }, /"en".*"zh-Hant"/],
    ['a text without end', { text: { en: 'a'.repeat(501) } }, /500/],
    ['a link that runs', { home: 'javascript:alert(1)' }, /https, http or mailto/],
    ['a member there is none', { colour: '#000000' }, /./],
    ['a name that is empty', { name: '' }, /a name/],
  ])('refuses %s, and says what was expected', (_, value, expected) => {
    expect(faultOf(value)).toMatch(expected)
  })
})
