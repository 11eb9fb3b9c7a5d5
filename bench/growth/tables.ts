import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { madeUpTable } from '../load/made-up-table.ts'

/** Path of a compiled table with so many made-up prefixes, made in that folder when it is first asked for. */
export function tableFile(folder: string, prefixes: number): string {
  const file = join(folder, `prefixes-${prefixes}.bin`)
  // A build without lists has an empty file for a table.
  if (!existsSync(file)) writeFileSync(file, prefixes === 0 ? '' : madeUpTable(prefixes).bytes)
  return file
}
