import { parseArgs } from 'node:util'
import type { UnixSeconds } from '../../src/lib/time.ts'
import type { Command } from './command.ts'
import { currentTime, dateText } from './dates.ts'
import { type Answer, DOOR_OPTIONS, openDoor } from './door.ts'
import { type History, readHistory } from './history-command.ts'
import { textTable } from './text-table.ts'

/** `policy -- status`: what a gate has in force. */
export const statusCommand: Command = async (args) => {
  const { values } = parseArgs({
    args,
    options: { ...DOOR_OPTIONS, json: { type: 'boolean', default: false } },
  })
  const door = openDoor(values)
  const [state, held] = await Promise.all([door.read('/policy'), readHistory(door)])
  console.log(values.json ? JSON.stringify(state, null, 2) : statusText(state, held, currentTime()))
  return 0
}

export function statusText(state: Answer, held: History, now: UnixSeconds): string {
  const published = held.documents.find(({ sha256 }) => sha256 === held.live)
  const tried = held.documents.find(({ sha256 }) => sha256 === held.candidate)
  const until =
    typeof state.break_glass_until === 'number' ? (state.break_glass_until as UnixSeconds) : undefined
  const rows: string[][] = [
    [
      'in force',
      `revision ${state.revision}, ${held.live === null ? 'as deployed' : `document ${held.live.slice(0, 16)}`}`,
    ],
    ...(published === undefined
      ? []
      : [
          ['published', `${dateText(published.at as UnixSeconds)} by ${published.by.name}: ${published.why}`],
        ]),
    ['mode', String(state.mode)],
    ['deployed', `revision ${state.deployed}`],
    ...(held.live !== null && state.standing !== 'current' ? [['standing', String(state.standing)]] : []),
    ...(state.fault === null ? [] : [['fault', String(state.fault)]]),
    ...(tried === undefined
      ? []
      : [['candidate', `document ${tried.sha256.slice(0, 16)}, ${tried.by.name}: ${tried.why}`]]),
    ...(state.candidate_fault === null ? [] : [['candidate fault', String(state.candidate_fault)]]),
    [
      'break glass',
      until !== undefined && until > now
        ? `until ${dateText(until)}: only rules that rest on a law refuse`
        : 'no',
    ],
  ]
  return textTable(rows)
}
