import { observed } from '../../../src/observations/types.ts'
import { describeSignal } from '../../support/signal.ts'

describeSignal('place.state', [
  ['known', {}, observed('known', 'derived')],
  ['without a region', { cf: { regionCode: undefined } }, observed('country_only', 'derived')],
  ['by Tor', { cf: { country: 'T1' } }, observed('tor', 'derived')],
  ['without data', { cf: { country: 'XX' } }, observed('no_data', 'derived')],
  ['missing', { cf: null }, observed('missing', 'derived')],
  ['malformed', { cf: { country: 1 } }, observed('malformed', 'derived')],
])
