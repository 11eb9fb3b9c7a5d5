import { observed } from '../../../src/observations/types.ts'
import { describeSignal, missing } from '../../support/signal.ts'

describeSignal('client.special_use', [
  ['global', {}, observed('global', 'table')],
  ['private', { address: '10.0.0.1' }, observed('private', 'table')],
  ['missing', { address: null }, missing],
])
