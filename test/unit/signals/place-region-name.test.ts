import { observed } from '../../../src/observations/types.ts'
import { describeSignal, missing } from '../../support/signal.ts'

describeSignal('place.region_name', [
  ['given', {}, observed('California', 'edge')],
  ['in another script', { cf: { region: 'Київ' } }, observed('Київ', 'edge')],
  ['missing', { cf: { region: undefined } }, missing],
])
