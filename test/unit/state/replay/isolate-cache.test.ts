import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../../src/lib/time.ts'
import { proofExpires } from '../../../../src/session/proof-life.ts'
import { ProofsSeen } from '../../../../src/state/replay/isolate-cache.ts'

const NOW = 1_793_491_200 as UnixSeconds
const later = (seconds: number) => (NOW + seconds) as UnixSeconds
const proof = (jti: string, jkt = 'k'.repeat(43), iat = NOW) => ({ jkt, jti, iat })

describe('ProofsSeen', () => {
  it('tells a proof that was here before', () => {
    const seen = new ProofsSeen()
    expect(seen.seenBefore(proof('a'), NOW)).toBe(false)
    expect(seen.seenBefore(proof('a'), NOW)).toBe(true)
    expect(seen.seenBefore(proof('a'), NOW)).toBe(true)
  })

  it('takes no other proof for it: another id, another key', () => {
    const seen = new ProofsSeen()
    seen.seenBefore(proof('a'), NOW)
    for (const other of [proof('b'), proof('A'), proof('a', 'j'.repeat(43)), proof('__proto__')])
      expect(seen.seenBefore(other, NOW)).toBe(false)
  })

  it('remembers for as long as the proof is accepted, and no longer', () => {
    const seen = new ProofsSeen()
    seen.seenBefore(proof('a', undefined, later(35)), NOW)
    const end = proofExpires({ iat: later(35) })
    expect(seen.seenBefore(proof('a', undefined, later(35)), (end - 1) as UnixSeconds)).toBe(true)
    expect(seen.seenBefore(proof('a', undefined, later(35)), end)).toBe(false)
  })

  it('is bounded: whoever makes enough proofs pushes others out', () => {
    const seen = new ProofsSeen(100)
    seen.seenBefore(proof('victim'), NOW)
    for (let i = 0; i < 99; i++) seen.seenBefore(proof(`${i}`), NOW)
    expect(seen.seenBefore(proof('victim'), NOW)).toBe(true)
    for (let i = 0; i < 100; i++) seen.seenBefore(proof(`more${i}`), NOW)
    expect(seen.seenBefore(proof('victim'), NOW)).toBe(false)
  })
})
