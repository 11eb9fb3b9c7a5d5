import { describe, expect, it } from 'vitest'
import { type IpAddress, parseIpAddress } from '../../../src/net/ip-address.ts'
import { type Evidence, registry, SIGNAL_NAMES } from '../../../src/signals/registry.ts'
import { keptAddress, recordedEvidence, stableFacts } from '../../../src/telemetry/evidence.ts'
import { recorder } from './fixture.ts'

const { evidence } = await (await recorder()).decided()
const changed = (name: string, signal: object) => ({ ...evidence, [name]: signal }) as Evidence

describe('keptAddress()', () => {
  it.each([
    ['192.0.2.255', '192.0.2.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
    ['::ffff:192.0.2.255', '192.0.2.0/24'],
    ['2002:c000:2ff::1', '2002:c000:200::/40'],
    ['64:ff9b::192.0.2.255', '64:ff9b::/48'],
  ])('keeps of %s only %s', (address, kept) => {
    expect(keptAddress(parseIpAddress(address) as IpAddress)).toBe(kept)
  })
})

describe('recordedEvidence()', () => {
  it('is the evidence but for addresses, which are cut', () => {
    expect(recordedEvidence(evidence)).toEqual({
      ...evidence,
      'client.address': { state: 'observed', value: '73.162.10.0/24', source: 'edge' },
    })
  })

  it('leaves an address that is not there as it is', () => {
    for (const signal of [
      { state: 'absent', why: 'missing' },
      { state: 'unavailable', cause: 'x' },
    ]) {
      expect(recordedEvidence(changed('client.address', signal))['client.address']).toEqual(signal)
    }
  })

  it('cuts every signal of the kind address, whatever it is called', () => {
    const addresses = registry.filter(({ kind }) => kind === 'address').map(({ name }) => name)
    expect(addresses).toContain('client.address')
    const whole = JSON.stringify(recordedEvidence(evidence))
    expect(whole).not.toMatch(/"w[0-3]"/)
  })
})

describe('stableFacts()', () => {
  const volatile = registry.filter((signal) => 'volatile' in signal).map(({ name }) => name)
  const stable = SIGNAL_NAMES.filter((name) => !(volatile as readonly string[]).includes(name))

  it.each(volatile)('does not change with %s', (name) => {
    expect(stableFacts(changed(name, { state: 'observed', value: 'another', source: 'edge' }))).toBe(
      stableFacts(evidence),
    )
  })

  it.each(stable)('changes with %s: its value, its being there, its being asked', (name) => {
    const facts = [
      { state: 'observed', value: 'one', source: 'edge' },
      { state: 'observed', value: 'another', source: 'edge' },
      { state: 'observed', value: 'absent', source: 'edge' },
      { state: 'absent', why: 'missing' },
      { state: 'unavailable', cause: 'x' },
    ].map((signal) => stableFacts(changed(name, signal)))
    expect(new Set(facts).size).toBe(5)
  })

  it('cannot be made to look like others by what a value contains', () => {
    const [first, second] = stable as [string, string]
    const a = {
      ...evidence,
      [first]: { state: 'observed', value: 'x"\n"y' },
      [second]: { state: 'observed', value: 'z' },
    }
    const b = {
      ...evidence,
      [first]: { state: 'observed', value: 'x' },
      [second]: { state: 'observed', value: 'y"\n"z' },
    }
    expect(stableFacts(a as unknown as Evidence)).not.toBe(stableFacts(b as unknown as Evidence))
  })
})
