import { observed } from '../../../src/observations/types.ts'
import { describeSignal, missing } from '../../support/signal.ts'

describeSignal('place.city', [
  ['given', {}, observed('Fairfield', 'edge')],
  ['missing', { cf: { city: undefined } }, missing],
])
