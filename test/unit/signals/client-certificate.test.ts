import { observed } from '../../../src/observations/types.ts'
import { describeSignal, missing } from '../../support/signal.ts'

describeSignal('client.certificate', [
  [
    'verified',
    { cf: { tlsClientAuth: { certPresented: '1', certVerified: 'SUCCESS' } } },
    observed('verified', 'edge'),
  ],
  ['missing', {}, missing],
])
