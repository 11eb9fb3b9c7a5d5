import { absent, observed } from '../../../src/observations/types.ts'
import { placeNamed } from '../../support/evidence.ts'
import { describeSignal, malformed, missing } from '../../support/signal.ts'

describeSignal('place', [
  ['with a region', {}, observed(placeNamed('US-CA'), 'edge')],
  ['without a region', { cf: { regionCode: undefined } }, observed(placeNamed('US'), 'edge')],
  ['with a malformed region', { cf: { regionCode: 'c' } }, observed(placeNamed('US'), 'edge')],
  ['by Tor', { cf: { country: 'T1' } }, absent('tor')],
  ['without data', { cf: { country: 'XX' } }, absent('no_data')],
  ['missing', { cf: null }, missing],
  ['malformed', { cf: { country: 'us' } }, malformed],
])
