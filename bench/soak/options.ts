import { parseArgs } from 'node:util'
import { UsageError } from '../../tools/usage-error.ts'
import { scheduleOf } from './schedule.ts'

export interface Options {
  readonly minutes: number
  readonly json: string | undefined
  readonly svg: string | undefined
}

const USUAL = 10
const LEAST = 0.2
const MOST = 1_440

export const HELP = `Usage: npm run soak [-- options]

Loads the production bundle in one workerd process for as long as you say: known sessions, first visits, programs with
proofs and keys, bodies, refusals, and a fifth of attackers; swaps policy and prefix table, rotates signing keys, revokes
and raises the epoch meanwhile; and holds every answer against what the same request gets unloaded. Needs Linux.

  --minutes N         how long, from ${LEAST} to ${MOST}, after ${scheduleOf(LEAST).warmUpSeconds} to ${scheduleOf(MOST).warmUpSeconds} s of warm-up (default: ${USUAL}; 0.5 makes all changes, too)
  --json FILE         write figures and findings
  --svg FILE          write a chart
  --help

Ends with 1 when a law does not hold.
`

/** Throws a `UsageError`. @returns undefined where help is asked for */
export function readOptions(args: string[]): Options | undefined {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string', default: String(USUAL) },
      json: { type: 'string' },
      svg: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return undefined
  const minutes = Number(values.minutes)
  if (!/^\d{1,4}(?:\.\d+)?$/.test(values.minutes) || minutes < LEAST || minutes > MOST)
    throw new UsageError(`--minutes wants a number from ${LEAST} to ${MOST}`)
  return { minutes, json: values.json, svg: values.svg }
}
