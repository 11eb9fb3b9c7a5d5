import { parseIpAddress } from '../../../src/net/ip-address.ts'
import { observed } from '../../../src/observations/types.ts'
import { describeSignal, malformed, missing } from '../../support/signal.ts'

describeSignal('client.address', [
  ['given', {}, observed(parseIpAddress('73.162.10.1'), 'edge')],
  ['missing', { address: null }, missing],
  ['malformed', { address: 'x' }, malformed],
])
