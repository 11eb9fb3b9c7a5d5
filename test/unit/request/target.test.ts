import { describe, expect, it } from 'vitest'
import { ADMISSIBLE_FORMS, type AdmissibleForm, parseTarget } from '../../../src/request/target.ts'

const parse = (path: string, admit: readonly AdmissibleForm[] = []) =>
  parseTarget(`https://gate.test${path}`, 'gate.test', new Set(admit))
const faultOf = (path: string, admit?: readonly AdmissibleForm[]) => {
  const target = parse(path, admit)
  return target.ok ? 'accepted' : target.error
}
const readingsOf = (path: string, admit?: readonly AdmissibleForm[]) => {
  const target = parse(path, admit)
  return target.ok ? target.value.readings : target.error
}

describe('an honest path is accepted, and its plain reading is the decoded path', () => {
  it.each([
    ['/', '/'],
    ['/v1/messages', '/v1/messages'],
    ['/v1/messages/', '/v1/messages/'],
    ['/A/b', '/A/b'],
    ['/a%20b', '/a b'],
    ['/~user/', '/~user/'],
    ['/%7Euser', '/~user'],
    ['/@scope/name', '/@scope/name'],
    ['/%40scope/name', '/@scope/name'],
    ['/v1/things:batch', '/v1/things:batch'],
    ['/a+b', '/a+b'],
    ['/a%2Bb', '/a+b'],
    ["/it's(1),2=3&4!$*", "/it's(1),2=3&4!$*"],
    ['/file.tar.gz', '/file.tar.gz'],
    ['/.well-known/jwks.json', '/.well-known/jwks.json'],
    ['/.hidden', '/.hidden'],
    ['/..hidden/a', '/..hidden/a'],
    ['/...a', '/...a'],
    ['/a..b/c', '/a..b/c'],
    ['/v1.2/x', '/v1.2/x'],
    ['/a%2eb', '/a.b'],
    ['/%C3%BCbung', '/übung'],
    ['/%c3%bcbung', '/übung'],
    ['/u%CC%88bung', '/u\u0308bung'],
    ['/Stra%C3%9Fe', '/Straße'],
    ['/%E4%B8%AD%E6%96%87', '/中文'],
    ['/%E3%81%8C%E3%82%AB', '/がカ'],
    ['/%ED%95%9C%EA%B5%AD', '/한국'],
    ['/%D9%85%D8%B1%D8%AD%D8%A8%D8%A7', '/مرحبا'],
    ['/%F0%9F%98%80', '/😀'],
    ['/%F0%9F%91%A9%E2%80%8D%F0%9F%92%BB', '/👩\u200d💻'],
    ['/a[0]', '/a[0]'],
    ['/a%5B0%5D', '/a[0]'],
    ['/a|b^c{d}', '/a|b^c{d}'],
    ['/%22quoted%22', '/"quoted"'],
    ['/%3Ctag%3E', '/<tag>'],
    ['/50%E2%82%AC', '/50€'],
    ['/a%60b', '/a`b'],
    ['/%C2%A9-%C2%AE', '/©-®'],
  ])('%s', (path, plain) => {
    const target = parse(path)
    expect(target).toMatchObject({ ok: true, value: { path, query: '' } })
    expect(readingsOf(path)?.[0]).toBe(plain)
  })

  it('with one reading only where there is nothing to read differently', () => {
    expect(readingsOf('/v1/messages')).toEqual(['/v1/messages'])
  })

  it.each([
    ['a needless escape', '/%61dmin', ['/admin', '/%61dmin']],
    ['a trailing slash', '/a/', ['/a/', '/a']],
    ['another normal form', '/u%CC%88', ['/u\u0308', '/ü']],
    ['a character without a glyph', '/a%C2%ADb', ['/a\u00adb', '/ab']],
  ])('%s has both readings', (_, path, readings) => {
    expect(readingsOf(path)).toEqual(readings)
  })

  it.each([
    ['?a=b', '?a=b'],
    ['?', '?'],
    ['?a=//..%2f%00;\\', '?a=//..%2f%00;\\'],
    ['', ''],
  ])('with the query %j, which decides nothing', (sent, query) => {
    expect(parse(`/a${sent}`)).toMatchObject({ ok: true, value: { path: '/a', query, readings: ['/a'] } })
  })
})

/** SECURITY §6.2. */
const REFUSED: readonly (readonly [form: string, paths: readonly string[]])[] = [
  ['a doubled slash', ['//', '//a', '/a//b', '/a//', '///']],
  ['a backslash', ['/\\a', '/a\\b', '/a\\..\\b', '\\a', '/a/\\']],
  ['a semicolon', ['/a;b', '/;/a', '/a;x=1/b', '/..;/a', '/a;']],
  ['an escaped slash', ['/a%2fb', '/a%2Fb', '/%2f', '/%2fadmin']],
  ['an escaped backslash', ['/a%5cb', '/a%5Cb']],
  ['an escaped percent sign', ['/a%25b', '/%252e%252e/a', '/%2561', '/100%25']],
  ['an escaped #', ['/a%23b']],
  ['an escaped ?', ['/a%3fb', '/a%3Fb']],
  ['an escaped semicolon', ['/a%3bb', '/a%3Bb']],
  [
    'an escaped control character',
    Array.from({ length: 0x20 }, (_, code) => `/a%${code.toString(16).padStart(2, '0')}b`),
  ],
  ['an escaped DEL or C1 control', ['/a%7fb', '/a%7Fb', '/a%C2%80b', '/a%C2%85b', '/a%C2%9Fb']],
  ['a bad escape', ['/a%', '/a%2', '/a%g0', '/a%0g', '/%%', '/a% 2', '/%u0061', '/%U0061', '/%x41', '/a%-1']],
  [
    'overlong UTF-8',
    [
      '/%c0%ae%c0%ae/a',
      '/a%c0%afb',
      '/a%c1%9cb',
      '/a%e0%80%afb',
      '/%e0%80%ae/',
      '/a%f0%80%80%afb',
      '/%c0%80',
      '/%c1%81',
    ],
  ],
  [
    'broken UTF-8',
    [
      '/%80',
      '/%ff',
      '/%c3',
      '/%c3%28',
      '/%e4%b8',
      '/%ed%a0%80',
      '/%f4%90%80%80',
      '/%f8%88%80%80%80',
      '/a%e9b',
    ],
  ],
  [
    'a trailing dot',
    ['/a.', '/a./b', '/admin.', '/admin%2e', '/admin%2E/x', '/a..', '/...', '/.../a', '/a.../b'],
  ],
  ['white space at an end', ['/a%20', '/a%20/b', '/%20a', '/a/%20b', '/a%20/', '/%20', '/a%20.', '/a.%20']],
  [
    'Unicode white space at an end',
    [
      '/a%C2%A0',
      '/a%E1%9A%80',
      '/%E1%9A%80a',
      '/a%E2%80%A8',
      '/a%E2%80%A9/b',
      '/%E3%80%80a',
      '/%EF%BB%BFa',
      '/a%EF%BB%BF',
    ],
  ],
  [
    'a compatibility form (NFKC)',
    [
      '/%EF%BC%8Fadmin',
      '/%EF%BD%81dmin',
      '/%EF%BC%8E%EF%BC%8E/a',
      '/a%EF%BC%85b',
      '/a%EF%BC%9Bb',
      '/%E2%80%A4%E2%80%A4/a',
      '/a%E2%80%A6b',
      '/%EF%AC%81le',
      '/%E2%85%A3',
      '/a%C2%BDb',
      '/%F0%9D%90%9Admin',
      '/admi%E2%81%BF',
      '/%C5%BFecret',
      '/%CA%B0ost',
    ],
  ],
  ['ASCII in every normal form', ['/%E2%84%AAeys', '/a%CD%BEb', '/a%E1%BF%AFb']],
  [
    'a dot segment',
    [
      '/.',
      '/..',
      '/./a',
      '/../a',
      '/a/.',
      '/a/..',
      '/a/../b',
      '/a/./b',
      '/%2e',
      '/%2e%2e',
      '/%2E%2E/a',
      '/.%2e/a',
      '/%2e./a',
      '/a/%2e/b',
      '/a/%2e%2e',
      '/a/..%2f..%2fb',
      '/a/..%5c..%5cb',
      '/a%2f..%2fb',
      '/..;/a',
      '/..;x/a',
      '/.%00./a',
      '/..%20/a',
      '/..%09/a',
      '/%252e%252e/a',
      '/%c0%ae%c0%ae/',
      '/%u002e%u002e/',
      '/..%c0%af',
      '/.%C2%AD./a',
      '/.%E2%80%8B./a',
    ],
  ],
  [
    'a raw character that belongs to no URL',
    ['/a b', '/a\tb', '/a\nb', '/a\r\nb', '/a\0b', '/a<b>', '/a`b', '/ü', '/中', '/a\u2028'],
  ],
  ['a path that does not begin with a slash', ['a', ':80a']],
]

describe('a path that two parsers could read differently is refused', () => {
  const cases = REFUSED.flatMap(([form, paths]) =>
    paths.map((path) => [form, JSON.stringify(path), path] as const),
  )
  it.each(cases)('%s: %s', (_, __, path) => {
    expect(faultOf(path)).not.toBe('accepted')
  })

  it.each(['/a', '/a/b'])('whose harmless neighbour %s is accepted', (path) => {
    expect(faultOf(path)).toBe('accepted')
  })

  it('knows every character that is ASCII in a normal form', () => {
    const accepted: string[] = []
    for (let code = 0x80; code <= 0x10ffff; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue
      const character = String.fromCodePoint(code)
      const normal = (['NFC', 'NFKC'] as const).map((form) => character.normalize(form)).join('')
      if (!/[\0-\x7f]/.test(normal)) continue
      if (faultOf(`/x${encodeURIComponent(character)}x`) === 'accepted') accepted.push(character)
    }
    expect(accepted).toEqual([])
  })
})

describe('the URL', () => {
  it.each([
    ['a fragment', 'https://gate.test/a#b', 'request.path'],
    ['an empty fragment', 'https://gate.test/a#', 'request.path'],
    ['no path', 'https://gate.test', 'request.path'],
    ['another scheme', 'ftp://gate.test/', 'request.path'],
    ['no scheme', '//gate.test/', 'request.path'],
    ['no authority', '/a', 'request.path'],
    ['a path of 8,193 characters', `https://gate.test/${'a'.repeat(8192)}`, 'request.path'],
    ['white space before it', ' https://gate.test/', 'request.path'],
    ['a backslash for a slash', 'https:\\\\gate.test\\', 'request.path'],
    ['user information', 'https://user@gate.test/', 'request.host'],
    ['user information with a password', 'https://user:pass@gate.test/', 'request.host'],
    ['empty user information', 'https://@gate.test/', 'request.host'],
    ['a host that only looks like ours', 'https://gate.test@evil.test/', 'request.host'],
    ['an empty host', 'https:///a', 'request.host'],
    ['a dot at the end of the host', 'https://gate.test./', 'request.host'],
    ['a dot before the host', 'https://.gate.test/', 'request.host'],
    ['two dots in the host', 'https://gate..test/', 'request.host'],
    ['a hyphen before the host', 'https://-gate.test/', 'request.host'],
    ['a label of 64 characters', `https://${'a'.repeat(64)}.test/`, 'request.host'],
    ['a space in the host', 'https://gate .test/', 'request.host'],
    ['an escape in the host', 'https://gate%2etest/', 'request.host'],
    ['a full-width host', 'https://ｇate.test/', 'request.host'],
    ['a comma in the host', 'https://gate.test,evil.test/', 'request.host'],
    ['an empty port', 'https://gate.test:/', 'request.host'],
    ['port 0', 'https://gate.test:0/', 'request.host'],
    ['a port with a zero before it', 'https://gate.test:0443/', 'request.host'],
    ['a port too large', 'https://gate.test:65536/', 'request.host'],
    ['a port of six digits', 'https://gate.test:100000/', 'request.host'],
    ['a port with a sign', 'https://gate.test:+80/', 'request.host'],
    ['a port that is none', 'https://gate.test:80a/', 'request.host'],
    ['two ports', 'https://gate.test:80:80/', 'request.host'],
    ['an IPv6 address without brackets', 'https://::1/', 'request.host'],
    ['a zone in an IPv6 address', 'https://[fe80::1%25eth0]/', 'request.host'],
  ])('with %s is refused', (_, url, fault) => {
    expect(parseTarget(url, undefined)).toEqual({ ok: false, error: fault })
  })

  it.each([
    ['https://gate.test/', 'gate.test', 'gate.test'],
    ['http://gate.test/', 'gate.test', 'gate.test'],
    ['https://GATE.Test/', 'gate.test', 'gate.test'],
    ['https://gate.test:8443/', 'gate.test:8443', 'gate.test'],
    ['https://gate.test:65535/', 'gate.test:65535', 'gate.test'],
    ['https://a_b.gate-way.test/', 'a_b.gate-way.test', 'a_b.gate-way.test'],
    ['https://xn--bcher-kva.test/', 'xn--bcher-kva.test', 'xn--bcher-kva.test'],
    ['http://127.0.0.1:8787/', '127.0.0.1:8787', '127.0.0.1'],
    ['http://[::1]:8787/', '[::1]:8787', '[::1]'],
    ['http://localhost/', 'localhost', 'localhost'],
  ])('%s is accepted', (url, host, hostname) => {
    expect(parseTarget(url, host)).toMatchObject({
      ok: true,
      value: { scheme: url.split(':')[0], host, hostname, path: '/' },
    })
  })
})

describe('the length', () => {
  const LONGEST = `/${'a'.repeat(8191)}`

  it('of a path is 8,192 characters at most', () => {
    expect(LONGEST).toHaveLength(8192)
    expect(parse(LONGEST)).toMatchObject({ ok: true, value: { path: LONGEST } })
    expect(faultOf(`${LONGEST}a`)).toBe('request.path')
  })

  it('is counted as sent, not as decoded', () => {
    expect(faultOf(`/${'%61'.repeat(2730)}`)).toBe('accepted')
    expect(faultOf(`/${'%61'.repeat(2731)}`)).toBe('request.path')
  })

  it('of a query is not limited here, whose readings cost nothing', () => {
    const query = `?${'a'.repeat(20_000)}`
    expect(parse(`${LONGEST}${query}`)).toMatchObject({ ok: true, value: { path: LONGEST, query } })
  })
})

describe('the Host header', () => {
  const withHost = (host: string | undefined, url = 'https://gate.test/') => parseTarget(url, host).ok

  it.each([
    ['the same', 'gate.test', true],
    ['in another case', 'Gate.TEST', true],
    ['not there (HTTP/2)', undefined, true],
    ['with the default port, which names the same authority', 'gate.test:443', true],
    ['with the default port of another scheme', 'gate.test:80', false],
    ['with another port', 'gate.test:8443', false],
    ['empty', '', false],
    ['another host', 'evil.test', false],
    ['doubled', 'gate.test, gate.test', false],
    ['one of two', 'gate.test, evil.test', false],
    ['with a dot at the end', 'gate.test.', false],
    ['with user information', 'user@gate.test', false],
    ['with white space', ' gate.test', false],
    ['a longer name that ends in ours', 'xgate.test', false],
  ])('%s', (_, host, ok) => {
    expect(withHost(host)).toBe(ok)
  })

  it('may leave out the default port that the URL names', () => {
    expect(withHost('gate.test', 'https://gate.test:443/')).toBe(true)
    expect(withHost('gate.test', 'http://gate.test:80/')).toBe(true)
    expect(withHost('gate.test', 'http://gate.test:443/')).toBe(false)
  })
})

describe('PATH_ADMIT', () => {
  const USES: Readonly<Record<AdmissibleForm, string>> = {
    '//': '/a//b',
    ';': '/a;b',
    '\\': '/a\\b',
    '%2f': '/a%2fb',
    '%5c': '/a%5cb',
    '%25': '/a%25',
    '%23': '/a%23b',
    '%3f': '/a%3fb',
    '%3b': '/a%3bb',
  }

  it.each(ADMISSIBLE_FORMS.flatMap((form) => ADMISSIBLE_FORMS.map((other) => [form, other] as const)))(
    '%s admits itself and not %s',
    (form, other) => {
      expect(faultOf(USES[other], [form])).toBe(form === other ? 'accepted' : 'request.path')
    },
  )

  it('is compared without regard to the case of an escape', () => {
    expect(faultOf('/a%2Fb', ['%2f'])).toBe('accepted')
  })

  it.each<readonly [readonly AdmissibleForm[], string, readonly string[]]>([
    [['//'], '/a//b', ['/a//b', '/a/b']],
    [['//'], '//a', ['//a', '/a']],
    [['//'], '/a//', ['/a//', '/a/', '/a']],
    [[';'], '/a;x=1/b', ['/a;x=1/b', '/a/b', '/a']],
    [['\\'], '/a\\b', ['/a\\b', '/a/b']],
    [['%5c'], '/a%5cb', ['/a\\b', '/a%5cb', '/a/b']],
    [['%2f'], '/a%2fb', ['/a/b', '/a%2fb']],
    [['%3b'], '/a%3bx/b', ['/a;x/b', '/a%3bx/b', '/a/b', '/a']],
    [['%3b'], '/a%3bx%62', ['/a;xb', '/a%3bx%62', '/a%3bxb', '/a']],
    [['%3f'], '/a%3fb', ['/a?b', '/a%3fb', '/a']],
    [['%23'], '/a%23b', ['/a#b', '/a%23b', '/a']],
    [['%25'], '/50%25', ['/50%', '/50%25']],
    [['%25'], '/%2561dmin', ['/%61dmin', '/%2561dmin', '/admin']],
    [['%2f'], '/a%2fb%61', ['/a/ba', '/a%2fba', '/a%2fb%61']],
  ])('%j: %s is read as %j', (admit, path, readings) => {
    expect(new Set(readingsOf(path, admit))).toEqual(new Set(readings))
    expect(readingsOf(path, admit)[0]).toBe(readings[0])
  })

  it.each<readonly [readonly AdmissibleForm[], string]>([
    [['%2f'], '/a/..%2fb'],
    [['%2f'], '/a%2f..%2fb'],
    [['%2f'], '/a%2f%2e%2e/b'],
    [['%2f'], '/a%2f.'],
    [['\\'], '/a\\..\\b'],
    [['%5c'], '/a/..%5cb'],
    [['%5c'], '/..%5c'],
    [[';'], '/..;/b'],
    [[';'], '/.;x=1/b'],
    [['%3b'], '/..%3b/b'],
    [['%25'], '/%252e%252e/b'],
    [['%25'], '/%25252e%25252e/b'],
    [['%25'], '/..%252fb'],
    [['%3f'], '/..%3fa'],
    [['%23'], '/a/..%23'],
    [['//'], '//..//a'],
    [[';', '\\'], '/..;x\\a'],
    [[';', '%3f'], '/..;%3fa'],
  ])('%j does not bring back a dot segment: %s', (admit, path) => {
    expect(faultOf(path, admit)).toBe('request.path')
  })

  it.each<readonly [string, string]>([
    ['a NUL', '/admin%2500x'],
    ['a line feed', '/admin%250ax'],
    ['overlong UTF-8', '/a%25c0%25afb'],
    ['a full-width slash', '/a%25ef%25bc%258fb'],
    ['a trailing space', '/admin%2520'],
    ['a trailing dot', '/admin%252e'],
    ['a Microsoft escape', '/%25u0061dmin'],
    ['a Microsoft escape, another case', '/%25U0061dmin'],
    ['more decodings than anybody wrote on purpose', `/%${'25'.repeat(200)}61dmin`],
  ])('%%25 does not bring back %s', (_, path) => {
    expect(faultOf(path, ['%25'])).toBe('request.path')
  })

  it.each(['/50%25', '/50%25-off', '/a%25/b', '/%2561', '/100%25/%2561dmin'])('%%25 admits %s', (path) => {
    expect(faultOf(path, ['%25'])).toBe('accepted')
  })

  it('decodes again what it can, beside an escape that is none', () => {
    expect(readingsOf('/100%25/%2561dmin', ['%25'])).toContain('/100%/admin')
  })

  it('admits no form of its own: control characters, trailing dots, raw spaces', () => {
    for (const path of ['/a%00', '/a%0a', '/a%7f', '/a.', '/a b', '/a%20', '/%zz']) {
      expect(faultOf(path, ADMISSIBLE_FORMS)).toBe('request.path')
    }
  })
})

describe('the work', () => {
  const LONG = 8_190
  it.each<readonly [string, string, readonly AdmissibleForm[]]>([
    ['a long path', `/${'a'.repeat(LONG)}`, []],
    ['many segments', '/a'.repeat(LONG / 2), []],
    ['many slashes', `${'/'.repeat(LONG)}x`, ['//']],
    ['many slashes at the end', `/x${'/'.repeat(LONG)}`, ['//']],
    ['many dots', `/${'.'.repeat(LONG)}x`, []],
    ['many spaces', `/${'%20'.repeat(LONG / 3)}x`, []],
    ['many escapes', `/${'%61'.repeat(LONG / 3)}`, []],
    ['many bad escapes', `/${'%'.repeat(LONG)}`, ['%25']],
    ['many percent signs', `/${'%25'.repeat(LONG / 3)}`, ['%25']],
    ['escapes of escapes', `/%${'25'.repeat(LONG / 2)}61`, ['%25']],
    ['many semicolons', `/${';'.repeat(LONG)}`, ADMISSIBLE_FORMS],
    ['everything', `/${'a%2fb;c%5cd%25e//f\\g%3f%23%3b'.repeat(LONG / 32)}`, ADMISSIBLE_FORMS],
    ['a long host', `@${'a.'.repeat(LONG / 2)}/`, []],
    ['a host of hyphens', `.${'a-'.repeat(LONG / 2)}/`, []],
  ])('is linear for %s', (_, path, admit) => {
    const started = performance.now()
    parse(path, admit)
    expect(performance.now() - started).toBeLessThan(250)
  })
})
