import { observed } from '../../../src/observations/types.ts'
import { describeSignal, malformed, missing } from '../../support/signal.ts'

describeSignal('bot.score', [
  ['given', { cf: { botManagement: { score: 2 } } }, observed(2, 'edge')],
  ['malformed', { cf: { botManagement: { score: '2' } } }, malformed],
  ['missing', {}, missing],
])
