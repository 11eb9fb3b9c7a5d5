import { observed } from '../../../src/observations/types.ts'
import { describeSignal, missing } from '../../support/signal.ts'

describeSignal('tls.version', [
  ['given', {}, observed('TLSv1.3', 'edge')],
  ['plaintext', { cf: { tlsVersion: '' } }, missing],
])
