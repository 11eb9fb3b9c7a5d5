import { millisOf } from '../lib/time.ts'
import type { FetchJson } from './access-keys.ts'

const TIMEOUT_SECONDS = 5
/** A key set is some four kilobytes. */
const MAX_LENGTH = 65_536

/** Over the network, without following anybody anywhere: the address is the operator's, the answer need not be. */
export const fetchJson: FetchJson = async (url) => {
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { Accept: 'application/json' },
    signal: AbortSignal.timeout(millisOf(TIMEOUT_SECONDS)),
  })
  if (response.status !== 200) throw new Error(`status ${response.status}`)
  const text = await response.text()
  if (text.length > MAX_LENGTH) throw new Error('the answer is too long')
  return JSON.parse(text)
}
