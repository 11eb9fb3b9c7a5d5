import { describe, expect, it } from 'vitest'
import { err, ok } from '../../../src/lib/result.ts'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { AppealWrites } from '../../../src/state/appeal-writes.ts'

const at = (seconds: number) => (1_793_491_200 + seconds) as UnixSeconds
/** Of another network and provider each. */
const from = (n: number) => ({ network: `192.0.${n}.0/24`, asn: 1_000 + n })
const A = from(1)
const B = from(2)
const RECEIVED = ok('received' as const)
const REPLACED = ok('replaced' as const)

describe('AppealWrites', () => {
  it('lets a network ask five times a minute, and others still', () => {
    const writes = new AppealWrites()
    for (let n = 0; n < 5; n++) expect(writes.refusal(A, at(n))).toBeUndefined()
    expect(writes.refusal(A, at(10))).toEqual({ fault: 'appeal.often', waitSeconds: 50 })
    expect(writes.refusal(B, at(10))).toBeUndefined()
    expect(writes.refusal(A, at(60))).toBeUndefined()
  })

  it('lets Control take thirty a minute', () => {
    const writes = new AppealWrites()
    for (let n = 0; n < 30; n++) {
      expect(writes.refusal(from(n), at(0))).toBeUndefined()
      writes.note(from(n), RECEIVED, at(0))
    }
    expect(writes.refusal(from(99), at(59))).toEqual({ fault: 'appeal.rate', waitSeconds: 1 })
    expect(writes.refusal(from(99), at(60))).toBeUndefined()
  })

  it.each([
    ['refused', err('appeal.network' as const)],
    ['known already', err('appeal.known' as const)],
    ['only replaced', REPLACED],
    ['never answered', undefined],
  ])('takes no room of others for what is %s', (_, answer) => {
    const writes = new AppealWrites()
    for (let n = 0; n < 1_000; n++) if (!writes.refusal(A, at(0))) writes.note(A, answer, at(0))
    for (let n = 10; n < 210; n++) {
      writes.refusal(from(n), at(0))
      writes.note(from(n), answer, at(0))
    }
    expect(writes.refusal(B, at(1))).toBeUndefined()
  })

  it.each([
    ['appeal.network', 60, { network: A.network, asn: B.asn }, { network: B.network, asn: A.asn }],
    ['appeal.asn', 60, { network: B.network, asn: A.asn }, { network: A.network, asn: B.asn }],
    ['appeal.asn', 60, { network: B.network, asn: A.asn }, { network: B.network, asn: undefined }],
    ['appeal.full', 60, B, undefined],
    ['appeal.rate', 10, B, undefined],
  ] as const)('remembers %s for %i seconds', (fault, seconds, alike, other) => {
    const writes = new AppealWrites()
    writes.note(A, err(fault), at(0))
    for (const source of [A, alike]) {
      expect(writes.refusal(source, at(seconds - 1))).toEqual({ fault })
      // Nor longer where the clock goes back.
      expect(writes.refusal(source, at(-1))).toBeUndefined()
    }
    if (other !== undefined) expect(writes.refusal(other, at(1))).toBeUndefined()
    expect(writes.refusal(A, at(seconds))).toBeUndefined()
  })

  it('asks again after what is known, which another decision need not be', () => {
    const writes = new AppealWrites()
    writes.note(A, err('appeal.known'), at(0))
    expect(writes.refusal(A, at(0))).toBeUndefined()
  })

  it.each([REPLACED, err('appeal.known' as const), undefined])(
    'bounds what a provider with many networks asks without being taken (%j), and leaves others alone',
    (answer) => {
      const writes = new AppealWrites()
      const source = (n: number) => ({ network: `2001:db8:${n.toString(16)}::/48`, asn: 64_500 })
      let asked = 0
      for (let n = 0; n < 1_000; n++) {
        if (writes.refusal(source(n), at(0)) !== undefined) continue
        asked++
        writes.note(source(n), answer, at(0))
      }
      expect(asked).toBe(60)
      expect(writes.refusal(source(1_001), at(20))).toEqual({ fault: 'appeal.asn', waitSeconds: 40 })
      expect(writes.refusal(A, at(20))).toBeUndefined()
      expect(writes.refusal(source(1_001), at(60))).toBeUndefined()
    },
  )
})
