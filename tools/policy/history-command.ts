import { parseArgs } from 'node:util'
import * as v from 'valibot'
import type { UnixSeconds } from '../../src/lib/time.ts'
import { UsageError } from '../usage-error.ts'
import type { Command } from './command.ts'
import { dateText } from './dates.ts'
import { DOOR_OPTIONS, type Door, openDoor } from './door.ts'
import { sizeText } from './sizes.ts'
import { textTable } from './text-table.ts'

const history = v.object({
  live: v.nullable(v.string()),
  before: v.nullable(v.string()),
  candidate: v.nullable(v.string()),
  documents: v.array(
    v.object({
      sha256: v.string(),
      bytes: v.number(),
      signatures: v.number(),
      at: v.number(),
      by: v.object({ name: v.string(), role: v.string() }),
      why: v.string(),
    }),
  ),
})

export type History = v.InferOutput<typeof history>

export async function readHistory(door: Door): Promise<History> {
  const read = v.safeParse(history, await door.read('/policy/history'))
  if (!read.success)
    throw new UsageError(`${door.gate} answered otherwise than this version of Cordon: update one of them`)
  return read.output
}

/** `policy -- history`: the documents that a gate keeps. */
export const historyCommand: Command = async (args) => {
  const { values } = parseArgs({
    args,
    options: { ...DOOR_OPTIONS, json: { type: 'boolean', default: false } },
  })
  const held = await readHistory(openDoor(values))
  console.log(values.json ? JSON.stringify(held, null, 2) : historyText(held))
  return 0
}

export function historyText({ live, before, candidate, documents }: History): string {
  const lines = documents.map(({ sha256, bytes, signatures, at, by, why }) => [
    sha256 === live ? 'in force' : sha256 === candidate ? 'candidate' : sha256 === before ? 'before' : '',
    sha256.slice(0, 16),
    dateText(at as UnixSeconds),
    sizeText(bytes),
    `${signatures}`,
    by.name,
    why,
  ])
  const none = live === null ? 'In force: the deployed policy.\n' : ''
  if (lines.length === 0) return `${none}No document was published.`
  return none + textTable([['', 'sha256', 'at', 'size', 'signatures', 'by', 'why'], ...lines])
}
