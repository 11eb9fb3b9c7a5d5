import { describe, expect, it } from 'vitest'
import {
  forwardableRequestHeaders,
  keepForClient,
  lenientKey,
} from '../../../src/enforcement/forwardable-headers.ts'

const request = (headers: Record<string, string>) => [...forwardableRequestHeaders(new Headers(headers))]

function answer(lines: [string, string][]): Headers {
  const said = new Headers(lines)
  const kept = new Headers(said)
  keepForClient(said, kept)
  return kept
}
const response = (lines: [string, string][]) => [...answer(lines)]

describe('lenientKey()', () => {
  it.each([
    ['Cordon-Assertion', 'cordon-assertion'],
    ['CORDON_ASSERTION', 'cordon-assertion'],
    ['cordon.assertion', 'cordon-assertion'],
    ['Cordon~Assertion', 'cordon-assertion'],
    ['X_Forwarded-For', 'x-forwarded-for'],
  ])('reads %s as %s', (name, key) => {
    expect(lenientKey(name)).toBe(key)
  })
})

describe('a name of ours, whoever writes it', () => {
  it.each(['Cordon-Decision', 'cordon-', 'CORDON_SESSION', 'cordon!x', 'Cordon.DPoP'])('is %s', (name) => {
    expect(request({ [name]: 'x' })).toEqual([])
    expect(response([[name, 'x']])).toEqual([])
  })

  it.each(['Cordon', 'Cordone-X', 'X-Cordon-Decision', 'Accordon-X', '-Cordon-X'])('is not %s', (name) => {
    expect(request({ [name]: 'x' })).toEqual([[name.toLowerCase(), 'x']])
    expect(response([[name, 'x']])).toEqual([[name.toLowerCase(), 'x']])
  })
})

describe('forwardableRequestHeaders()', () => {
  it.each([
    // Ours
    'Cordon-Assertion',
    'Cordon-Decision',
    'Cordon-Session',
    'Cordon-DPoP',
    'Cordon-Country',
    'Cordon-Account',
    'cordon_assertion',
    'CORDON.ASSERTION',
    'Cordon~Verdict',
    // For this hop only (RFC 9110 §7.6.1)
    'Connection',
    'Keep-Alive',
    'Proxy-Authenticate',
    'Proxy-Authorization',
    'Proxy-Connection',
    'Proxy-Client-IP',
    'Proxy_Connection',
    'TE',
    'Trailer',
    'Transfer-Encoding',
    'Transfer_Encoding',
    'Upgrade',
    'HTTP2-Settings',
    // Triggers an interim response
    'Expect',
    // What CGI takes for the edge's own
    'cf_connecting_ip',
    'CF_Connecting_IP',
    'CF-Connecting_IP',
    'cf.ray',
    'Cf~IPCountry',
    'cf_',
    // What a client claims of its address
    'Forwarded',
    'Forwarded-For',
    'X-Forwarded',
    'X-Forwarded-For',
    'x_forwarded_for',
    'X-Forwarded-Host',
    'X-Forwarded-Proto',
    'X-Forwarded-Port',
    'X-Forwarded-Prefix',
    'X-Forwarded-Uri',
    'X-Forwarded-Method',
    'X-Forwarded-Anything-At-All',
    'X-Real-IP',
    'X_Real_Ip',
    'X-Client-IP',
    'Client-IP',
    'Client_IP',
    'X-Cluster-Client-IP',
    'True-Client-IP',
    'Fastly-Client-IP',
    'WL-Proxy-Client-IP',
    'X-Originating-IP',
    'X-Remote-IP',
    'X-Remote-Addr',
    // … of its path, host or method
    'X-Original-URL',
    'X-Original-Host',
    'X-Original-Method',
    'X-Rewrite-URL',
    'X_Rewrite_Url',
    'X-Host',
    'X-HTTP-Method',
    'X-HTTP-Method-Override',
    'X-Method-Override',
    'X-Envoy-Original-Path',
    'X-Envoy-External-Address',
    // CVE-2016-5385, CVE-2025-29927
    'Proxy',
    'X-Middleware-Subrequest',
  ])('removes %s', (name) => {
    expect(request({ [name]: 'hostile', Accept: '*/*' })).toEqual([['accept', '*/*']])
  })

  it.each([
    'Accept',
    'Authorization',
    'X-Api-Key',
    'Cookie',
    'Content-Type',
    'Content-Length',
    'Host',
    'Origin',
    'Referer',
    'User-Agent',
    'Range',
    'If-None-Match',
    'Idempotency-Key',
    'Traceparent',
    'Via',
    'CDN-Loop',
    'CF-Connecting-IP',
    'CF-Ray',
    'cf-ipcountry',
    'CF-Worker',
    'Cfg_Value',
    'X-CF_Thing',
    'Sec-WebSocket-Key',
    'Sec-Fetch-Mode',
    'Forwarding',
    'X-Forward',
    'X-Hostname',
    'X-Real-IPv6-Support',
    'X-Originator',
    'Expect-CT',
    'Te-Amo',
    'Upgrade-Insecure-Requests',
    'Proxied',
    'Accordon-X',
    'X-Cordon-Id',
  ])('keeps %s and its value', (name) => {
    expect(request({ [name]: 'a "value", with; parts' })).toEqual([
      [name.toLowerCase(), 'a "value", with; parts'],
    ])
  })

  it('keeps several lines of one header', () => {
    const headers = new Headers()
    headers.append('X-Many', 'a')
    headers.append('X-Many', 'b')
    expect(forwardableRequestHeaders(headers).get('X-Many')).toBe('a, b')
  })

  it.each([
    ['close, X-Token', 'X-Token'],
    ['x-token', 'X-Token'],
    ['X_Token', 'X-Token'],
    ['X-Token', 'X_Token'],
    [' , ,X-Token , keep-alive', 'X-Token'],
    ['Authorization', 'Authorization'],
  ])('removes what "Connection: %s" names: %s', (connection, name) => {
    expect(request({ Connection: connection, [name]: '1', Accept: '*/*' })).toEqual([['accept', '*/*']])
  })

  it.each(['CF-Connecting-IP', 'CF-IPCountry', 'cf-ray', 'CDN-Loop'])(
    'does not let a client take away what the edge wrote by naming it: %s',
    (name) => {
      expect(request({ Connection: `close, ${name}`, [name]: 'edge' })).toEqual([
        [name.toLowerCase(), 'edge'],
      ])
    },
  )

  it('takes away what only looks like a header of the edge, and leaves that beside it', () => {
    expect(request({ 'CF-Connecting-IP': 'edge', cf_connecting_ip: 'hostile' })).toEqual([
      ['cf-connecting-ip', 'edge'],
    ])
  })

  it('leaves the headers it was given alone', () => {
    const headers = new Headers({ 'Cordon-Session': 'x', Connection: 'close' })
    forwardableRequestHeaders(headers)
    expect(headers.get('Cordon-Session')).toBe('x')
    expect(headers.get('Connection')).toBe('close')
  })
})

describe('keepForClient()', () => {
  it('keeps Set-Cookie lines apart, and in order', () => {
    const headers = answer([
      ['Set-Cookie', 'a=1; Expires=Thu, 01 Jan 2037 00:00:00 GMT'],
      ['Set-Cookie', 'b=2'],
      ['Set-Cookie', 'a=3'],
    ])
    expect(headers.getSetCookie()).toEqual(['a=1; Expires=Thu, 01 Jan 2037 00:00:00 GMT', 'b=2', 'a=3'])
  })

  it.each([
    // For this hop only
    'Connection',
    'Keep-Alive',
    'Proxy-Authenticate',
    'Transfer-Encoding',
    'Trailer',
    'Upgrade',
    'TE',
    // Between the origin and us
    'Cordon-Account',
    'cordon-anything',
    'CORDON_VERDICT',
    'Cordon.Assertion',
    'Cordon-Decision',
  ])('removes %s', (name) => {
    expect(
      response([
        [name, 'x'],
        ['ETag', '"1"'],
      ]),
    ).toEqual([['etag', '"1"']])
  })

  it('removes what Connection names', () => {
    expect(
      response([
        ['Connection', 'close, X-Hop'],
        ['X-Hop', '1'],
        ['X-End', '2'],
      ]),
    ).toEqual([['x-end', '2']])
  })

  it('removes all cookies where Connection names them', () => {
    const headers = answer([
      ['Connection', 'set-cookie'],
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', '__Host-cordon=x'],
    ])
    expect([...headers]).toEqual([])
  })

  it.each([
    'Cache-Control',
    'Content-Encoding',
    'ETag',
    'Location',
    'WWW-Authenticate',
    'X-Forwarded-For',
    'X-Cordon-Account',
    'Cordon',
  ])('keeps %s', (name) => {
    expect(response([[name, 'x']])).toEqual([[name.toLowerCase(), 'x']])
  })

  it.each([
    '__Host-cordon=a.b.c; Path=/; Secure',
    '__host-cordon=x',
    '__Host-cordon=; Max-Age=0',
    ' __Host-cordon = x',
    '=__Host-cordon=x',
    '%5F%5FHost-cordon=x',
  ])('lets no origin write our cookie: %s', (cookie) => {
    const headers = answer([
      ['Set-Cookie', 'a=1; Expires=Thu, 01 Jan 2037 00:00:00 GMT'],
      ['Set-Cookie', cookie],
      ['Set-Cookie', 'b=2'],
    ])
    expect(headers.getSetCookie()).toEqual(['a=1; Expires=Thu, 01 Jan 2037 00:00:00 GMT', 'b=2'])
  })

  it('leaves no Set-Cookie where there was only ours', () => {
    expect(answer([['Set-Cookie', '__Host-cordon=x']]).has('Set-Cookie')).toBe(false)
  })

  it.each(['cordon=x', '__Host-session=x', 'a=__Host-cordon', '__Host-cordone=x'])(
    'leaves the cookie %s, and its order',
    (cookie) => {
      const headers = answer([
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', cookie],
        ['Set-Cookie', 'a=2'],
      ])
      expect(headers.getSetCookie()).toEqual(['a=1', cookie, 'a=2'])
    },
  )

  it('leaves what the origin said as it was', () => {
    const lines: [string, string][] = [
      ['connection', 'close'],
      ['cordon-account', 'x'],
      ['set-cookie', '__Host-cordon=x'],
    ]
    const said = new Headers(lines)
    keepForClient(said, new Headers(said))
    expect([...said]).toEqual(lines)
  })
})
