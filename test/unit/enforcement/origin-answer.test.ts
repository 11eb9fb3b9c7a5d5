import { describe, expect, it } from 'vitest'
import {
  ACCOUNT_CREATED_HEADER,
  ACCOUNT_HEADER,
  ACCOUNT_HOME_HEADER,
  keepPrivate,
  namedAccount,
  saidOfAccount,
} from '../../../src/enforcement/origin-answer.ts'

describe('namedAccount()', () => {
  const named = (value: string) => namedAccount(new Headers([[ACCOUNT_HEADER, value]]))

  it('is none without the header', () => {
    expect(namedAccount(new Headers({ 'X-Cordon-Account': 'acct_7' }))).toBe('none')
  })

  it.each(['acct_7', '7', '!', '~', 'a"b\\c<d>', 'user@example.test', 'x'.repeat(128)])('is %s', (id) => {
    expect(named(id)).toEqual({ named: id })
  })

  it('passes over white space around it, as every reader of headers does', () => {
    expect(named(' acct_7\t')).toEqual({ named: 'acct_7' })
  })

  it.each(['', ' ', 'two words', 'a\tb', '\u00fc', 'caf\u00e9', 'x'.repeat(129)])(
    'is malformed: %j',
    (id) => {
      expect(named(id)).toBe('malformed')
    },
  )

  it('is malformed where two accounts are named', () => {
    const headers = new Headers()
    headers.append(ACCOUNT_HEADER, 'acct_7')
    headers.append(ACCOUNT_HEADER, 'acct_8')
    expect(namedAccount(headers)).toBe('malformed')
  })
})

describe('saidOfAccount()', () => {
  const said = (created?: string, home?: string) => {
    const headers = new Headers()
    if (created !== undefined) headers.set(ACCOUNT_CREATED_HEADER, created)
    if (home !== undefined) headers.set(ACCOUNT_HOME_HEADER, home)
    return saidOfAccount(headers)
  }
  const SEPTEMBER = Date.UTC(2026, 8, 1) / 1000
  const BOTH = [ACCOUNT_CREATED_HEADER, ACCOUNT_HOME_HEADER]

  it('is nothing where nothing is said', () => {
    expect(said()).toEqual({ facts: undefined, given: [], malformed: [] })
  })

  it.each([
    ['2026-09-01', SEPTEMBER],
    ['2026-09-01T00:00:00Z', SEPTEMBER],
    ['2026-09-01T02:00+02:00', SEPTEMBER],
    ['1969-12-31', -86_400],
  ])('is of %s', (created, seconds) => {
    expect(said(created)).toEqual({
      facts: { created: seconds },
      given: [ACCOUNT_CREATED_HEADER],
      malformed: [],
    })
  })

  it.each([
    ['DE', { country: 'DE' }],
    ['US-CA', { country: 'US', region: 'US-CA' }],
  ])('is at home in %s', (code, home) => {
    expect(said(undefined, code)).toEqual({ facts: { home }, given: [ACCOUNT_HOME_HEADER], malformed: [] })
  })

  it.each(['', 'yesterday', '2026-02-30', '1793491200', '2026-09-01T00:00:00', '2026-09-01, 2026-09-02'])(
    'is created at no date %j, and at home all the same',
    (created) => {
      expect(said(created, 'DE')).toEqual({
        facts: { home: { country: 'DE' } },
        given: BOTH,
        malformed: [ACCOUNT_CREATED_HEADER],
      })
    },
  )

  it.each(['', 'de', 'Germany', 'XX', 'T1', 'US-', 'CA-US-1', 'group:eu', 'DE, FR'])(
    'is at home nowhere %j, and created all the same',
    (home) => {
      expect(said('2026-09-01', home)).toEqual({
        facts: { created: SEPTEMBER },
        given: BOTH,
        malformed: [ACCOUNT_HOME_HEADER],
      })
    },
  )

  it('is nothing where nothing can be read', () => {
    expect(said('x', 'x')).toEqual({ facts: undefined, given: BOTH, malformed: BOTH })
  })
})

describe('keepPrivate()', () => {
  const kept = (value: string | undefined, more: Record<string, string> = {}) => {
    const headers = new Headers({ ...more, ...(value === undefined ? {} : { 'Cache-Control': value }) })
    keepPrivate(headers)
    return headers
  }

  it.each([
    [undefined, 'private'],
    ['', 'private'],
    ['public', 'private'],
    ['private', 'private'],
    ['public, max-age=600', 'private, max-age=600'],
    ['PUBLIC,S-MaxAge=60 , max-age=600', 'private, max-age=600'],
    ['max-age=0, s-maxage=3600, must-revalidate', 'private, max-age=0, must-revalidate'],
    ['s-maxage = 3600', 'private'],
    ['no-store', 'private, no-store'],
    ['private="Set-Cookie, X-User", max-age=5', 'private, max-age=5'],
    ['no-cache="A, public", public', 'private, no-cache="A, public"'],
    [', ,public,, no-cache', 'private, no-cache'],
    ['publicly=1', 'private, publicly=1'],
  ])('turns Cache-Control %j into %j', (value, expected) => {
    expect(kept(value).get('Cache-Control')).toBe(expected)
  })

  it('takes away what caches of other operators heed first, and nothing else', () => {
    const headers = kept('max-age=1', {
      'CDN-Cache-Control': 'max-age=600',
      'Cloudflare-CDN-Cache-Control': 'max-age=600',
      'Surrogate-Control': 'max-age=600',
      ETag: '"1"',
      Vary: 'Accept',
    })
    expect([...headers]).toEqual([
      ['cache-control', 'private, max-age=1'],
      ['etag', '"1"'],
      ['vary', 'Accept'],
    ])
  })

  it('does the same when it is asked twice', () => {
    const headers = kept('public, max-age=600')
    keepPrivate(headers)
    expect(headers.get('Cache-Control')).toBe('private, max-age=600')
  })
})
