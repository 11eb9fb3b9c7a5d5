import { observed } from '../../../src/observations/types.ts'
import { describeSignal, missing } from '../../support/signal.ts'

describeSignal('network.organization', [
  ['given', {}, observed('Comcast Cable Communications, LLC', 'edge')],
  ['missing', { cf: { asOrganization: undefined } }, missing],
])
