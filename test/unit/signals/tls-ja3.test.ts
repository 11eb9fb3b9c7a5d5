import { observed } from '../../../src/observations/types.ts'
import { describeSignal, missing } from '../../support/signal.ts'

describeSignal('tls.ja3', [
  ['given', { cf: { botManagement: { ja3Hash: 'j' } } }, observed('j', 'edge')],
  ['missing', {}, missing],
])
