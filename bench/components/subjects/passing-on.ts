/** The headers of what passes. The engine cannot leave these copies out: they are made outside of it. */
import { forwardableRequestHeaders, keepForClient } from '../../../src/enforcement/forwardable-headers.ts'
import { at } from '../../at.ts'
import type { Fixture } from '../fixture.ts'
import { called, INPUTS, type Subject } from '../subject.ts'

export function request({ knownVisits }: Fixture): Subject {
  return called({
    call: (index) => forwardableRequestHeaders(at(knownVisits, index).request.headers),
    fold: (headers) => (headers instanceof Headers ? 1 : 0),
    isRight: (headers) => !headers.has('X-Forwarded-For') && headers.has('Cookie') && headers.has('CF-Ray'),
  })
}

const ANSWERS: readonly Headers[] = Array.from({ length: INPUTS }, (_, index) => {
  const headers = new Headers({
    'Content-Type': 'application/json',
    'Content-Length': String(900 + index),
    Date: 'Sun, 01 Nov 2026 00:00:00 GMT',
    ETag: `"5f3e-${index}"`,
    'Last-Modified': 'Sat, 31 Oct 2026 00:00:00 GMT',
    'Cache-Control': 'private, max-age=0',
    Vary: 'Accept-Encoding',
    Server: 'nginx',
    'Strict-Transport-Security': 'max-age=31536000',
    'X-Content-Type-Options': 'nosniff',
    'X-Request-Id': `request-${index}`,
    'Keep-Alive': 'timeout=5',
  })
  headers.append('Set-Cookie', 'theme=dark; Path=/')
  headers.append('Set-Cookie', `seen=${index}; Path=/`)
  return headers
})

export function response(): Subject {
  return called({
    call(index) {
      const said = at(ANSWERS, index)
      const kept = new Headers(said)
      keepForClient(said, kept)
      return kept
    },
    fold: (headers) => (headers instanceof Headers ? 1 : 0),
    isRight: (headers) => !headers.has('Keep-Alive') && headers.getSetCookie().length === 2,
  })
}
