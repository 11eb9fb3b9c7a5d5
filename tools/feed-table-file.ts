/**
 * The build's prefix table, `src/tables/data/feeds.bin`: written by `npm run feeds`, ignored by git. Without it the build
 * carries an empty one.
 */
import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROJECT_ROOT } from './project.ts'

export const NO_LISTS =
  'No prefix lists are compiled in (npm run feeds): servers, VPN and Tor exits are told by their ASN alone, and Private Relay is not told at all.'

export const FEED_TABLE = join(PROJECT_ROOT, 'src/tables/data/feeds.bin')

/** Makes sure that there is something to import. Says when it is nothing. */
export function ensureFeedTable(say: (line: string) => void = () => {}): void {
  if (!existsSync(FEED_TABLE)) writeFileSync(FEED_TABLE, '')
  if (statSync(FEED_TABLE).size === 0) say(NO_LISTS)
}

if (import.meta.main) ensureFeedTable((line) => console.error(`cordon: ${line}`))
