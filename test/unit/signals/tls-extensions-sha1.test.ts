import { observed } from '../../../src/observations/types.ts'
import { describeSignal, missing } from '../../support/signal.ts'

describeSignal('tls.extensions_sha1', [
  ['given', { cf: { tlsClientExtensionsSha1: 'e' } }, observed('e', 'edge')],
  ['missing', {}, missing],
])
