import { observed } from '../../../src/observations/types.ts'
import { describeSignal, missing } from '../../support/signal.ts'

describeSignal('place.time_zone', [
  ['given', {}, observed('America/Los_Angeles', 'edge')],
  ['missing', { cf: { timezone: '' } }, missing],
])
