import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalTarget } from '../../../src/session/proof-target.ts'

describe('normalTarget()', () => {
  it.each([
    ['HTTP://EXAMPLE.com', 'http://example.com/'],
    ['http://example.com:80?x', 'http://example.com/'],
    ['https://example.com:80/', 'https://example.com:80/'],
    ['https://example.com:443', 'https://example.com/'],
    ['https://example.com:8443/a', 'https://example.com:8443/a'],
    ['https://[2001:DB8::1]:443/a', 'https://[2001:db8::1]/a'],
    // RFC 3986 §6.2.2 and §5.2.4.
    ['https://example.com/%7efoo/%3a/%2F', 'https://example.com/~foo/%3A/%2F'],
    ['https://example.com/a/b/c/./../../g', 'https://example.com/a/g'],
    ['https://example.com/mid/content=5/../6', 'https://example.com/mid/6'],
    ['https://example.com/a/b/..', 'https://example.com/a/'],
    ['https://example.com/a/b/.', 'https://example.com/a/b/'],
    ['https://example.com/../../g', 'https://example.com/g'],
    ['https://example.com/a//../b', 'https://example.com/a/b'],
    ['https://example.com/a/%2e%2E/b', 'https://example.com/b'],
    ['https://example.com/...', 'https://example.com/...'],
    ['https://example.com/a?b/../c#d', 'https://example.com/a'],
    ['https://example.com/%25%32%65', 'https://example.com/%252e'],
    ['https://example.com/50%', 'https://example.com/50%'],
  ])('%s is %s', (uri, normal) => {
    expect(normalTarget(uri)).toBe(normal)
  })

  it.each([
    '',
    'example.com/',
    '//example.com/',
    'https:example.com',
    'https://',
    'https:///a',
    'https://:443/',
    'ftp://example.com/',
    'javascript://example.com/',
    'https://user@example.com/',
    'https://user:pass@example.com/',
    'https://example.com\\a',
    'https://[::1/',
    'https://::1/',
    'https://example.com:x/',
    ' https://example.com/',
    'https://example.com/ ',
    'https://exa\tmple.com/',
    'https://example.com/\n',
    'https://exämple.com/',
  ])('%j names nothing', (uri) => {
    expect(normalTarget(uri)).toBeUndefined()
  })

  it('is its own normal form, for any text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc
        .array(fc.constantFrom('/', '.', '..', '%2e', '%2E', '%2f', '%', 'a', ';', '//', '?', '#', '%25'))
        .map((parts) => `https://h.test/${parts.join('')}`),
    )
    fc.assert(
      fc.property(text, (uri) => {
        const normal = normalTarget(uri)
        if (normal !== undefined) expect(normalTarget(normal)).toBe(normal)
      }),
      { numRuns: 3000 },
    )
  })

  it('takes time in proportion to the length, whatever the text', () => {
    for (const text of ['/', '/.', '/..', '%2e', '%', ':', 'https://', '@', '[']) {
      const uri = `https://example.com/${text.repeat(6000 / text.length)}`
      const started = performance.now()
      for (let i = 0; i < 20; i++) normalTarget(uri)
      expect(performance.now() - started).toBeLessThan(1000)
    }
  })
})
