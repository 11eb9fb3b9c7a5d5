import { expect, test } from 'vitest'
import type { UnixSeconds } from '../../../../../src/lib/time.ts'
import { observed } from '../../../../../src/observations/types.ts'
import { SIGNAL_NAMES } from '../../../../../src/signals/registry.ts'
import { evidenceRows } from '../../../../../tools/local-edge/playground/evidence-rows.ts'
import { ABSENT, at, evidenceWith, UNAVAILABLE } from '../../../../support/evidence.ts'

const rows = evidenceRows(
  evidenceWith({
    ...at('UA-43'),
    'place.city': ABSENT,
    'network.class': UNAVAILABLE,
    'network.organization': observed('<b>Org', 'edge'),
    'account.created': observed(1_793_491_200 as UnixSeconds, 'token'),
  }),
)

test('evidenceRows() lists every signal, in the order of the registry', () => {
  expect(rows.map(({ name }) => name)).toEqual(SIGNAL_NAMES)
})

test.each([
  ['place', 'place', 'observed', 'UA-43', 'edge'],
  ['place.city', 'place', 'absent', 'missing', undefined],
  ['place.coordinates', 'place', 'observed', expect.stringMatching(/^-?[\d.]+, -?[\d.]+$/), 'edge'],
  ['network.class', 'network', 'unavailable', 'the table could not be read', undefined],
  ['network.asn', 'network', 'observed', expect.stringMatching(/^AS\d+$/), 'edge'],
  ['network.organization', 'network', 'observed', '<b>Org', 'edge'],
  ['client.address', 'network', 'observed', '73.162.10.1', 'edge'],
  ['tls.version', 'tls', 'observed', expect.any(String), 'edge'],
  ['http.protocol', 'tls', 'observed', expect.any(String), 'edge'],
  ['session.status', 'session', 'observed', 'none', 'token'],
  ['account.created', 'session', 'observed', expect.stringMatching(/^2026-11-01/), 'token'],
  ['edge.colo', 'other', 'observed', expect.any(String), 'edge'],
])('evidenceRows() shows %s among %s, %s', (name, group, state, text, source) => {
  const row = rows.find((one) => one.name === name)
  expect(row).toEqual({ name, group, state, text, ...(source === undefined ? {} : { source }) })
})
