import { observed } from '../../../src/observations/types.ts'
import { describeSignal, missing } from '../../support/signal.ts'

describeSignal('bot.verified', [
  ['given', { cf: { botManagement: { verifiedBot: true } } }, observed(true, 'edge')],
  ['missing', {}, missing],
])
