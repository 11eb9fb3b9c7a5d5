import { observed } from '../../../src/observations/types.ts'
import { describeSignal, malformed, missing } from '../../support/signal.ts'

describeSignal('place.continent', [
  ['given', {}, observed('NA', 'edge')],
  ['malformed', { cf: { continent: 'XX' } }, malformed],
  ['missing', { cf: null }, missing],
])
