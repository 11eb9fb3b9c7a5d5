import { describe, expect, it, vi } from 'vitest'
import { NETWORK_CLASSES, type NetworkClass } from '../../../src/net/network-class.ts'
import { movedPlace } from '../../../src/observations/moved-place.ts'
import type { PrefixAnswer } from '../../../src/observations/types.ts'
import type { PlaceFence } from '../../../src/policy/place-fence.ts'
import { placeNamed, type Sent, snapshotOf } from '../../support/evidence.ts'
import { listed } from '../../support/network-tables.ts'

const saying = (
  place: string,
  networkClass: NetworkClass = 'satellite',
  changes: Partial<PrefixAnswer> = {},
) => listed(networkClass, { place: placeNamed(place), movesPlace: true, ...changes })
const free: PlaceFence = () => false
const moved = (prefixes: readonly PrefixAnswer[], sent: Sent = {}, isFenced = free) =>
  movedPlace(snapshotOf(sent), undefined, prefixes, isFenced)

describe("a publisher's list", () => {
  const MOVABLE: readonly string[] = ['satellite', 'mobile', 'privacy_relay']
  it.each(NETWORK_CLASSES)('of %s moves the country if that is a class that may', (networkClass) => {
    expect(moved([saying('GB-ENG', networkClass)])).toEqual(
      MOVABLE.includes(networkClass) ? { place: placeNamed('GB-ENG'), source: 'feed' } : undefined,
    )
  })

  it.each<readonly [string, readonly PrefixAnswer[], Sent]>([
    ['nothing is listed', [], {}],
    ['the operator does not believe it about places', [saying('GB', 'mobile', { movesPlace: false })], {}],
    ['it names no place', [listed('mobile', { movesPlace: true })], {}],
    ['it names the same country: the edge knows the region better', [saying('US-NY')], {}],
    [
      'it names the same country, and the edge no region',
      [saying('US-NY')],
      { cf: { regionCode: undefined } },
    ],
    ['the edge knows no country', [saying('GB')], { cf: { country: 'XX' } }],
    ['the edge says Tor', [saying('GB')], { cf: { country: 'T1' } }],
    ['the edge says nothing', [saying('GB')], { cf: null }],
    ['what the edge says is no country', [saying('GB')], { cf: { country: 'us' } }],
  ])('moves nobody where %s', (_, prefixes, sent) => {
    expect(moved(prefixes, sent)).toBeUndefined()
  })

  it('moves nobody out of a place that the policy restricts, whatever the place it names', () => {
    const isFenced = vi.fn(() => true)
    expect(moved([saying('GB')], {}, isFenced)).toBeUndefined()
    expect(isFenced.mock.calls).toEqual([[placeNamed('US-CA')]])
  })

  it('is held against the place as the edge knows it, without a region where it knows none', () => {
    const isFenced = vi.fn(() => true)
    moved([saying('GB')], { cf: { regionCode: undefined } }, isFenced)
    expect(isFenced.mock.calls).toEqual([[placeNamed('US')]])
  })

  it('moves somebody into a restricted place', () => {
    const isFenced: PlaceFence = (place) => place.country === 'KP'
    expect(moved([saying('KP')], {}, isFenced)).toEqual({ place: placeNamed('KP'), source: 'feed' })
  })

  it('moves beside another that may not', () => {
    expect(moved([saying('FR', 'hosting'), saying('GB')])).toMatchObject({ place: placeNamed('GB') })
  })

  // Reproduces a fault: the first list that may move hides the one that names a place.
  it.fails('moves beside another that may, and names no place', () => {
    expect(moved([listed('mobile', { movesPlace: true }), saying('GB')])).toMatchObject({
      place: placeNamed('GB'),
    })
  })
})

describe("the operator's override", () => {
  const override = { value: placeNamed('GB-ENG'), entry: 'AS64500' }
  const fenced = () => true

  it.each<readonly [string, Sent]>([
    ['out of a restricted place', { cf: { country: 'CU' } }],
    ['where the edge knows no country', { cf: { country: 'XX' } }],
    ['where the edge says Tor', { cf: { country: 'T1' } }],
    ['without request.cf', { cf: null }],
  ])('moves %s', (_, sent) => {
    expect(movedPlace(snapshotOf(sent), override, [], fenced)).toEqual({
      place: placeNamed('GB-ENG'),
      source: 'operator',
    })
  })

  it("counts before a publisher's list", () => {
    expect(movedPlace(snapshotOf(), override, [saying('FR')], free)).toMatchObject({ source: 'operator' })
  })

  it('moves within a country too', () => {
    expect(movedPlace(snapshotOf(), { ...override, value: placeNamed('US-NV') }, [], fenced)).toMatchObject({
      place: placeNamed('US-NV'),
    })
  })
})
