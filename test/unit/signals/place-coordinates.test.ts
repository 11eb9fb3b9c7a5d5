import { observed } from '../../../src/observations/types.ts'
import { describeSignal, malformed } from '../../support/signal.ts'

describeSignal('place.coordinates', [
  ['given', {}, observed({ latitude: 38.2492, longitude: -122.041 }, 'edge')],
  ['malformed', { cf: { latitude: 'x' } }, malformed],
])
