import { observed } from '../../../src/observations/types.ts'
import { describeSignal, missing } from '../../support/signal.ts'

describeSignal('client.address_family', [
  ['IPv4', {}, observed('ipv4', 'derived')],
  ['IPv6', { address: '2600::1' }, observed('ipv6', 'derived')],
  ['IPv4 in IPv6', { address: '::ffff:73.162.10.1' }, observed('ipv4', 'derived')],
  ['missing', { address: null }, missing],
])
