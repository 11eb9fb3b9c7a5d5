import { expect, test } from 'vitest'
import { seenByEdge } from '../../../../../tools/local-edge/playground/seen-by-edge.ts'

test.each([
  [undefined, {}],
  [null, {}],
  ['US', {}],
  [[], {}],
  [
    { country: 'US', regionCode: 'OH', asn: 10796 },
    { country: 'US', region: 'US-OH', asn: 10796 },
  ],
  [{ regionCode: 'OH', asn: '10796' }, {}],
  [{ country: 5, city: {}, colo: null }, {}],
  [
    { latitude: '39.96120', longitude: '-82.99880' },
    { latitude: 39.9612, longitude: -82.9988 },
  ],
  [{ latitude: '91', longitude: 'west' }, {}],
  [{ latitude: 5, longitude: 'Infinity' }, {}],
  [{ asOrganization: '<b>x' }, { organization: '<b>x' }],
])('seenByEdge(%j) is what can be drawn of it', (cf, seen) => {
  expect(seenByEdge(cf)).toEqual(seen)
})
