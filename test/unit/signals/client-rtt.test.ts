import { observed } from '../../../src/observations/types.ts'
import { describeSignal, missing } from '../../support/signal.ts'

describeSignal('client.rtt_ms', [
  ['measured', {}, observed(24, 'edge')],
  ['the placeholder 0', { cf: { clientTcpRtt: 0 } }, missing],
])
