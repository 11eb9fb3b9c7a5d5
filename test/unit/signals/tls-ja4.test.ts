import { observed } from '../../../src/observations/types.ts'
import { describeSignal, missing } from '../../support/signal.ts'

describeSignal('tls.ja4', [
  ['given', { cf: { botManagement: { ja4: 'j' } } }, observed('j', 'edge')],
  ['missing', {}, missing],
])
