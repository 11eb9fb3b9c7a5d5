import { observed } from '../../../src/observations/types.ts'
import { describeSignal, missing } from '../../support/signal.ts'

describeSignal('edge.colo', [
  ['given', {}, observed('SJC', 'edge')],
  ['missing', { cf: null }, missing],
])
