import { absent, observed } from '../../../src/observations/types.ts'
import { describeSignal } from '../../support/signal.ts'

describeSignal('place.eu', [
  ["the edge's yes", { cf: { country: 'DE', isEUCountry: '1' } }, observed(true, 'edge')],
  ["the edge's no", { cf: { isEUCountry: false } }, observed(false, 'edge')],
  ['by our list, inside', { cf: { country: 'DE' } }, observed(true, 'derived')],
  ['by our list, outside', {}, observed(false, 'derived')],
  ["the edge's no without a country", { cf: { country: 'XX', isEUCountry: '0' } }, absent('no_data')],
])
