import { observed } from '../../../src/observations/types.ts'
import { describeSignal, missing } from '../../support/signal.ts'

describeSignal('tls.cipher', [
  ['given', {}, observed('AEAD-AES128-GCM-SHA256', 'edge')],
  ['missing', { cf: null }, missing],
])
