import { observed } from '../../../src/observations/types.ts'
import { describeSignal, missing } from '../../support/signal.ts'

describeSignal('worker.zone', [
  ['relayed', { headers: { 'CF-Worker': 'x.test' } }, observed('x.test', 'edge')],
  ['missing', {}, missing],
])
