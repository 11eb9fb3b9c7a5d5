import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sentPathAndQuery, sentUrl } from '../../../src/enforcement/sent-url.ts'
import type { RequestTarget } from '../../../src/observations/types.ts'
import { ADMISSIBLE_FORMS, parseTarget } from '../../../src/request/target.ts'

/** As `wellFormed` leaves it, with everything admitted that can be. */
function targetOf(pathAndQuery: string, base = 'https://gate.test'): RequestTarget | undefined {
  const target = parseTarget(`${base}${pathAndQuery}`, undefined, new Set(ADMISSIBLE_FORMS))
  return target.ok ? target.value : undefined
}

function admitted(pathAndQuery: string, base?: string): RequestTarget {
  const target = targetOf(pathAndQuery, base)
  if (target === undefined) throw new Error(`${pathAndQuery} does not pass the gate`)
  return target
}

/** What the platform makes of it. */
function parsed(pathAndQuery: string): string {
  const { href, origin } = new URL(`https://gate.test${pathAndQuery}`)
  return href.slice(origin.length)
}

describe('sentPathAndQuery()', () => {
  it.each([
    ['/', '/'],
    ['/a', '/a'],
    ['/a/', '/a/'],
    ['/a/b.tar.gz', '/a/b.tar.gz'],
    ['/a..b/...c', '/a..b/...c'],
    ['/.well-known/x', '/.well-known/x'],
    ['//', '//'],
    ['//a', '//a'],
    ['/a//b//', '/a//b//'],
    ['/:80', '/:80'],
    ['/@b/a:1', '/@b/a:1'],
    ['/a%2Fb', '/a%2Fb'],
    ['/a%2fb', '/a%2fb'],
    ['/a%2eb', '/a%2eb'],
    ['/caf%C3%A9', '/caf%C3%A9'],
    ['/a;v=1/b', '/a;v=1/b'],
    ['/a\\b', '/a/b'],
    ["/it's", "/it's"],
    ['/a|b', '/a|b'],
    ['/a"b', '/a%22b'],
    ['/a{b}', '/a%7Bb%7D'],
    ['/a[b]', '/a[b]'],
    ['/a?', '/a?'],
    ['/?', '/?'],
    ['/a??', '/a??'],
    ['/a?b', '/a?b'],
    ['/a?b=c&&d=;e', '/a?b=c&&d=;e'],
    ['/a?/../b//c', '/a?/../b//c'],
    ['/a?b\\c', '/a?b\\c'],
    ['/a?%2e%zz%', '/a?%2e%zz%'],
    ["/a?it's", '/a?it%27s'],
    ['/a?"<>`', '/a?%22%3C%3E`'],
    ['/a?|^{}[]', '/a?|^{}[]'],
    ['/a?caf\u00e9', '/a?caf%C3%A9'],
    ['/a?\u{1f600}', '/a?%F0%9F%98%80'],
    ['/a?b c', '/a?b%20c'],
    ['/a?b ', '/a?b'],
    ['/a?b\n', '/a?b'],
    ['/a?b\tc\r\nd', '/a?bcd'],
    ['/a?\u0000b', '/a?%00b'],
  ])('of %j is %j', (asWritten, sent) => {
    expect(sentPathAndQuery(admitted(asWritten))).toBe(sent)
  })

  // A path with dots never gets here; sent as it is, it would be another one at the origin than in the assertion.
  it.each([
    ['/a/../b', '/b'],
    ['/a/.', '/a/'],
    ['/..', '/'],
    ['/a/%2e%2e/b', '/b'],
    ['/.%2E/b', '/b'],
  ])('would be right even of %s, which does not pass', (path, sent) => {
    expect(targetOf(path)).toBeUndefined()
    expect(sentPathAndQuery({ path, query: '' })).toBe(sent)
  })

  const PATH_PIECES = [
    ...['a', 'Z', '0', '-', '_', '~', '.', '..', '/', '/', '/', '//', '\\', ';', '$&()*+,=:@', "'", '!'],
    ...['%2e', '%2E', '%2f', '%5c', '%25', '%41', '%C3%A9', '%23', '%3f', '{', '}', '|', '^', '"', '[', ']'],
  ]
  const path = fc
    .array(fc.constantFrom(...PATH_PIECES), { maxLength: 8 })
    .map((pieces) => `/${pieces.join('')}`)
  const QUERY_PIECES = [
    ...['a', '=', '&', ';', '/', '..', '?', '%', '%2e', '%zz', '+', ':', '@', ',', '~'],
    ...["'", '"', '|', '^', '`', '{', '}', '[', ']', '<', '>', '\\', ' ', '\t', '\n', '\u0000', '\u007f'],
    ...['\u00e9', '\u2028', '\u{1f600}', '\ud800'],
  ]
  const query = fc.oneof(
    fc.constantFrom('', '?', '?a=b'),
    fc.array(fc.constantFrom(...QUERY_PIECES), { maxLength: 6 }).map((pieces) => `?${pieces.join('')}`),
    fc.string({ unit: 'binary', maxLength: 6 }).map((text) => `?${text.replaceAll('#', '')}`),
  )

  it('is what parsing the URL makes of everything that passes the gate, and stays that when it is parsed again', () => {
    const reached = { same: 0, changed: 0, refused: 0 }
    fc.assert(
      fc.property(path, query, (path, query) => {
        const asWritten = path + query
        const target = targetOf(asWritten)
        if (target === undefined) return void reached.refused++
        const sent = sentPathAndQuery(target)
        reached[sent === asWritten ? 'same' : 'changed']++
        expect(sent).toBe(parsed(asWritten))
        expect(parsed(sent)).toBe(sent)
      }),
      { numRuns: 20_000 },
    )
    expect(reached.same).toBeGreaterThan(1_000)
    expect(reached.changed).toBeGreaterThan(1_000)
  })

  it('is quickly said of long ones', () => {
    const started = performance.now()
    for (const piece of ['/', 'a', '/a', '/a.', '/.', '?', '%', '?%'])
      for (const end of ['', '"', '\n'])
        sentPathAndQuery({ path: `/${piece.repeat(8_000)}${end}`, query: '' })
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})

describe('sentUrl()', () => {
  it.each([
    ['https://gate.test', '/a?b', 'https://gate.test/a?b'],
    ['http://gate.test:8080', '/a?', 'http://gate.test:8080/a?'],
    ['https://GATE.test', '//A', 'https://gate.test//A'],
    ['http://[::1]:8787', '/', 'http://[::1]:8787/'],
  ])('is where the client asked, %s, for an origin without a place of its own', (base, path, url) => {
    expect(sentUrl({ base: undefined }, admitted(path, base), path)).toBe(url)
  })

  it.each([
    ['http://origin.test', '/a?b', 'http://origin.test/a?b'],
    ['https://origin.test:8443', '//a', 'https://origin.test:8443//a'],
    ['http://[::1]:9000', '/@evil.test/:80', 'http://[::1]:9000/@evil.test/:80'],
  ])('is at the place of the origin, %s, where it has one', (base, path, url) => {
    expect(sentUrl({ base }, admitted(path, 'https://gate.test:444'), path)).toBe(url)
  })

  it('leads to no other host, whatever is asked for', () => {
    const pieces = fc.constantFrom('/', '//', '\\', '@', ':', 'evil.test', '.', '?', '%2f', 'a')
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const target = targetOf(`/${parts.join('')}`)
        if (target === undefined) return
        const url = sentUrl({ base: 'https://origin.test' }, target, sentPathAndQuery(target))
        expect(new URL(url)).toMatchObject({ origin: 'https://origin.test', href: url })
      }),
      { numRuns: 5_000 },
    )
  })
})
