import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forwardableRequestHeaders, keepForClient } from '../../src/enforcement/forwardable-headers.ts'

const numRuns = 2000

/** RFC 9110 §5.6.2: every character a header name may have. */
const tchar = [..."!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"]
const separators = tchar.filter((c) => !/[a-z0-9]/i.test(c))
const name = fc.array(fc.constantFrom(...tchar), { minLength: 1, maxLength: 12 }).map((c) => c.join(''))
const value = fc.stringMatching(/^[\x21-\x7e]{1,10}$/)

const anyCase = (text: string) =>
  fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((upper) => [...text].map((c, at) => (upper[at] ? c.toUpperCase() : c)).join(''))
const reserved = fc
  .tuple(anyCase('cordon'), fc.constantFrom(...separators), fc.oneof(fc.constant(''), name))
  .map((parts) => parts.join(''))

/** The namespace as the most lenient back end sees it: CGI makes every separator an underscore. */
const asCgi = (header: string) => header.toUpperCase().replace(/[^A-Z0-9]/g, '_')
const namesOfOurs = (headers: Headers) =>
  [...headers.keys()].filter((key) => asCgi(key).startsWith('CORDON_'))

describe('forwardableRequestHeaders()', () => {
  it('lets no name through that a lenient reader takes for one of ours', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.oneof(reserved, name), value)),
        fc.tuple(reserved, value),
        (others, own) => {
          const headers = new Headers([...others, own])
          expect(namesOfOurs(headers)).toContain(own[0].toLowerCase())
          expect(namesOfOurs(forwardableRequestHeaders(headers))).toEqual([])
        },
      ),
      { numRuns },
    )
  })

  it('lets nothing through that Connection names, except what the edge wrote', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { minLength: 1 }), (list) => {
        const headers = new Headers(list)
        headers.set('Connection', list.map(([key]) => key).join(', '))
        const kept = [...forwardableRequestHeaders(headers).keys()]
        expect(kept.filter((key) => !/^cf-[a-z0-9-]*$|^cdn[^a-z0-9]loop$/.test(key))).toEqual([])
      }),
      { numRuns },
    )
  })

  const FOR_OTHERS =
    /^(?:CORDON_|CONNECTION$|HTTP2_SETTINGS$|KEEP_ALIVE$|PROXY(?:_|$)|TE$|TRAILER$|TRANSFER_ENCODING$|UPGRADE$|EXPECT$|FORWARDED|X_FORWARDED|X_ORIGINAL_|X_REWRITE_|X_ENVOY_)/

  /** What CGI takes for a header of the edge's, and the edge did not write so. */
  const mimicsEdge = (header: string) => asCgi(header).startsWith('CF_') && !/^cf-[a-z0-9-]*$/i.test(header)

  it("lets no name through that a lenient reader takes for one of the edge's, but as the edge spells it", () => {
    const edgeLike = fc
      .tuple(anyCase('cf'), fc.constantFrom(...separators), fc.oneof(fc.constant('connecting_ip'), name))
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.oneof(edgeLike, name), value)), (list) => {
        const kept = [...forwardableRequestHeaders(new Headers(list)).keys()]
        expect(kept.filter(mimicsEdge)).toEqual([])
      }),
      { numRuns },
    )
  })

  it('keeps every other header with its value', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          name.filter((key) => !FOR_OTHERS.test(asCgi(key)) && !mimicsEdge(key)),
          value,
        ),
        (dictionary) => {
          const headers = new Headers(dictionary)
          expect([...forwardableRequestHeaders(headers)]).toEqual([...headers])
        },
      ),
      { numRuns },
    )
  })
})

describe('keepForClient()', () => {
  const answer = (said: Headers) => {
    const kept = new Headers(said)
    keepForClient(said, kept)
    return kept
  }

  it('lets no name through that a lenient reader takes for one of ours', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.oneof(reserved, name), value)), (lines) => {
        expect(namesOfOurs(answer(new Headers(lines)))).toEqual([])
      }),
      { numRuns },
    )
  })

  it('lets nothing through that Connection names, except what the edge wrote', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { minLength: 1 }), (lines) => {
        const said = new Headers(lines)
        said.set('Connection', lines.map(([key]) => key).join(', '))
        const kept = [...answer(said).keys()]
        expect(kept.filter((key) => !/^(?:CF_|CDN_LOOP$)/.test(asCgi(key)))).toEqual([])
      }),
      { numRuns },
    )
  })

  const FOR_OTHERS =
    /^(?:CORDON_|CONNECTION$|HTTP2_SETTINGS$|KEEP_ALIVE$|PROXY_|TE$|TRAILER$|TRANSFER_ENCODING$|UPGRADE$)/

  it('keeps every other header with its value, and every cookie that is not ours in its place', () => {
    const header = name.filter((key) => !FOR_OTHERS.test(asCgi(key)))
    const cookie = fc.oneof(
      value.map((text) => `a=${text}`),
      value.map((text) => `__Host-cordon=${text}`),
    )
    fc.assert(
      fc.property(fc.dictionary(header, value), fc.array(cookie), (dictionary, cookies) => {
        const [said, wanted] = [new Headers(dictionary), new Headers(dictionary)]
        for (const line of cookies) said.append('Set-Cookie', line)
        for (const line of cookies.filter((line) => line.startsWith('a='))) wanted.append('Set-Cookie', line)
        expect([...answer(said)]).toEqual([...wanted])
      }),
      { numRuns },
    )
  })
})
