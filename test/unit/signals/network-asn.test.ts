import { observed } from '../../../src/observations/types.ts'
import { describeSignal, malformed } from '../../support/signal.ts'

describeSignal('network.asn', [
  ['given', {}, observed(7922, 'edge')],
  ['malformed', { cf: { asn: '7922' } }, malformed],
])
