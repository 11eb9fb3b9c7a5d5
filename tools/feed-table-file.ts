/**
 * The build's prefix table, `src/tables/data/feeds.bin`: written by `npm run feeds`, ignored by git. Without it the build
 * carries an empty one.
 */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { openTable } from '../src/tables/prefix-format.ts'
import { PROJECT_ROOT } from './project.ts'

export const NO_LISTS =
  'No prefix lists are compiled in (npm run feeds): servers, VPN and Tor exits are told by their ASN alone, and Private Relay is not told at all.'

export const FEED_TABLE = join(PROJECT_ROOT, 'src/tables/data/feeds.bin')

/** Makes sure that there is something to import. Says when it is nothing. */
export function ensureFeedTable(say: (line: string) => void = () => {}): void {
  if (!existsSync(FEED_TABLE)) writeFileSync(FEED_TABLE, '')
  if (statSync(FEED_TABLE).size === 0) say(NO_LISTS)
}

/** Why the table cannot be used; undefined when it can, or when there is none. */
export async function faultOfFeedTable(): Promise<string | undefined> {
  const bytes = new Uint8Array(readFileSync(FEED_TABLE))
  const opened = bytes.length === 0 ? undefined : await openTable(bytes)
  if (opened === undefined || opened.ok) return undefined
  return `${relative(PROJECT_ROOT, FEED_TABLE)} is ${opened.error}: make it again with npm run feeds, or delete it`
}

async function main(): Promise<void> {
  ensureFeedTable((line) => console.error(`cordon: ${line}`))
  const fault = await faultOfFeedTable()
  if (fault === undefined) return
  console.error(`cordon: ${fault}`)
  process.exitCode = 1
}

if (import.meta.main) await main()
