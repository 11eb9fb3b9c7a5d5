import { observed } from '../../../src/observations/types.ts'
import { describeSignal, missing } from '../../support/signal.ts'

describeSignal('http.protocol', [
  ['given', {}, observed('HTTP/2', 'edge')],
  ['missing', { cf: null }, missing],
])
