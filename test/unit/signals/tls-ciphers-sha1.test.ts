import { observed } from '../../../src/observations/types.ts'
import { describeSignal, missing } from '../../support/signal.ts'

describeSignal('tls.ciphers_sha1', [
  ['given', { cf: { tlsClientCiphersSha1: 'c' } }, observed('c', 'edge')],
  ['missing', {}, missing],
])
